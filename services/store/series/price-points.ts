import type { Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import type { PricePoint, PriceStock } from '../../../lib/prices/price-points.ts';
import type { UnixSeconds } from '../../../lib/result.ts';

const pointRow = z
  .object({
    asset: z.string(),
    source: z.string(),
    time: z.coerce.number(),
    usd: z.string().transform(BigInt),
  })
  .transform(({ time, usd, ...rest }): PricePoint => ({ ...rest, knownAtSeconds: time, priceUsdE18: usd }));

const stockRow = z
  .object({
    asset: z.string(),
    source: z.string(),
    first: z.coerce.number(),
    last: z.coerce.number(),
    count: z.coerce.number(),
  })
  .transform(
    ({ first, last, count, ...rest }): PriceStock => ({
      ...rest,
      fromSeconds: first,
      toSeconds: last,
      points: count,
    }),
  );

/**
 * Stores prices; one that is stored already (same asset, source and time) stays as it is, so storing twice is storing once.
 * Answers how many are new.
 */
export const savePricePoints = async (
  sql: TransactionSql,
  points: readonly PricePoint[],
): Promise<number> => {
  if (points.length === 0) return 0;
  const rows = points.map(({ asset, source, knownAtSeconds, priceUsdE18 }) => ({
    asset,
    source,
    time_seconds: knownAtSeconds,
    price_usd_e18: priceUsdE18.toString(),
  }));
  const saved = await sql`
    insert into price_points (asset, source, time_seconds, price_usd_e18)
    select asset, source, time_seconds, price_usd_e18
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as i(
      asset text, source text, time_seconds bigint, price_usd_e18 numeric)
    on conflict do nothing`;
  return saved.count;
};

export type PriceSpan = {
  readonly source: string;
  /** Both included. */
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  readonly pointsMax: number;
};

/** The prices of one source, or of all whose name goes on after its first word, oldest first. */
export const readPricePoints = async (
  sql: Sql | TransactionSql,
  { source, fromSeconds, toSeconds, pointsMax }: PriceSpan,
): Promise<readonly PricePoint[]> => {
  const rows = await sql`
    select asset, source, time_seconds::text as time, price_usd_e18::text as usd from price_points
    where (source = ${source} or source like ${`${source} %`}) and time_seconds between ${fromSeconds} and ${toSeconds}
    order by time_seconds, asset limit ${pointsMax}`;
  return rows.map((one) => pointRow.parse(one));
};

/** Which assets have prices, from which source, over which time. */
export const readPriceStock = async (sql: Sql | TransactionSql): Promise<readonly PriceStock[]> => {
  const rows = await sql`
    select asset, source, min(time_seconds)::text as first, max(time_seconds)::text as last, count(*)::text as count
    from price_points group by asset, source order by source, asset`;
  return rows.map((one) => stockRow.parse(one));
};
