import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { encodeDecision, encodeSnapshot } from '../../../lib/engine/codec.ts';
import type { Decision } from '../../../lib/engine/decision.ts';
import type { Snapshot } from '../../../lib/engine/snapshot.ts';
import type { DueIndex } from '../../../lib/index-portfolio/due-index.ts';
import { type Index, policyJsonOf, readIndex } from '../../../lib/index-portfolio/index-policy.ts';
import { lastPricesOf, lastTokensOf } from '../../../lib/index-portfolio/listed-price.ts';
import type { IndexAccount } from '../../../lib/intents/index-account.ts';
import type { PlannedSwap } from '../../../lib/intents/planned-swap.ts';
import type { Failure } from '../../../lib/result.ts';
import { hasNothingUnderWay, insertIndexLegs, isFree } from './index-legs.ts';

const dueRow = z
  .object({
    ...{ account_id: z.string(), account: z.string(), name: z.string(), version: z.number() },
    ...{ allocations: z.unknown(), policy: z.unknown(), token: z.string().transform(BigInt) },
    ...{ rebalanced_at: z.string().nullable(), traded: z.string().transform(BigInt) },
    ...{ last_snapshot: z.unknown(), last_tokens: z.unknown() },
  })
  .transform(
    (row): DueIndex => ({
      ...{ accountId: row.account_id, account: row.account as IndexAccount, version: row.version },
      index: readIndex({ name: row.name, allocations: row.allocations, policy: row.policy }),
      ...{ token: row.token, tradedTodayUsdE18: row.traded },
      lastRebalanceAtSeconds: row.rebalanced_at === null ? null : Number(row.rebalanced_at),
      lastTokens: lastTokensOf(row.last_tokens),
      lastPrices: lastPricesOf(row.last_snapshot, row.last_tokens),
    }),
  );

/** What a look has to know of the past: legs whose money didn't move are no trades. */
const dueColumns = (sql: TransactionSql) => sql`
  p.account_id::text, i.account, p.name, p.version, p.allocations, p.policy, p.lease_token::text as token,
  p.rebalanced_at_seconds::text as rebalanced_at, d.snapshot as last_snapshot, d.tokens as last_tokens,
  (select coalesce(sum(l.value_usd_e18), 0)::text from index_legs l where l.account_id = p.account_id
    and l.planned_at_seconds >= floor(extract(epoch from date_trunc('day', now() at time zone 'utc') at time zone 'utc'))
    and (l.leg_end is null or l.leg_end in ('swapped', 'swapped-with-refund', 'swapped-short', 'failed'))) as traded`;

/** An account that is open, and with nothing under way: its balances are all it has. */
const isPlannable = (sql: TransactionSql) => sql`
  i.state = 'open' and ${hasNothingUnderWay(sql)}`;

export type IndexClaim = {
  readonly holder: string;
  readonly limit: number;
  readonly leaseSeconds: number;
  /** Database time as text: what comes due later waits for the next tick. */
  readonly dueBefore: string;
};

/** Claims indexes that are due for a look, oldest first, in one statement; claimants that overlap get different ones. */
export const claimIndexes = async (
  sql: TransactionSql,
  { holder, limit, leaseSeconds, dueBefore }: IndexClaim,
): Promise<readonly DueIndex[]> => {
  const rows = await sql`
    with due as (
      select p.account_id from index_policies p join index_accounts i on i.id = p.account_id
      where p.visible_at <= least(now(), ${dueBefore}::text::timestamptz) and ${isPlannable(sql)}
      order by p.visible_at, p.account_id limit ${limit} for update of p skip locked
    ), claimed as (
      update index_policies p
      set visible_at = now() + make_interval(secs => ${leaseSeconds}), lease_owner = ${holder}, lease_token = p.lease_token + 1
      from due where p.account_id = due.account_id returning p.*
    )
    select ${dueColumns(sql)} from claimed p join index_accounts i on i.id = p.account_id
    left join lateral (select snapshot, tokens from index_decisions d where d.account_id = p.account_id order by d.id desc limit 1) d on true
    order by p.account_id`;
  return rows.map((row) => dueRow.parse(row));
};

