import type { Sql, TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { decodeDecision, decodeSnapshot } from '../../lib/engine/codec.ts';
import { type Placed, placedOf } from '../../lib/ledger/action.ts';
import type {
  FillRecord,
  FleetRecord,
  HaltRecord,
  LookRecord,
  PortfolioRecord,
} from '../../lib/ledger/fleet-record.ts';
import { policySchema } from '../../lib/policy/policy.ts';
import type { Result } from '../../lib/result.ts';
import { asDatabaseResult } from './database-failure.ts';
import { placedColumns } from './orders.ts';

const uint = z.string().regex(/^\d+$/).transform(BigInt);
const address = z.string().transform((text) => text as Address);
const hex = z.string().transform((text) => text as Hex);
const seconds = z.coerce.number().transform(Math.floor);

const heartbeatRow = z
  .object({
    now_seconds: seconds,
    started: seconds.nullable(),
    finished: seconds.nullable(),
    checked: z.number().nullable(),
    failed: z.number().nullable(),
  })
  .transform(
    (row): Heartbeat => ({
      readAtSeconds: row.now_seconds,
      lastTick:
        row.started === null
          ? null
          : {
              startedAtSeconds: row.started,
              finishedAtSeconds: row.finished,
              checked: row.checked,
              failed: row.failed,
            },
    }),
  );

const haltRow = z
  .object({
    since: seconds,
    by: z.string(),
    orders: z.number(),
    unpriced: z.number(),
    revoking: z.number(),
    value_usd_e18: uint,
    until_seconds: seconds.nullable(),
  })
  .transform(
    (row): HaltRecord => ({
      sinceSeconds: row.since,
      by: row.by,
      orders: row.orders,
      unpriced: row.unpriced,
      revoking: row.revoking,
      valueUsdE18: row.value_usd_e18,
      untilSeconds: row.until_seconds,
    }),
  );

const countRow = z.object({ count: z.number() });

const portfolioRow = z.object({
  id: z.string(),
  chain_id: z.coerce.number(),
  address,
  name: z.string(),
  simulated: z.boolean(),
  paused: z.boolean(),
  quarantine_reason: z.string().nullable(),
  fill_count: z.number(),
  snapshot: z.unknown(),
  decision: z.unknown(),
  policy: z.unknown(),
  looked_at: seconds.nullable(),
});

const fillRow = z
  .object({
    portfolio_id: z.string(),
    tx_hash: hex,
    log_index: z.number(),
    sell_token: address,
    buy_token: address,
    sell_units: uint,
    buy_units: uint,
    taker: address,
    block_number: uint,
    block_time_seconds: seconds,
  })
  .transform((row): FillRecord & { readonly portfolioId: string } => ({
    portfolioId: row.portfolio_id,
    txHash: row.tx_hash,
    logIndex: row.log_index,
    sellToken: row.sell_token,
    buyToken: row.buy_token,
    sellUnits: row.sell_units,
    buyUnits: row.buy_units,
    taker: row.taker,
    blockNumber: row.block_number,
    blockTimeSeconds: row.block_time_seconds,
  }));

/** A look that an older engine wrote and this one can't read is no look: the next tick writes a new one. */
function lookOf(row: z.output<typeof portfolioRow>): LookRecord | null {
  if (row.looked_at === null) return null;
  const snapshot = decodeSnapshot(row.snapshot);
  const decision = decodeDecision(row.decision);
  const policy = policySchema.safeParse(row.policy);
  if (!snapshot.ok || !decision.ok || !policy.success) return null;
  return {
    snapshot: snapshot.value,
    decision: decision.value,
    policy: policy.data,
    lookedAtSeconds: row.looked_at,
  };
}

// numeric and bigint columns are read as text: a double can't hold them.
const readHeartbeatRow = (sql: Sql) => sql`
  select extract(epoch from now())::float8 as now_seconds,
    extract(epoch from t.started_at)::float8 as started, extract(epoch from t.finished_at)::float8 as finished,
    t.checked, t.failed
  from (select) as one
  left join lateral (select * from ticks where not dry_run order by started_at desc limit 1) t on true`;

const readHaltRows = (sql: Sql) => sql`
  select extract(epoch from s.updated_at)::float8 as since, s.updated_by as by, f.orders, f.unpriced, f.revoking,
    f.value_usd_e18::text, f.until_seconds
  from settings s cross join lateral fillable_in_all() f
  where s.key = 'halted' and trading_is_halted()`;

const readCount = (sql: Sql) => sql`select count(*)::int as count from portfolios where archived_at is null`;

type Wanted = { readonly limit: number } | { readonly id: string };

const readPortfolioRows = (sql: Sql | TransactionSql, wanted: Wanted) => sql`
  select p.id::text, a.chain_id::text, a.address, p.name, p.simulated, a.paused,
    case when p.quarantined_at is null then null else coalesce(p.quarantine_reason, 'unknown') end as quarantine_reason,
    (select count(*)::int from fills f where f.portfolio_id = p.id) as fill_count,
    s.snapshot, d.decision, v.policy, extract(epoch from d.created_at)::float8 as looked_at
  from portfolios p
  join accounts a on a.id = p.account_id
  left join lateral (
    select d.* from decisions d join ticks t on t.id = d.tick_id
    where d.portfolio_id = p.id and not t.dry_run order by d.id desc limit 1
  ) d on true
  left join snapshots s on s.id = d.snapshot_id
  left join policies v on v.portfolio_id = p.id and v.version = d.policy_version
  where ${'id' in wanted ? sql`p.id = ${wanted.id}::bigint` : sql`p.archived_at is null`}
  order by p.id
  limit ${'id' in wanted ? 1 : wanted.limit}`;

const readOrderRows = (sql: Sql | TransactionSql, ids: readonly string[]) => sql`
  select ${placedColumns(sql)} from orders o
  where o.portfolio_id = any(${ids}::bigint[]) and o.status in ('signed', 'open', 'partially-filled', 'unfillable')
  order by o.signed_at desc, o.order_hash`;

const readFillRows = (sql: Sql | TransactionSql, ids: readonly string[], fillsEach: number) => sql`
  select f.portfolio_id::text, f.tx_hash, f.log_index, f.sell_token, f.buy_token, f.sell_units::text, f.buy_units::text,
    f.taker, f.block_number::text, f.block_time_seconds::text
  from unnest(${ids}::bigint[]) as wanted(id)
  cross join lateral (
    select * from fills where portfolio_id = wanted.id order by block_number desc, log_index desc limit ${fillsEach}
  ) f
  order by f.block_number desc, f.log_index desc`;

function groupByPortfolio<T extends { readonly portfolioId: string }>(
  rows: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.portfolioId);
    if (group === undefined) groups.set(row.portfolioId, [row]);
    else group.push(row);
  }
  return groups;
}

