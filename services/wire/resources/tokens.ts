import 'server-only';
import { cutPage } from '../../../lib/api/fields.ts';
import * as declared from '../../../lib/api/tokens.ts';
import { fail, ok } from '../../../lib/result.ts';
import { countLiveTokens, endToken, insertToken, readTokens } from '../../store/identity/api-tokens.ts';
import { serve } from '../api.ts';
import { note } from './note.ts';

/** Tokens of one person that are good for anything. */
const TOKENS_MAX = 50;

export const listTokens = serve(declared.listTokens, ({ query, inDatabase }) =>
  inDatabase(async (sql) =>
    ok(
      cutPage(await readTokens(sql, query), query.limit, {
        cursorOf: ({ micros }) => micros,
        shownAs: ({ token }) => token,
      }),
    ),
  ),
);

export const createToken = serve(declared.createToken, ({ body, caller, request, inDatabase }) =>
  inDatabase(async (sql) => {
    if ((await countLiveTokens(sql)) >= TOKENS_MAX)
      return fail('too-many', `You have ${TOKENS_MAX} tokens; revoke one first.`);
    const made = await insertToken(sql, body);
    const { id, name, scopes, expiresAtSeconds } = made;
    await note(
      sql,
      { caller, request },
      {
        ...{ action: 'token-made', portfolioId: null, before: null },
        after: { id, name, scopes, expiresAtSeconds },
      },
    );
    return ok(made);
  }),
);

export const revokeToken = serve(declared.revokeToken, ({ params: { id }, caller, request, inDatabase }) =>
  inDatabase(async (sql) => {
    const outcome = await endToken(sql, id);
    if (outcome === 'unknown') return fail('not-found', 'You have no token of this id.');
    if (outcome === 'ended')
      await note(
        sql,
        { caller, request },
        {
          ...{ action: 'token-revoked', portfolioId: null },
          ...{ before: { id }, after: null },
        },
      );
    return ok(undefined);
  }),
);

export const readCaller = serve(declared.readCaller, async ({ caller }) =>
  ok({
    kind: caller.kind,
    address: caller.kind === 'anonymous' ? null : caller.address,
    role: caller.kind === 'anonymous' ? null : caller.role,
    scopes: caller.kind === 'token' ? [...caller.scopes] : null,
  }),
);
