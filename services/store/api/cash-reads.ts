import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { decodeCashDecision, decodeCashPolicy, decodeCashSnapshot } from '../../../lib/cash/cash-codec.ts';
import { CASH_PROFILES } from '../../../lib/cash/cash-policy.ts';
import { transferColumns, transferOf, transferRow } from '../cash/transfer-rows.ts';

// Row level security shows an owner's own rows, and nobody else any.

const seconds = z.number().nullable();
const big = z.string().transform(BigInt);

const standingRow = z
  .object({
    ...{ id: z.string(), profile: z.enum(CASH_PROFILES), policy: z.unknown(), version: z.number() },
    ...{ lead: big, lookedAt: seconds, dueAt: z.number(), failure: z.string().nullable() },
    ...{ isUnderWay: z.boolean(), lookedSecondsAgo: seconds },
  })
  .transform(({ policy, ...row }) => ({ ...row, policy: decodeCashPolicy(policy) }));

/** By what and when an owner's cash is looked at. */
export type CashStanding = z.output<typeof standingRow>;

/** Null = no profile is chosen. `hold` keeps its claim away until the transaction ends. */
export const readCashStanding = async (
  sql: TransactionSql,
  owner: Address,
  hold = false,
): Promise<CashStanding | null> => {
  const [row] = await sql`
    select id::text, profile, policy, policy_version as version, lead_e18::text as lead, failure_code as failure,
      floor(extract(epoch from looked_at))::float8 as "lookedAt", ceil(extract(epoch from visible_at))::float8 as "dueAt",
      lease_owner is not null and visible_at > now() as "isUnderWay",
      extract(epoch from now() - looked_at)::float8 as "lookedSecondsAgo"
    from cash_owners where owner = ${owner} and archived_at is null ${hold ? sql`for update` : sql``}`;
  return row === undefined ? null : standingRow.parse(row);
};

/** Makes an owner's look due now; one that is under way goes on. */
export const makeCashDue = async (sql: TransactionSql, id: string): Promise<void> => {
  await sql`
    update cash_owners set visible_at = now()
    where id = ${id}::bigint and visible_at > now() and lease_owner is null and visible_at < 'infinity'`;
};

const heldShape = z.array(
  z.object({
    ...{ chainId: z.number(), vault: z.string(), units: big, lossUnits: big, mostUnits: big },
  }),
);
export type StoredHeld = z.output<typeof heldShape>[number];

const decisionRow = z
  .object({
    ...{ id: z.string(), snapshot: z.unknown(), decision: z.unknown(), decidedAt: z.number() },
    held: heldShape.nullable().transform((held) => held ?? []),
  })
  .transform(({ snapshot, decision, ...row }) => ({
    ...row,
    snapshot: decodeCashSnapshot(snapshot),
    decision: decodeCashDecision(decision),
  }));

/** The newest look at an owner's cash, and what came of it; null before the first. */
export const readLastCashDecision = async (sql: TransactionSql, ownerId: string) => {
  const [row] = await sql`
    select id::text, snapshot, decision, decided_at_seconds::float8 as "decidedAt", held from cash_decisions
    where owner_id = ${ownerId}::bigint order by id desc limit 1`;
  return row === undefined ? null : decisionRow.parse(row);
};

const accountRow = z.object({
  chainId: z.number(),
  address: z.string().transform((text) => text as Address),
  paused: z.boolean(),
  isOurs: z.boolean(),
});
export type CashAccountRow = z.output<typeof accountRow>;

/** The contracts of an owner's cash by their chains, the first that was found first; `isOurs`: they name a key of the bot's. */
export const readCashAccounts = async (
  sql: TransactionSql,
  owner: Address,
): Promise<readonly CashAccountRow[]> => {
  const rows = await sql`
    select a.chain_id::float8 as "chainId", a.address, a.paused, a.signer is not null and not a.refresh as "isOurs"
    from accounts a join portfolios p on p.account_id = a.id
    where a.kind = 'cash' and a.owner = ${owner} and p.archived_at is null order by a.chain_id, a.id`;
  return rows.map((row) => accountRow.parse(row));
};

