import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { RatePoint } from '../../../lib/cash/rate-history.ts';

const DAY_SECONDS = 86_400;

const textOf = (value: bigint | null): string | null => (value === null ? null : `${value}`);

/** Stores what is said of a pool: of a day the last, whenever it comes. Answers how many days are new or later than they were. */
export const savePoolRates = async (
  sql: TransactionSql,
  pool: string,
  points: readonly RatePoint[],
): Promise<number> => {
  if (points.length === 0) return 0;
  const input = points.map(({ atSeconds, paidE18, promisedE18, tvlUnits }) => ({
    ...{ at: atSeconds, paid: textOf(paidE18), promised: textOf(promisedE18), tvl: textOf(tvlUnits) },
  }));
  const saved = await sql`
    insert into pool_rates as r (pool, day_seconds, time_seconds, paid_e18, promised_e18, tvl_units)
    select distinct on (i.day) ${pool}::uuid, i.day, i.at, i.paid, i.promised, i.tvl
    from (
      select *, at / ${DAY_SECONDS}::bigint * ${DAY_SECONDS}::bigint as day
      from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as told(at bigint, paid numeric, promised numeric, tvl numeric)
    ) i
    order by i.day, i.at desc
    on conflict (pool, day_seconds) do update
      set time_seconds = excluded.time_seconds, paid_e18 = excluded.paid_e18, promised_e18 = excluded.promised_e18,
        tvl_units = excluded.tvl_units
      where r.time_seconds < excluded.time_seconds`;
  return saved.count;
};

const whole = z
  .string()
  .nullable()
  .transform((text) => (text === null ? null : BigInt(text)));
const pointRow = z
  .object({ pool: z.string(), at: z.number(), paid: whole, promised: whole, tvl: whole })
  .transform(({ pool, at, paid, promised, tvl }) => ({
    pool,
    point: {
      ...{ atSeconds: at, paidE18: paid, promisedE18: promised, tvlUnits: tvl },
      ...{ sharePriceE18: null, utilisationE18: null },
    } satisfies RatePoint,
  }));

/** The last days of each of these pools, counted from the newest that is known of it, the oldest first. */
export const readPoolPoints = async (
  sql: TransactionSql,
  pools: readonly string[],
  days: number,
): Promise<ReadonlyMap<string, readonly RatePoint[]>> => {
  const rows = await sql`
    select r.pool::text as pool, r.time_seconds::float8 as at, r.paid_e18::text as paid, r.promised_e18::text as promised,
      r.tvl_units::text as tvl
    from unnest(${[...pools]}::uuid[]) i(pool)
    cross join lateral (
      select time_seconds as at from pool_rates where pool = i.pool order by day_seconds desc limit 1
    ) newest
    join pool_rates r on r.pool = i.pool and r.day_seconds >= newest.at - ${days * DAY_SECONDS}::bigint
    order by i.pool, r.day_seconds`;
  const points = new Map<string, RatePoint[]>();
  for (const row of rows) {
    const { pool, point } = pointRow.parse(row);
    points.set(pool, [...(points.get(pool) ?? []), point]);
  }
  return points;
};
