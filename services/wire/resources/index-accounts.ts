import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../lib/api/caller.ts';
import * as declared from '../../../lib/api/index-accounts.ts';
import { CUSTODY_SENTENCES } from '../../../lib/intents/custody.ts';
import { parseDecimal } from '../../../lib/money/fixed-point.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { readEnv } from '../../env.ts';
import type { SealedSecret } from '../../secrets/envelope.ts';
import {
  countIndexAccounts,
  type IndexAccountRow,
  insertIndexAccount,
  readIndexAccount,
  readOwnIndexAccounts,
  takeIndexKey,
  updateIndexAccount as updateStored,
} from '../../store/indexes/index-accounts.ts';
import { serve } from '../api.ts';
import { indexAccountDto as dtoOf } from '../indexes/index-account-dto.ts';
import { indexKeyPlace, makeIndexKey, revealIndexKey } from '../indexes/index-account-key.ts';
import { note } from './note.ts';

type Person = Exclude<Caller, { readonly kind: 'anonymous' }>;

/** No endpoint here lets anybody in without a name. */
const personOf = (caller: Caller): Person => {
  if (caller.kind === 'anonymous') throw new Error('nobody has index accounts without a name');
  return caller;
};

const CENT_PLACES = 2;
/** The published form has let nothing else through. */
const centsOf = (usd: string): bigint => parseDecimal(usd, CENT_PLACES) ?? 0n;

const unknown = fail('not-found', 'You have no index account of this id.');
const SWITCHED_OFF = fail(
  'not-configured',
  'Index accounts are switched off here: INDEX_ACCOUNTS is not 1. Nothing is made.',
);

export const listIndexAccounts = serve(declared.listIndexAccounts, ({ caller, inDatabase }) =>
  inDatabase(async (sql) => {
    const env = readEnv();
    return ok({
      ...{ enabled: env.intents !== null, custody: [...CUSTODY_SENTENCES] },
      rows: (await readOwnIndexAccounts(sql, personOf(caller).address)).map(dtoOf),
    });
  }),
);

const newAccount = () => {
  const { intents, sealing } = readEnv();
  if (intents === null) return SWITCHED_OFF;
  const rowId = randomUUID();
  const made = makeIndexKey(sealing, rowId);
  return made.ok
    ? ok({ account: made.value.account, key: { ...indexKeyPlace(rowId), ...made.value.sealed } })
    : made;
};

export const createIndexAccount = serve(
  declared.createIndexAccount,
  async ({ body: { name, capUsd }, caller, request, inDatabase }) => {
    const made = newAccount();
    if (!made.ok) return made;
    return inDatabase(async (sql) => {
      if ((await countIndexAccounts(sql)) >= declared.INDEX_ACCOUNTS_MAX)
        return fail(
          'too-many',
          `You have ${declared.INDEX_ACCOUNTS_MAX} index accounts, and no more are made.`,
        );
      const stored = await insertIndexAccount(sql, {
        ...{ ...made.value, name: name === '' ? 'Index account' : name },
        ...{ owner: personOf(caller).address, capCents: centsOf(capUsd) },
      });
      const { id, account } = stored;
      await note(
        sql,
        { caller, request },
        {
          ...{ action: 'index-account-made', portfolioId: null, before: null },
          after: { id, account, name: stored.name, capUsd },
        },
      );
      return ok(dtoOf(stored));
    });
  },
);

export const updateIndexAccount = serve(
  declared.updateIndexAccount,
  ({ params: { id }, body, caller, request, inDatabase }) =>
    inDatabase(async (sql) => {
      const before = await readIndexAccount(sql, id);
      if (before === null) return unknown;
      const { name, capUsd, state } = body;
      const capCents = capUsd === undefined ? undefined : centsOf(capUsd);
      const after = await updateStored(sql, id, { name: name === '' ? undefined : name, capCents, state });
      if (after === null) return unknown;
      const told = ({ name, capCents, state }: IndexAccountRow) => ({ id, name, capCents, state });
      await note(
        sql,
        { caller, request },
        { action: 'index-account-changed', portfolioId: null, before: told(before), after: told(after) },
      );
      return ok(dtoOf(after));
    }),
);

/**
 * The database notes that the key was taken in the statement that gives it, and gives it to nobody who hasn't just signed. It is opened only
 * after that: what a transaction answers is kept on the heap by its connection for as long as that one rests.
 */
export const exportIndexKey = serve(
  declared.exportIndexKey,
  async ({ params: { id }, caller, request, inDatabase }) => {
    const taken: { sealed: SealedSecret | null } = { sealed: null };
    const noted = await inDatabase(async (sql) => {
      const row = await readIndexAccount(sql, id);
      const sealed = row === null ? null : await takeIndexKey(sql, id);
      if (row === null || sealed === null) return unknown;
      await note(
        sql,
        { caller, request },
        {
          ...{ action: 'index-key-exported', portfolioId: null, before: null },
          after: { id, account: row.account },
        },
      );
      taken.sealed = sealed;
      return ok({ account: row.account, key: null });
    });
    // Of a request that is repeated nothing is taken, and its answer has no key.
    if (!noted.ok || taken.sealed === null) return noted;
    const key: Result<{ readonly reveal: () => string }> = revealIndexKey(readEnv().sealing, {
      ...{ id, sealed: taken.sealed },
    });
    return key.ok ? ok({ account: noted.value.account, key: key.value.reveal() }) : key;
  },
);
