import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { PriceSeries } from '../../../lib/prices/price-points.ts';
import type { UnixSeconds } from '../../../lib/result.ts';

export type VolatilityQuery = {
  readonly series: readonly PriceSeries[];
  readonly nowSeconds: UnixSeconds;
};

/** How far back prices say something of the days that come. */
const LOOKBACK_SECONDS = 7 * 86_400;
const YEAR_SECONDS = 31_557_600;
/** Fewer prices, or closer ones, say too little. */
const MOVES_MIN = 12;
const SPAN_SECONDS_MIN = 3_600;
/** No volatility that is told is larger: beyond it every walk is as fast. */
const VOLATILITY_BPS_MAX = 1_000_000;

const row = z.object({
  asset: z.string(),
  source: z.string(),
  moves: z.coerce.number(),
  seconds: z.coerce.number().nullable(),
  squares: z.coerce.number().nullable(),
});

/**
 * Annualised volatility of each series in basis points, rounded up: the root of the squared moves of its prices of a week, by the time
 * that they took. It needs no even spacing, and feeds that answer only to a move have none. Who has too few is left out.
 */
export const readVolatilities = async (
  sql: TransactionSql,
  { series, nowSeconds }: VolatilityQuery,
): Promise<readonly (PriceSeries & { readonly annualBps: number })[]> => {
  const rows = await sql`
    select w.asset, w.source, v.moves::text, v.seconds::text, v.squares
    from unnest(${series.map(({ asset }) => asset)}::text[], ${series.map(({ source }) => source)}::text[]) as w(asset, source)
    cross join lateral (
      select count(*) as moves, sum(seconds) as seconds, sum(ln(price / before) ^ 2) as squares
      from (
        select price_usd_e18::float8 as price, lag(price_usd_e18::float8) over (order by time_seconds) as before,
          time_seconds - lag(time_seconds) over (order by time_seconds) as seconds
        from price_points p
        where p.asset = w.asset and p.source = w.source and p.time_seconds between ${nowSeconds - LOOKBACK_SECONDS} and ${nowSeconds}
      ) moved where before is not null
    ) v
    order by w.asset, w.source`;
  return rows.flatMap((found) => {
    const { asset, source, moves, seconds, squares } = row.parse(found);
    if (seconds === null || squares === null || moves < MOVES_MIN || seconds < SPAN_SECONDS_MIN) return [];
    const annual = Math.ceil(Math.sqrt((squares / seconds) * YEAR_SECONDS) * 10_000);
    return [{ asset, source, annualBps: Math.min(annual, VOLATILITY_BPS_MAX) }];
  });
};
