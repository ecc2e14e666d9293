import type { Price, Snapshot } from '../engine/snapshot.ts';
import type { UnixSeconds } from '../result.ts';
import type { PriceFile, PriceGap, PriceRow } from './price-file.ts';

/** A price that was known at an instant: a candle's close at its end, a feed's answer at its time. */
export type PricePoint = {
  readonly asset: string;
  readonly source: string;
  readonly knownAtSeconds: UnixSeconds;
  /** USD per whole token, 18 decimals, above zero. */
  readonly priceUsdE18: bigint;
};

/** Which prices are told of: of one asset, by one source. */
export type PriceSeries = Pick<PricePoint, 'asset' | 'source'>;

/** What there is of one asset from one source. */
export type PriceStock = {
  readonly asset: string;
  readonly source: string;
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  readonly points: number;
};

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

/** First word of the sources of prices that decisions were made on. */
export const RECORDED = 'recorded';

/** What a recorded price's source is called: anybody may call a token by any symbol, so chain and feed are named. */
export const recordedSource = (chainId: number, source: string): string => `${RECORDED} ${chainId} ${source}`;

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The prices that looks were made on, each at the time its feed gave it and once. The source names chain and feed, because anybody may
 * call a token by any symbol: prices of another's feed never mix with these. Sorted, so that two writers never wait for each other crosswise.
 */
export const recordedPoints = (snapshots: readonly Snapshot[]): readonly PricePoint[] => {
  const points = new Map<string, PricePoint>();
  /** Whose a price that many looks share was last. */
  const seen = new Map<Price, { readonly asset: string; readonly chainId: number }>();
  for (const { account, assets } of snapshots)
    for (const { symbol: asset, price } of assets) {
      if (!price.ok || price.usdE18 <= 0n) continue;
      const { chainId } = account;
      const last = seen.get(price);
      if (last?.asset === asset && last.chainId === chainId) continue;
      seen.set(price, { asset, chainId });
      const source = recordedSource(chainId, price.source);
      const { updatedAtSeconds: knownAtSeconds, usdE18: priceUsdE18 } = price;
      const key = `${asset}\n${source}\n${knownAtSeconds}`;
      if (!points.has(key)) points.set(key, { asset, source, knownAtSeconds, priceUsdE18 });
    }
  return [...points].sort(([a], [b]) => order(a, b)).map(([, point]) => point);
};
