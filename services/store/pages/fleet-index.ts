import type { Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import { REASONS } from '../../../lib/engine/reasons.ts';
import type {
  FleetIndex,
  HaltRecord,
  Heartbeat,
  PortfolioIndexRow,
} from '../../../lib/ledger/fleet-record.ts';
import { address, seconds, uint } from './columns.ts';

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

/** The database's clock and the last real tick. @throws what the database says against it */
export const heartbeatOf = async (sql: Sql | TransactionSql): Promise<Heartbeat> => {
  const [row] = await sql`
    select extract(epoch from now())::float8 as now_seconds,
      extract(epoch from t.started_at)::float8 as started, extract(epoch from t.finished_at)::float8 as finished,
      t.checked, t.failed
    from (select) as one
    left join lateral (select * from ticks where not dry_run order by started_at desc limit 1) t on true`;
  return heartbeatRow.parse(row);
};

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

/** Null while trading is allowed. A value that can't be read stops as well, as it does for the bot. */
export const readHalt = async (sql: Sql | TransactionSql): Promise<HaltRecord | null> => {
  const [row] = await sql`
    select extract(epoch from s.updated_at)::float8 as since, s.updated_by as by, f.orders, f.unpriced, f.revoking,
      f.value_usd_e18::text, f.until_seconds
    from settings s cross join lateral fillable_in_all() f
    where s.key = 'halted' and trading_is_halted()`;
  return row === undefined ? null : haltRow.parse(row);
};

const indexRow = z
  .object({
    id: z.string(),
    chain_id: z.coerce.number(),
    address,
    name: z.string(),
    simulated: z.boolean(),
    paused: z.boolean(),
    quarantine_reason: z.string().nullable(),
    decision_id: z.string().nullable(),
    kind: z.enum(['act', 'hold']).nullable(),
    reason: z.enum(REASONS).nullable(),
    tracking_error_bps: z.number().nullable(),
    held_usd: z
      .string()
      .regex(/^-?\d+$/)
      .transform(BigInt)
      .nullable(),
    looked_at: seconds.nullable(),
    live_count: z.number(),
    filled_bps: z.number(),
    unfillable_reason: z.string().nullable(),
    fill_count: z.number(),
  })
  .transform(
    (row): PortfolioIndexRow => ({
      id: row.id,
      chainId: row.chain_id,
      address: row.address,
      name: row.name,
      simulated: row.simulated,
      paused: row.paused,
      quarantineReason: row.quarantine_reason,
      lastDecision:
        row.decision_id === null || row.kind === null
          ? null
          : {
              id: row.decision_id,
              kind: row.kind,
              reason: row.reason,
              trackingErrorBps: row.tracking_error_bps,
              heldUsdE18: row.held_usd,
              lookedAtSeconds: row.looked_at ?? 0,
            },
      liveOrders: {
        count: row.live_count,
        filledBps: row.filled_bps,
        unfillableReason: row.unfillable_reason,
      },
      fillCount: row.fill_count,
    }),
  );

// numeric and bigint columns are read as text: a double can't hold them.
const indexRows = (sql: Sql | TransactionSql, id: string | null) => sql`
  select p.id::text, a.chain_id::text, a.address, p.name, p.simulated, a.paused,
    case when p.quarantined_at is null then null else coalesce(p.quarantine_reason, 'unknown') end as quarantine_reason,
    d.id::text as decision_id, d.kind, d.reason, d.tracking_error_bps, extract(epoch from d.created_at)::float8 as looked_at,
    case when coalesce(d.decision ->> 'navUsdE18', (d.decision ->> 'values')::jsonb ->> 1) is null then null else (
      select sum(coalesce(v ->> 'valueUsdE18', v ->> 2)::numeric - coalesce(v ->> 'inFlightUsdE18', v ->> 3)::numeric)::text
      from jsonb_array_elements(coalesce(d.decision -> 'assets', (d.decision ->> 'values')::jsonb -> 0)) v
    ) end as held_usd,
    o.live_count, o.filled_bps, o.unfillable_reason,
    (select count(*)::int from fills f where f.portfolio_id = p.id) as fill_count
  from portfolios p
  join accounts a on a.id = p.account_id
  left join lateral (
    select d.* from decisions d join ticks t on t.id = d.tick_id
    where d.portfolio_id = p.id and not t.dry_run order by d.id desc limit 1
  ) d on true
  cross join lateral (
    select count(*)::int as live_count,
      coalesce(floor(avg(o.filled_sell_units::numeric * 10000 / o.sell_units::numeric))::int, 0) as filled_bps,
      min(coalesce(o.status_reason, 'order unfillable')) filter (where o.status = 'unfillable') as unfillable_reason
    from orders o
    where o.portfolio_id = p.id and o.status in ('signed', 'open', 'partially-filled', 'unfillable')
  ) o
  where a.kind in ('balancer', 'delegated') and p.archived_at is null and ${id === null ? sql`true` : sql`p.id = ${id}::bigint`}
  order by p.id`;

/** What the list of all needs, in three statements whatever their number. Row level security decides what is seen. */
export const readFleetIndex = async (sql: Sql | TransactionSql): Promise<FleetIndex> => {
  const [heartbeat, halted, rows] = await Promise.all([
    heartbeatOf(sql),
    readHalt(sql),
    indexRows(sql, null),
  ]);
  return { ...heartbeat, halted, rows: rows.map((row) => indexRow.parse(row)) };
};

/** One row of it; null when the viewer may not see it, or there is none. */
export const readIndexRow = async (
  sql: Sql | TransactionSql,
  id: string,
): Promise<PortfolioIndexRow | null> => {
  const [row] = await indexRows(sql, id);
  return row === undefined ? null : indexRow.parse(row);
};
