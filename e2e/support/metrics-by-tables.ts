import type { Sql } from 'postgres';

/** By name with labels, as they are printed. */
export const metricsIn = (text: string): ReadonlyMap<string, number> => {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
};

/** What figures are by the tables that they are counted from, past everything that counts them. */
const FIGURES = `
  select 'balancer_ticks_total{source="' || source || '"}' as name, count(*)::float8 as value
    from ticks where counted_at is not null group by source
  union all select 'balancer_tick_seconds_count', count(duration_ms) from ticks where counted_at is not null
  union all select 'balancer_tick_errors_total{code="' || coalesce(error, 'killed') || '"}', count(*) from ticks
    where counted_at is not null and (error is not null or finished_at is null) group by coalesce(error, 'killed')
  union all select 'balancer_decisions_total{reason="' || coalesce(reason, kind) || '"}', count(*)
    from decisions group by coalesce(reason, kind)
  union all select 'balancer_orders_total{venue="' || venue || '"}', count(*) from orders group by venue
  union all select 'balancer_fills', count(*) from fills
  union all select 'balancer_live_orders{status="' || status || '"}', count(*) from orders
    where status in ('signed', 'open', 'partially-filled', 'unfillable') group by status
  union all select 'balancer_chain_head_block{chain="' || chain_id || '"}', max(block_number) from cursors group by chain_id
  order by 1`;

/** Where metrics differ from the tables, and how many figures were compared. */
export const metricsApart = async (
  metrics: ReadonlyMap<string, number>,
  admin: Sql,
): Promise<{ readonly apart: readonly string[]; readonly compared: number }> => {
  const rows = await admin.unsafe<{ name: string; value: number }[]>(FIGURES);
  const wrong = rows.filter(({ name, value }) => metrics.get(name) !== value);
  return {
    apart: wrong.map(({ name, value }) => `${name} is ${metrics.get(name)}, not ${value}`),
    compared: rows.length,
  };
};
