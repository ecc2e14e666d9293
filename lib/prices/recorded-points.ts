import type { Snapshot } from '../engine/snapshot.ts';
import type { PricePoint } from '../ledger/price-point.ts';

/** First word of the sources of prices that decisions were made on. */
export const RECORDED = 'recorded';

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The prices that looks were made on, each at the time its feed gave it and once. The source names chain and feed, because anybody may
 * call a token by any symbol: prices of another's feed never mix with these. Sorted, so that two writers never wait for each other crosswise.
 */
export const recordedPoints = (snapshots: readonly Snapshot[]): readonly PricePoint[] => {
  const points = new Map<string, PricePoint>();
  for (const { account, assets } of snapshots)
    for (const { symbol: asset, price } of assets) {
      if (!price.ok || price.usdE18 <= 0n) continue;
      const source = `${RECORDED} ${account.chainId} ${price.source}`;
      const { updatedAtSeconds: knownAtSeconds, usdE18: priceUsdE18 } = price;
      const key = `${asset}\n${source}\n${knownAtSeconds}`;
      if (!points.has(key)) points.set(key, { asset, source, knownAtSeconds, priceUsdE18 });
    }
  return [...points].sort(([a], [b]) => order(a, b)).map(([, point]) => point);
};