/** A look at an index, what was decided by it, and the swaps that are to be made for it. */
export type IndexEntry = {
  readonly due: Pick<DueIndex, 'accountId' | 'token' | 'version'>;
  readonly index: Index;
  readonly snapshot: Snapshot;
  readonly decision: Decision;
  readonly tokens: readonly string[];
  readonly swaps: readonly PlannedSwap[];
  readonly dueInSeconds: number;
};

/**
 * Ends a look: writes snapshot, decision and legs, all or nothing, before anybody asks a quote for one of them. Answers the decision's id; null
 * = somebody else holds the index by now, it was changed meanwhile, or money of its account is under way: then nothing is written.
 */
export const journalIndexLook = async (sql: TransactionSql, entry: IndexEntry): Promise<string | null> => {
  const { due, index, snapshot, decision, tokens, swaps, dueInSeconds } = entry;
  const isAct = decision.plan.kind === 'act';
  if (!(await isFree(sql, due.accountId))) return null;
  const held = await sql`
    update index_policies set lease_owner = null, looked_at = now(), failure_code = null, failures = 0,
      visible_at = now() + make_interval(secs => ${dueInSeconds}),
      rebalanced_at_seconds = case when ${isAct} then ${snapshot.nowSeconds}::bigint else rebalanced_at_seconds end
    where account_id = ${due.accountId}::uuid and lease_token = ${`${due.token}`}::bigint returning account_id`;
  if (held.length === 0) return null;
  const reason = decision.plan.kind === 'hold' ? decision.plan.hold.reason : null;
  const value = decision.navUsdE18 === null ? null : `${decision.navUsdE18}`;
  const [row] = await sql<{ id: string }[]>`
    insert into index_decisions (account_id, policy_version, snapshot, decision, policy, tokens, engine_version, kind, reason,
      value_usd_e18, decided_at_seconds)
    values (${due.accountId}::uuid, ${due.version}, ${JSON.stringify(encodeSnapshot(snapshot))}::text::jsonb,
      ${JSON.stringify(encodeDecision(decision))}::text::jsonb, ${JSON.stringify(policyJsonOf(index))}::text::jsonb,
      ${JSON.stringify(tokens)}::text::jsonb, ${decision.engineVersion}, ${decision.plan.kind}, ${reason}, ${value}::numeric,
      ${decision.decidedAt})
    returning id::text`;
  if (row === undefined) return null;
  await insertIndexLegs(sql, {
    ...{ accountId: due.accountId, decisionId: row.id, legs: swaps, plannedAtSeconds: snapshot.nowSeconds },
  });
  return row.id;
};

const AGAIN_SECONDS = 60;
const AGAIN_SECONDS_MAX = 3_600;

/** Ends a look that failed: it is tried again, later each time where it is by the index's own fault. */
export const failIndexLook = async (
  sql: TransactionSql,
  { due, failure }: { readonly due: Pick<DueIndex, 'accountId' | 'token'>; readonly failure: Failure },
): Promise<void> => {
  const isOwn = failure.whose === 'own';
  await sql`
    update index_policies set lease_owner = null, looked_at = now(), failure_code = ${failure.code},
      failures = case when ${isOwn} then failures + 1 else failures end,
      visible_at = now() + make_interval(secs => least(${AGAIN_SECONDS}::float8 * case when ${isOwn} then 2 ^ least(failures, 10) else 1 end,
        ${AGAIN_SECONDS_MAX}))
    where account_id = ${due.accountId}::uuid and lease_token = ${`${due.token}`}::bigint`;
};

/** Gives an index back unworked: due again at once. */
export const releaseIndex = async (
  sql: TransactionSql,
  { accountId, token }: Pick<DueIndex, 'accountId' | 'token'>,
): Promise<void> => {
  await sql`
    update index_policies set lease_owner = null, visible_at = now()
    where account_id = ${accountId}::uuid and lease_token = ${`${token}`}::bigint`;
};

/** One index as a look would take it, whether or not its time has come; claims nothing. Null = the account has none, or it isn't the viewer's. */
export const peekIndex = async (sql: TransactionSql, accountId: string): Promise<DueIndex | null> => {
  const [row] = await sql`
    select ${dueColumns(sql)} from index_policies p join index_accounts i on i.id = p.account_id
    left join lateral (select snapshot, tokens from index_decisions d where d.account_id = p.account_id order by d.id desc limit 1) d on true
    where p.account_id = ${accountId}::uuid`;
  return row === undefined ? null : dueRow.parse(row);
};
