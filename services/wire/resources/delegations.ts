import 'server-only';
import type { Hex } from 'viem';
import type { Caller } from '../../../lib/api/caller.ts';
import * as declared from '../../../lib/api/delegations.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { momentText } from '../../../lib/delegations/caveat-words.ts';
import type { DelegatedChain } from '../../../lib/delegations/framework.ts';
import { fail, failure, ok } from '../../../lib/result.ts';
import { actorOf } from '../../store/as-viewer.ts';
import { dropDelegation as dropStored } from '../../store/delegations/delegations.ts';
import { serve } from '../api.ts';
import { grantDelegation } from '../delegations/grant-delegation.ts';
import { readDelegationDtos } from '../delegations/own-delegations.ts';
import type { ServedChain } from '../served-chain.ts';
import { servedAsked } from './chains.ts';
import { originOf } from './note.ts';

type Person = Exclude<Caller, { readonly kind: 'anonymous' }>;

/** No endpoint here lets anybody in without a name. */
const personOf = (caller: Caller): Person => {
  if (caller.kind === 'anonymous') throw new Error('nobody has delegations without a name');
  return caller;
};

type Place = { readonly served: ServedChain; readonly contracts: DelegatedChain };

const placeAsked = (chainId: number): Outcome<Place> => {
  const served = servedAsked(chainId, 'body');
  if (!served.ok) return served;
  const { delegated: contracts } = served.value;
  if (contracts !== null) return ok({ served: served.value, contracts });
  const message = 'is of a chain that has no contracts here for accounts that delegate';
  const fields = [{ in: 'body' as const, field: 'chainId', message }];
  return { ok: false, error: { ...failure('bad-request', `chainId ${message}.`), fields } };
};

export const listDelegations = serve(declared.listDelegations, ({ query, caller, inDatabase }) =>
  inDatabase(async (sql) =>
    ok({ rows: [...(await readDelegationDtos(sql, personOf(caller).address, query))] }),
  ),
);

export const registerDelegation = serve(
  declared.registerDelegation,
  async ({ body, caller, request, inDatabase }) => {
    const place = placeAsked(body.chainId);
    if (!place.ok) return place;
    const { served, contracts } = place.value;
    const right = await served.isRight();
    if (!right.ok) return right;
    const by = { actor: actorOf(personOf(caller)), origin: originOf(request) };
    const context = body.context.toLowerCase() as Hex;
    const granting = { batching: served.batching, contracts, inDatabase, by };
    return grantDelegation(granting, { ...body, context, amountUnits: BigInt(body.amountUnits) });
  },
);

const unknown = fail('not-found', 'No account that you own or guard has granted a delegation of this hash.');

export const dropDelegation = serve(declared.dropDelegation, ({ params, caller, request, inDatabase }) =>
  inDatabase(async (sql) => {
    const person = personOf(caller);
    const hash = params.hash as Hex;
    const row = (await readDelegationDtos(sql, person.address)).find((one) => one.hash === hash);
    if (row === undefined) return unknown;
    if (!row.dropped) await dropStored(sql, { hash, actor: actorOf(person), origin: originOf(request) });
    const until = momentText(BigInt(row.expiresAtSeconds));
    return ok({
      ...{ hash, expiresAtSeconds: row.expiresAtSeconds, revoke: row.revoke },
      holdsOn: `The bot moves nothing by it any more. On chain it holds on until ${until}, unless ${row.account} revokes it.`,
    });
  }),
);
