import type { Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import { ALERT_KINDS } from '../../lib/alerts/alert-kinds.ts';

const figures = z.object({
  migration: z.string().nullable(),
  alerts: z.partialRecord(z.enum(ALERT_KINDS), z.number()),
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

/** Adds what a tick came to, once it has ended, in one statement whatever it did. */
export const countTick = async (sql: TransactionSql, tickId: string): Promise<void> => {
  await sql`
    with tick as (select source, error, duration_ms / 1000.0 as seconds from ticks where id = ${tickId}::uuid),
    counted as (
      select 'ticks' as name, source as label, 1 as value from tick
      union all select 'tick_errors', error, 1 from tick where error is not null
      union all select 'tick_seconds_sum', '', seconds from tick
      union all select 'tick_seconds_bucket', bound::text, 1 from tick, unnest(${[...TICK_SECONDS]}::float8[]) bound where seconds <= bound
      union all select 'decisions', coalesce(reason, kind), count(*) from decisions where tick_id = ${tickId}::uuid group by 2
      union all select 'orders', o.venue, count(*) from orders o join decisions d on d.id = o.decision_id
        where d.tick_id = ${tickId}::uuid group by 2
    )
    insert into tick_totals as t (name, label, value) select name, label, value from counted where value is not null
    order by name, label
    on conflict (name, label) do update set value = t.value + excluded.value`;
};
