import type { PricePoint } from '../ledger/price-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { PriceFile, PriceGap, PriceRow } from './price-file.ts';

/** The prices of a file as points: each close at the instant it was known. */
export const pricePointsOf = ({ columns, rows }: PriceFile, source: string): readonly PricePoint[] =>
  rows.flatMap(({ knownAtSeconds, prices }) =>
    columns.flatMap((asset, index) => {
      const priceUsdE18 = prices[index];
      return priceUsdE18 === undefined || priceUsdE18 === null
        ? []
        : [{ asset, source, knownAtSeconds, priceUsdE18 }];
    }),
  );

/**
 * Points of any times as rows of a fixed step: a row holds each asset's last price that was known by its end, and within its step; older
 * ones are not carried on. Points must be sorted by time. Null when there are none.
 */
export const priceFileOf = (points: readonly PricePoint[], stepSeconds: number): PriceFile | null => {
  const columns = [...new Set(points.map(({ asset }) => asset))].sort();
  const byEnd = new Map<UnixSeconds, (bigint | null)[]>();
  for (const { asset, knownAtSeconds, priceUsdE18 } of points) {
    const end = Math.ceil(knownAtSeconds / stepSeconds) * stepSeconds;
    const prices = byEnd.get(end) ?? columns.map(() => null);
    prices[columns.indexOf(asset)] = priceUsdE18;
    byEnd.set(end, prices);
  }
  const rows: PriceRow[] = [...byEnd]
    .sort(([a], [b]) => a - b)
    .map(([end, prices]) => ({ labelSeconds: end - stepSeconds, knownAtSeconds: end, prices }));
  return rows.length === 0 ? null : { stepSeconds, columns, rows, gaps: gapsOf(rows, stepSeconds) };
};

const gapsOf = (rows: readonly PriceRow[], stepSeconds: number): readonly PriceGap[] => {
  const gaps: PriceGap[] = [];
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    const missingRows = before === undefined ? 0 : (row.labelSeconds - before.labelSeconds) / stepSeconds - 1;
    if (before !== undefined && missingRows > 0)
      gaps.push({ afterLabelSeconds: before.labelSeconds, missingRows });
  }
  return gaps;
};