const openRow = transferRow.extend({
  ...{ begun_at: z.number(), is_overdue: z.boolean(), why: z.string().nullable() },
});

/** Transfers of an owner's cash that have not come to their end, the oldest first. */
export const readOwnTransfers = async (sql: TransactionSql, owner: Address) => {
  const rows = await sql`
    select ${transferColumns(sql)}, floor(extract(epoch from t.wanted_at))::float8 as begun_at,
      t.overdue_at is not null as is_overdue, t.why
    from transfers t join portfolios p on p.id = t.portfolio_id join accounts a on a.id = p.account_id
    where t.closed_at is null and a.kind = 'cash' and a.owner = ${owner} order by t.wanted_at, t.id limit 50`;
  return rows.map((row) => {
    const open = openRow.parse(row);
    const { begun_at: begunAt, is_overdue: isOverdue, why } = open;
    return { transfer: transferOf(open), begunAt, isOverdue, why };
  });
};

const moveRow = z.object({
  ...{ id: z.string().transform((text) => text as Hex), kind: z.enum(['deposit', 'redeem', 'bridge']) },
  ...{ chainId: z.number(), vault: z.string().nullable(), toChainId: z.number().nullable(), units: big },
  why: z.string().nullable(),
  ...{ status: z.enum(['wanted', 'done', 'failed', 'abandoned']), wishedAt: z.number(), doneAt: seconds },
  ...{ arrivedAt: seconds, txHash: z.string().nullable(), costUnits: big.nullable() },
  ...{ scoreUnits: big.nullable(), judgedAt: seconds, micros: z.string() },
});
export type OwnMove = z.output<typeof moveRow>;

/** Where a page of moves goes on: microseconds, and the id among those of one. */
export type MovesBefore = { readonly micros: string; readonly id: string } | null;

/** An owner's moves, the newest first. */
export const readOwnMoves = async (
  sql: TransactionSql,
  ownerId: string,
  { before, limit }: { readonly before: MovesBefore; readonly limit: number },
): Promise<readonly OwnMove[]> => {
  const rows = await sql`
    select m.id, m.kind, m.chain_id::float8 as "chainId", m.vault, m.to_chain_id::float8 as "toChainId", m.units::text, m.status, m.why,
      floor(extract(epoch from m.created_at))::float8 as "wishedAt", m.done_at_seconds::float8 as "doneAt",
      m.arrived_at_seconds::float8 as "arrivedAt", m.tx_hash as "txHash", m.cost_units::text as "costUnits",
      m.score_units::text as "scoreUnits", floor(extract(epoch from m.judged_at))::float8 as "judgedAt",
      (extract(epoch from m.created_at) * 1000000)::bigint::text as micros
    from cash_moves m join cash_decisions d on d.id = m.decision_id
    where d.owner_id = ${ownerId}::bigint ${
      before === null
        ? sql``
        : sql`and ((extract(epoch from m.created_at) * 1000000)::bigint, m.id) < (${before.micros}::bigint, ${before.id})`
    }
    order by (extract(epoch from m.created_at) * 1000000)::bigint desc, m.id desc limit ${limit}`;
  return rows.map((row) => moveRow.parse(row));
};

const scoreRow = z.object({
  sum: big,
  judged: z.number(),
  good: z.number(),
  bad: z.number(),
  waiting: z.number(),
});

/** All judged moves of an owner together. */
export const readCashScore = async (sql: TransactionSql, ownerId: string) => {
  const [row] = await sql`
    select coalesce(sum(m.score_units), 0)::text as sum, (count(m.score_units))::int as judged,
      (count(*) filter (where m.score_units > 0))::int as good, (count(*) filter (where m.score_units < 0))::int as bad,
      (count(*) filter (where m.status = 'done' and m.score_units is null))::int as waiting
    from cash_moves m join cash_decisions d on d.id = m.decision_id where d.owner_id = ${ownerId}::bigint`;
  return scoreRow.parse(row);
};
