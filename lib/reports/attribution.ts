import { BPS } from '../money/fixed-point.ts';
import { worthDown } from '../performance/counted-look.ts';
import { absent, type Figure, figure, mapFigure } from '../performance/figure.ts';
import type { Ratio } from '../performance/returns.ts';
import type { PointAsset, SeriesPoint } from '../performance/series-point.ts';

/** What of a difference one asset brought. */
export type AssetShare = {
  readonly token: string;
  readonly symbol: string;
  /** Negative: it took. */
  readonly usdE18: bigint;
};

/** What an asset is worth beyond what it would be if the basket had been left alone. */
const beyondHold = (asset: PointAsset): bigint =>
  worthDown(asset.units, asset) - worthDown(asset.holdUnits, asset);

type Ends = { readonly start: SeriesPoint | null; readonly end: SeriesPoint };

/**
 * The gain against holding, asset by asset: more of what rose or less of what fell brought something. The shares add up to the whole, to
 * the last unit. None where the basket holds something that has no price at either end.
 */
export const attributeToAssets = ({ start, end }: Ends): Figure<readonly AssetShare[]> => {
  if (end.holdUsdE18 === null || (start !== null && start.holdUsdE18 === null))
    return absent('price-missing');
  const shares = new Map<string, AssetShare>();
  const add = (asset: PointAsset, sign: bigint): void => {
    const { token, symbol } = asset;
    const before = shares.get(token)?.usdE18 ?? 0n;
    shares.set(token, { token, symbol, usdE18: before + sign * beyondHold(asset) });
  };
  for (const asset of end.assets) add(asset, 1n);
  for (const asset of start?.assets ?? []) add(asset, -1n);
  return figure([...shares.values()]);
};

/** What of the difference to the target index is trading cost, and what bands and waiting made; whole basis points that add up. */
export type IndexAttribution = {
  readonly wholeBps: number;
  /** Cost and gas ÷ the mean value of the span. */
  readonly costBps: Figure<number>;
  /** The rest: being off target while prices moved. */
  readonly driftBps: Figure<number>;
};

type Costs = {
  readonly versusIndex: Ratio;
  /** With gas; absent where that isn't known. */
  readonly costUsdE18: Figure<bigint>;
  /** Of the span's points. */
  readonly values: readonly bigint[];
};

/** part ÷ whole, to the nearest whole number. */
const nearest = (part: bigint, whole: bigint): number =>
  Number((2n * part + (part < 0n ? -whole : whole)) / (2n * whole));

/** Takes the difference to the target index apart. */
export const attributeToCost = ({ versusIndex, costUsdE18, values }: Costs): IndexAttribution => {
  const wholeBps = Math.round(versusIndex * Number(BPS));
  const sum = values.reduce((total, value) => total + value, 0n);
  const costBps =
    sum === 0n
      ? absent('nothing-held')
      : mapFigure(costUsdE18, (cost) => -nearest(cost * BigInt(values.length) * BPS, sum));
  return { wholeBps, costBps, driftBps: mapFigure(costBps, (bps) => wholeBps - bps) };
};
