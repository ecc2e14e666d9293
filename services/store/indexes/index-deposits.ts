import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { DEPOSIT_ENDS, DEPOSIT_STATES, type DepositState } from '../../../lib/intents/deposit.ts';
import { REPORTED_STATUSES, type ReportedStatus, type SwapReport } from '../../../lib/intents/swap.ts';
import type { UnixSeconds } from '../../../lib/result.ts';

const whole = z.string().transform(BigInt);
const status = z.enum([...REPORTED_STATUSES, 'unknown']);

const depositRow = z
  .object({
    ...{ id: z.string(), account_id: z.string(), asset: z.string(), into_asset: z.string() },
    ...{ chain: z.string(), symbol: z.string(), decimals: z.number() },
    ...{ amount: whole, least: whole, cents: whole, refund_to: z.string() },
    ...{ deposit_address: z.string(), memo: z.string().nullable(), dead_at: z.number() },
    ...{ created_at: z.number(), looked_at: z.number().nullable(), state: z.enum(DEPOSIT_STATES) },
    ...{ status: status.nullable(), seen: whole.nullable(), back: whole.nullable(), out: whole.nullable() },
    arrivals: z.number(),
    came_late: z.boolean(),
  })
  .transform((row) => ({
    ...{ id: row.id, accountId: row.account_id, asset: row.asset, into: row.into_asset, chain: row.chain },
    ...{ symbol: row.symbol, decimals: row.decimals, amountUnits: row.amount, leastUnits: row.least },
    ...{ usdCents: row.cents, refundTo: row.refund_to, address: row.deposit_address, memo: row.memo },
    ...{ deadSeconds: row.dead_at, createdAtSeconds: row.created_at, lookedAtSeconds: row.looked_at },
    ...{ state: row.state, isLate: row.came_late },
    report: row.status === null ? null : reportOf({ ...row, status: row.status }),
  }));

const reportOf = (row: {
  readonly status: ReportedStatus;
  readonly seen: bigint | null;
  readonly back: bigint | null;
  readonly out: bigint | null;
  readonly arrivals: number;
}): SwapReport => ({
  ...{ status: row.status, amountInUnits: null, amountOutUnits: row.out, depositedUnits: row.seen },
  ...{ refundedUnits: row.back, refundReason: null, arrivals: row.arrivals },
});

/** A deposit with what the provider said of it last; times by the database's clock. */
export type IndexDepositRow = Readonly<z.output<typeof depositRow>>;

const columns = (sql: TransactionSql) => sql`
  d.id::text, d.account_id::text, d.asset, d.into_asset, d.chain, d.symbol, d.decimals::int as decimals, d.amount_units::text as amount,
  d.least_units::text as least, d.usd_cents::text as cents, d.refund_to, d.deposit_address, d.memo, d.dead_at_seconds::float8 as dead_at,
  floor(extract(epoch from d.created_at))::float8 as created_at, floor(extract(epoch from d.looked_at))::float8 as looked_at,
  d.state, d.status, d.seen_units::text as seen, d.back_units::text as back, d.out_units::text as out, d.arrivals, d.came_late`;

/** Those of an account, the latest first. */
export const readIndexDeposits = async (
  sql: TransactionSql,
  { accountId, limit }: { readonly accountId: string; readonly limit: number },
): Promise<readonly IndexDepositRow[]> => {
  const rows = await sql`
    select ${columns(sql)} from index_deposits d where d.account_id = ${accountId}::uuid order by d.created_at desc, d.id limit ${limit}`;
  return rows.map((row) => depositRow.parse(row));
};

/** Every address at which an account has ever awaited money: nothing is ever sent there on purpose. */
export const readDepositAddresses = async (
  sql: TransactionSql,
  accountId: string,
): Promise<readonly string[]> => {
  const rows = await sql<{ at: string }[]>`
    select deposit_address as at from index_deposits where account_id = ${accountId}::uuid order by deposit_address`;
  return rows.map(({ at }) => at);
};

export type AwaitedMoney = { readonly capCents: bigint; readonly cents: bigint; readonly open: number };

/**
 * What the viewer's account awaits, and its cap, while nobody else is given an address of it: deposits whose addresses may be alive or whose
 * money is on its way, and those that have arrived since its balances were looked at. Null = it isn't theirs, or closed.
 */