/** The database's clock and the last real tick. */
export type Heartbeat = Pick<FleetRecord, 'readAtSeconds' | 'lastTick'>;

/** Whether anything runs; cheap enough to be asked every few seconds. */
export const readHeartbeat = (sql: Sql): Promise<Result<Heartbeat>> =>
  asDatabaseResult(async () => heartbeatRow.parse((await readHeartbeatRow(sql))[0]));

export type FleetReadOptions = { readonly portfoliosMax: number; readonly fillsEach: number };

type Kept = {
  readonly orders: ReadonlyMap<string, readonly Placed[]>;
  readonly fills: ReadonlyMap<string, readonly FillRecord[]>;
};

const readKept = async (
  sql: Sql | TransactionSql,
  ids: readonly string[],
  fillsEach: number,
): Promise<Kept> => {
  const [orderRows, fillRows] = await Promise.all([
    readOrderRows(sql, ids),
    readFillRows(sql, ids, fillsEach),
  ]);
  return {
    orders: groupByPortfolio(orderRows.map(placedOf)),
    fills: groupByPortfolio(fillRows.map((row) => fillRow.parse(row))),
  };
};

const recordOf = (row: z.output<typeof portfolioRow>, { orders, fills }: Kept): PortfolioRecord => ({
  id: row.id,
  chainId: row.chain_id,
  address: row.address,
  name: row.name,
  simulated: row.simulated,
  paused: row.paused,
  quarantineReason: row.quarantine_reason,
  look: lookOf(row),
  liveOrders: orders.get(row.id) ?? [],
  lastFills: fills.get(row.id) ?? [],
  fillCount: row.fill_count,
});

const FILLS_OF_ONE = 20;

/** One portfolio that the viewer may see, archived or not; null when there is none of this id. */
export const readPortfolioRecord = async (
  sql: TransactionSql,
  id: string,
): Promise<PortfolioRecord | null> => {
  const [row] = await readPortfolioRows(sql, { id });
  if (row === undefined) return null;
  return recordOf(portfolioRow.parse(row), await readKept(sql, [id], FILLS_OF_ONE));
};

async function readParts(sql: Sql, { portfoliosMax, fillsEach }: FleetReadOptions) {
  const [heartbeatRows, haltRows, countRows, rows] = await Promise.all([
    readHeartbeatRow(sql),
    readHaltRows(sql),
    readCount(sql),
    readPortfolioRows(sql, { limit: portfoliosMax }),
  ]);
  const portfolios = rows.map((row) => portfolioRow.parse(row));
  const ids = portfolios.map(({ id }) => id);
  return {
    heartbeat: heartbeatRow.parse(heartbeatRows[0]),
    halt: haltRows[0] === undefined ? null : haltRow.parse(haltRows[0]),
    portfolioCount: countRow.parse(countRows[0]).count,
    portfolios,
    kept: await readKept(sql, ids, fillsEach),
  };
}

/** All a page of portfolios shows, in six statements whatever their number; read only. Row level security decides what is seen. */
export const readFleet = (sql: Sql, options: FleetReadOptions): Promise<Result<FleetRecord>> =>
  asDatabaseResult(async () => {
    const { heartbeat, halt, portfolioCount, portfolios, kept } = await readParts(sql, options);
    return { ...heartbeat, halt, portfolioCount, portfolios: portfolios.map((row) => recordOf(row, kept)) };
  });
