import type { Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import type { Total } from '../../../lib/tally.ts';

const figures = z.object({
  migration: z.string().nullable(),
  // A newer bot may know more kinds.
  alerts: z.record(z.string(), z.number()),
  due: z.number(),
  leaseAgeSeconds: z.number().nullable(),
  liveOrders: z.record(z.string(), z.number()),
  fills: z.number(),
  pendingMessages: z.number(),
  chains: z.array(z.object({ chainId: z.number(), headBlock: z.string(), headAgeSeconds: z.number() })),
  totals: z.array(z.tuple([z.string(), z.string(), z.number()])),
  day: z.object({
    ...{ ticks: z.number(), failed: z.number(), missed: z.number() },
    ...{ milliseconds: z.number().nullable(), milliseconds95: z.number().nullable() },
  }),
});

/** How the system does, by the database: nothing of anybody's rows is in it. `totals` are name, label and value. */
export type SystemFigures = z.output<typeof figures>;

/** In one statement. @param intervalSeconds between two ticks, as they are meant to begin */
export const readFigures = async (
  sql: Sql | TransactionSql,
  intervalSeconds: number,
): Promise<SystemFigures> => {
  const [row] = await sql`select system_figures(${intervalSeconds}) as figures`;
  return figures.parse(row?.figures);
};

/** Upper bounds of a tick's seconds, as its histogram counts them. */
export const TICK_SECONDS = [0.25, 0.5, 1, 2.5, 5, 10, 30, 60] as const;

/** No tick works on after so long: its budget and the reserve of its leases are over. */
const KILLED_AFTER = '2 minutes';

/**
 * Adds what a tick came to, once it has ended, and what ticks came to that were killed or kept from counting; each is counted once.
 * @param more what the process itself has counted since the last time
 */
export const countTick = async (
  sql: TransactionSql,
  tickId: string,
  more: readonly Total[] = [],
): Promise<void> => {
  await sql`
    with over as (
      select id from ticks
      where counted_at is null and (id = ${tickId}::uuid or started_at < now() - ${KILLED_AFTER}::interval)
      -- No key changes: what a tick still writes that names its row doesn't wait for whoever counts it.
      order by started_at, id limit 1000 for no key update skip locked),
    tick as (
      update ticks t set counted_at = now() from over where t.id = over.id
      returning t.id, t.source, t.duration_ms / 1000.0 as seconds,
        case when t.finished_at is null then 'killed' else t.error end as error),
    counted as (
      select 'ticks' as name, source as label, count(*) as value from tick group by 2
      union all select 'tick_errors', error, count(*) from tick where error is not null group by 2
      union all select 'tick_seconds_sum', '', sum(seconds) from tick
      union all select 'tick_seconds_count', '', count(seconds) from tick
      union all select 'tick_seconds_bucket', bound::text, count(*) from tick, unnest(${[...TICK_SECONDS]}::float8[]) bound
        where seconds <= bound group by 2
      union all select 'decisions', coalesce(d.reason, d.kind), count(*) from decisions d join tick on tick.id = d.tick_id group by 2
      union all select 'orders', o.venue, count(*) from orders o join decisions d on d.id = o.decision_id
        join tick on tick.id = d.tick_id group by 2
      union all select * from unnest(${more.map(([name]) => name)}::text[], ${more.map(([, label]) => label)}::text[],
        ${more.map(([, , value]) => value)}::float8[])
    )
    insert into tick_totals as t (name, label, value) select name, label, value from counted where value is not null
    order by name, label
    on conflict (name, label) do update set value = t.value + excluded.value`;
};

/** Adds what a process of the web app has counted of its requests. */
export const addRequestTotals = async (sql: Sql, totals: readonly Total[]): Promise<void> => {
  await sql`select add_request_totals(${JSON.stringify(totals)}::text::json)`;
};