export const lockAwaited = async (
  sql: TransactionSql,
  { accountId, heldAtSeconds }: { readonly accountId: string; readonly heldAtSeconds: UnixSeconds },
): Promise<AwaitedMoney | null> => {
  const [account] = await sql<{ cap: string }[]>`
    select cap_cents::text as cap from index_accounts
    where id = ${accountId}::uuid and owner = viewer_address() and state <> 'closed' for no key update`;
  if (account === undefined) return null;
  const [row] = await sql<{ cents: string; open: number }[]>`
    select coalesce(sum(usd_cents), 0)::text as cents, count(*) filter (where ended_at is null)::int as open from index_deposits
    where account_id = ${accountId}::uuid and state <> 'address-dead'
      and (ended_at is null or (state = 'arrived' and ended_at >= to_timestamp(${heldAtSeconds}::float8) - interval '1 minute'))`;
  return { capCents: BigInt(account.cap), cents: BigInt(row?.cents ?? 0), open: row?.open ?? 0 };
};

export type NewIndexDeposit = Pick<
  IndexDepositRow,
  | (
      | 'accountId'
      | 'asset'
      | 'into'
      | 'chain'
      | 'symbol'
      | 'decimals'
      | 'amountUnits'
      | 'leastUnits'
      | 'usdCents'
    )
  | ('refundTo' | 'address' | 'memo' | 'deadSeconds')
>;

/** Writes a deposit down: its address is shown to nobody before. */
export const insertIndexDeposit = async (
  sql: TransactionSql,
  one: NewIndexDeposit,
): Promise<IndexDepositRow> => {
  const [row] = await sql`
    insert into index_deposits as d (account_id, asset, into_asset, chain, symbol, decimals, amount_units, least_units, usd_cents, refund_to,
      deposit_address, memo, dead_at_seconds)
    values (${one.accountId}::uuid, ${one.asset}, ${one.into}, ${one.chain}, ${one.symbol}, ${one.decimals}, ${`${one.amountUnits}`}::numeric,
      ${`${one.leastUnits}`}::numeric, ${`${one.usdCents}`}::bigint, ${one.refundTo}, ${one.address}, ${one.memo}, ${one.deadSeconds})
    returning ${columns(sql)}`;
  return depositRow.parse(row);
};

/** Claims deposits of which something may still come and whose turn it is, the longest unseen first; nobody else is given them meanwhile. */
export const claimIndexDeposits = async (
  sql: TransactionSql,
  { limit, leaseSeconds }: { readonly limit: number; readonly leaseSeconds: number },
): Promise<readonly IndexDepositRow[]> => {
  const rows = await sql`
    with due as (
      select id from index_deposits where ended_at is null and visible_at <= now() order by visible_at, id limit ${limit}
      for update skip locked
    )
    update index_deposits d set visible_at = now() + make_interval(secs => ${leaseSeconds}) from due where d.id = due.id
    returning ${columns(sql)}`;
  return rows.map((row) => depositRow.parse(row));
};

export type SeenDeposit = {
  readonly id: string;
  /** What the provider says now; null = it doesn't know the address, or doesn't answer: what it said before stays. */
  readonly report: SwapReport | null;
  readonly state: DepositState['state'];
  /** Once late it stays so. */
  readonly isLate: boolean;
  readonly lookAgainSeconds: number;
};

/** Nothing has been seen of these. */
const UNSEEN: readonly DepositState['state'][] = ['awaited', 'address-dead'];

const text = (units: bigint | null): string | null => (units === null ? null : `${units}`);

/** Notes what a look came to. An end stays one; whoever notes the same again changes nothing. */
export const noteIndexDeposit = async (
  sql: TransactionSql,
  { id, report, state, isLate, lookAgainSeconds }: SeenDeposit,
): Promise<void> => {
  await sql`
    update index_deposits set state = ${state}, looked_at = now(), visible_at = now() + make_interval(secs => ${lookAgainSeconds}),
      ended_at = case when ${DEPOSIT_ENDS.includes(state)} then now() end,
      status = coalesce(${report?.status ?? null}, status), seen_units = coalesce(${text(report?.depositedUnits ?? null)}::numeric, seen_units),
      back_units = coalesce(${text(report?.refundedUnits ?? null)}::numeric, back_units),
      out_units = coalesce(${text(report?.amountOutUnits ?? null)}::numeric, out_units),
      arrivals = greatest(arrivals, ${report?.arrivals ?? 0}), came_late = ${isLate},
      first_seen_at = case when ${UNSEEN.includes(state)} then first_seen_at else coalesce(first_seen_at, now()) end
    where id = ${id}::uuid and ended_at is null`;
};
