import type { TransactionSql } from 'postgres';
import { type PageQuery, positionOf } from '../../../lib/api/fields.ts';
import { type PriceRow, priceRow } from '../../../lib/api/system.ts';

export type PricesQuery = PageQuery & {
  readonly asset: string;
  /** Absent = every source. */
  readonly source?: string | undefined;
};

/** Recorded prices of one asset, the latest first; one more than the page has. */
export const readPriceRows = async (
  sql: TransactionSql,
  query: PricesQuery,
): Promise<readonly PriceRow[]> => {
  const { asset, source, cursor, limit } = query;
  const place = positionOf(cursor);
  // Several sources may know a price of the same second: as many rows of it as the page before had are passed over.
  const passed = Number(place?.second ?? 0);
  const rows = await sql`
    select asset, source, time_seconds::float8 as "timeSeconds", trim_scale(price_usd_e18 / 1000000000000000000)::text as usd
    from price_points
    where asset = ${asset} ${source === undefined ? sql`` : sql`and source = ${source}`}
      ${place === null ? sql`` : sql`and time_seconds <= ${place.first}::bigint`}
    order by time_seconds desc, source offset ${passed} limit ${limit + 1}`;
  return rows.map((row) => priceRow.parse(row));
};
