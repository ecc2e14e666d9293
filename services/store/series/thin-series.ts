import type { TransactionSql } from 'postgres';
import { z } from 'zod';

const DAY_SECONDS = 86_400;

/** From which age on one point is kept for how long a time, and how much of it is thinned out at once. */
const STEPS = [
  {
    cursor: 'hourly_to_seconds',
    stepSeconds: 3_600,
    afterSeconds: 7 * DAY_SECONDS,
    spanSeconds: DAY_SECONDS,
  },
  {
    cursor: 'daily_to_seconds',
    stepSeconds: DAY_SECONDS,
    afterSeconds: 90 * DAY_SECONDS,
    spanSeconds: 30 * DAY_SECONDS,
  },
] as const;
type Step = (typeof STEPS)[number];

const PORTFOLIOS_MAX = 50;
const movedRow = z.object({ moved: z.number() });

// Ages are counted from the portfolio's newest point, in whole days, so that each day is thinned out once.
const thinStep = (
  sql: TransactionSql,
  chainId: number,
  { cursor, stepSeconds, afterSeconds, spanSeconds }: Step,
) => sql`
  with due as (
    select c.portfolio_id, start.at as from_seconds, least(until.at, start.at + ${spanSeconds}::bigint) as to_seconds
    from series_cursors c
    join portfolios p on p.id = c.portfolio_id
    join accounts a on a.id = p.account_id and a.chain_id = ${chainId}
    cross join lateral (
      select (s.time_seconds - ${afterSeconds}::bigint) / ${DAY_SECONDS}::bigint * ${DAY_SECONDS}::bigint as at
      from series_points s where s.portfolio_id = c.portfolio_id order by s.time_seconds desc limit 1
    ) until
    cross join lateral (
      select s.time_seconds / ${DAY_SECONDS}::bigint * ${DAY_SECONDS}::bigint as at
      from series_points s where s.portfolio_id = c.portfolio_id and s.time_seconds >= c.${sql(cursor)}
      order by s.time_seconds limit 1
    ) start
    where start.at < until.at
    order by c.${sql(cursor)}, c.portfolio_id limit ${PORTFOLIOS_MAX}
    for update of c skip locked
  ), ranked as (
    select s.portfolio_id, s.time_seconds,
      row_number() over (partition by s.portfolio_id, s.time_seconds / ${stepSeconds}::bigint order by s.time_seconds desc) as place,
      max(s.worst_tracking_error_bps::integer) over (partition by s.portfolio_id, s.time_seconds / ${stepSeconds}::bigint) as worst
    from due d
    join series_points s on s.portfolio_id = d.portfolio_id and s.time_seconds >= d.from_seconds and s.time_seconds < d.to_seconds
  ), gone as (
    delete from series_points s using ranked r
    where r.place > 1 and s.portfolio_id = r.portfolio_id and s.time_seconds = r.time_seconds
  ), kept as (
    update series_points s set worst_tracking_error_bps = r.worst from ranked r
    where r.place = 1 and s.portfolio_id = r.portfolio_id and s.time_seconds = r.time_seconds
      and s.worst_tracking_error_bps is distinct from r.worst
  ), moved as (
    update series_cursors c set ${sql(cursor)} = d.to_seconds from due d where c.portfolio_id = d.portfolio_id returning 1
  )
  select count(*)::int as moved from moved`;

/**
 * Keeps every point of a portfolio's last seven days, the last one of each hour up to 90 days back, and the last one of each day before.
 * Points carry running totals, so nothing that is worked out over a kept span changes. A bounded piece at a time; answers how many
 * portfolios it has moved on, 0 when everything is as thin as it should be.
 */
export const thinSeries = async (sql: TransactionSql, chainId: number): Promise<number> => {
  let moved = 0;
  for (const step of STEPS) {
    const [row] = await thinStep(sql, chainId, step);
    moved += movedRow.parse(row).moved;
  }
  return moved;
};
