import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import type { Outcome, Refusal } from '../../../lib/api/problem.ts';
import { delegationHash, delegationsOf, type SignedDelegation } from '../../../lib/delegations/delegation.ts';
import type { DelegatedContracts } from '../../../lib/delegations/framework.ts';
import {
  type AskedGrant,
  type GrantFault,
  type GrantVerdict,
  judgeGrant,
} from '../../../lib/delegations/judge-grant.ts';
import type { Block } from '../../../lib/ledger/chain-facts.ts';
import { fail, failure, ok, type Result } from '../../../lib/result.ts';
import { type ChainClient, readHead } from '../../chain/chain-client.ts';
import { type CloneReading, readClone, readSymbol } from '../../chain/read-clones.ts';
import { readDecimals } from '../../chain/read-decimals.ts';
import { type DelegationFound, tryDelegations } from '../../chain/try-delegations.ts';
import type { ActorId, Origin } from '../../store/audit/audit-log.ts';
import { readCloneId, saveDelegation } from '../../store/delegations/delegations.ts';

/** What an account is said to have granted, and what it was asked for. */
export type GrantRequest = {
  /** Of the account. */
  readonly chainId: number;
  readonly clone: Address;
  readonly token: Address;
  readonly amountUnits: bigint;
  /** What the wallet says that it signed for. */
  readonly signedFor: { readonly chainId: number; readonly manager: Address };
  /** The delegation as the wallet gave it, with its signature. */
  readonly context: Hex;
  /** That it allows more than was asked is meant. */
  readonly moreIsMeant: boolean;
};

export type Granting = {
  /** Sends what is asked at the same moment as one batch. */
  readonly batching: ChainClient;
  readonly contracts: DelegatedContracts;
  readonly inDatabase: <T>(work: (sql: TransactionSql) => Promise<Outcome<T>>) => Promise<Outcome<T>>;
  readonly by: { readonly actor: ActorId; readonly origin: Origin | null };
};

/** `fresh`: it was not known before, or not with this signature. */
export type Grant = { readonly hash: Hex; readonly fresh: boolean };

/** Every term that is wrong, each a field with its sentence; of the delegation itself nothing is repeated. */
const refusal = (
  code: 'delegation-refused' | 'delegation-broader',
  faults: readonly GrantFault[],
): Refusal => ({
  ...failure(code, faults.map(({ message }) => message).join(' ')),
  fields: faults.map(({ term, message }) => ({ in: 'body' as const, field: `context.${term}`, message })),
});

const refused = (message: string): Outcome<never> => fail('delegation-refused', message);

const onlyOne = (context: Hex): SignedDelegation | null => {
  const links = delegationsOf(context);
  const [delegation, ...others] = links ?? [];
  return delegation === undefined || others.length > 0 ? null : delegation;
};

/** The clone as the chain has it: ours, and still the one that its account trades by. */
const cloneFor = async (
  { batching, contracts }: Granting,
  { chainId, clone }: GrantRequest,
  block: Block,
): Promise<Outcome<CloneReading>> => {
  const { factory } = contracts;
  const read = await readClone(batching, { factory, clone }, block.number);
  if (!read.ok) return read;
  if (read.value === null) return fail('not-found', `${clone} serves no account on chain ${chainId}.`);
  const { account, current } = read.value;
  if (current === clone) return { ok: true, value: read.value };
  return BigInt(current) === 0n
    ? refused(`${clone} was retired, and ${account} has no other contract: make one first.`)
    : refused(`${clone} was retired: ${account} is served by ${current} now. Grant to that one.`);
};

const askedOf = async (
  { batching, contracts }: Granting,
  { chainId, token: address, amountUnits }: GrantRequest,
  { clone, block }: { readonly clone: CloneReading; readonly block: Block },
): Promise<Result<AskedGrant>> => {
  const [decimals, symbol] = await Promise.all([
    readDecimals(batching, [address], block.number),
    readSymbol(batching, address, block.number),
  ]);
  if (!decimals.ok) return decimals;
  if (!symbol.ok) return symbol;
  const [count = null] = decimals.value;
  if (count === null) return fail('not-found', `There is no token at ${address} on chain ${chainId}.`);
  return ok({
    ...{ chainId, manager: contracts.manager, enforcers: contracts.enforcers },
    ...{ account: clone.account, clone: clone.current, amountUnits, nowSeconds: block.timeSeconds },
    token: { address, symbol: symbol.value, decimals: count },
  });
};

type Judged = { readonly verdict: GrantVerdict; readonly found: DelegationFound | null };

/** By its words first; what passes is tried on the chain. */
const judged = async (
  { batching, contracts: place }: Granting,
  {
    delegation,
    request,
    asked,
  }: { readonly delegation: SignedDelegation; readonly request: GrantRequest; readonly asked: AskedGrant },
  block: Block,
): Promise<Result<Judged>> => {
  const offered = { ...request.signedFor, delegation };
  const byWords = judgeGrant(offered, asked, null);
  if (byWords.kind === 'refused') return ok({ verdict: byWords, found: null });
  const { delegator, delegate } = delegation;
  const trial = {
    hash: delegationHash(delegation),
    delegator,
    delegate,
    token: request.token,
    context: request.context,
  };
  const tried = await tryDelegations(batching, { place, trials: [trial] }, block.number);
  if (!tried.ok) return tried;
  const [found = null] = tried.value;
  return ok({ verdict: judgeGrant(offered, asked, found?.standing ?? 'not-accepted'), found });
};

/**
 * Takes a delegation that its account has signed: asks the chain whether the contract that it names is there and current, judges every term,
 * tries it, and only then keeps it. What is refused is kept nowhere: a delegation to anybody is money for whoever reads it.
 */
export const grantDelegation = async (granting: Granting, request: GrantRequest): Promise<Outcome<Grant>> => {
  const head = await readHead(granting.batching);
  if (!head.ok) return head;
  const block = head.value;
  const clone = await cloneFor(granting, request, block);
  if (!clone.ok) return clone;
  const delegation = onlyOne(request.context);
  if (delegation === null)
    return refused('It is not exactly one delegation, with no link between the account and its contract.');
  const asked = await askedOf(granting, request, { clone: clone.value, block });
  if (!asked.ok) return asked;
  const outcome = await judged(granting, { delegation, request, asked: asked.value }, block);
  if (!outcome.ok) return outcome;
  const { verdict, found } = outcome.value;
  if (verdict.kind === 'refused') return { ok: false, error: refusal('delegation-refused', verdict.faults) };
  if (verdict.kind === 'more' && !request.moreIsMeant)
    return { ok: false, error: refusal('delegation-broader', verdict.faults) };
  const hash = delegationHash(delegation);
  const { chainId, context } = request;
  return granting.inDatabase<Grant>(async (sql) => {
    const accountId = await readCloneId(sql, { chainId, address: clone.value.current });
    if (accountId === null)
      return fail(
        'not-found',
        `${clone.value.current} is not yours, or has not been found on chain ${chainId} yet.`,
      );
    const fresh = await saveDelegation(sql, {
      ...{ accountId, hash, context, terms: verdict.terms, ...granting.by },
      ...{ symbol: asked.value.token.symbol || null, decimals: asked.value.token.decimals },
      ...{ delegator: clone.value.account, delegate: clone.value.current, manager: clone.value.manager },
      seen: {
        ...{ standing: 'good', leftUnits: found?.leftUnits ?? null },
        ...{ blockNumber: block.number, timeSeconds: block.timeSeconds },
      },
    });
    return ok({ hash, fresh });
  });
};
