import type { AssetRule } from '../engine/policy.ts';
import type { AssetState, Snapshot } from '../engine/snapshot.ts';
import { effectiveLock } from '../engine/survey.ts';
import { absolute, BPS, VALUE_USD_E18_MAX, valueUsdE18Down } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';

/** One asset as a look counted it. */
export type CountedAsset = {
  readonly token: string;
  readonly symbol: string;
  readonly decimals: number;
  /** Held, raw units. */
  readonly units: bigint;
  /** Null only where nothing is held. */
  readonly price: CountedPrice | null;
  /** Of what the targets of all assets add up to. */
  readonly targetPart: bigint;
  /** weight − target, towards zero; null while the portfolio is worth nothing or has no targets. */
  readonly driftBps: number | null;
};

export type CountedPrice = {
  readonly usdE18: bigint;
  /** When its source gave it. */
  readonly atSeconds: UnixSeconds;
};

/** What a look at one block found to be held, at that block's prices. */
export type CountedLook = {
  readonly snapshotId: string;
  readonly blockNumber: bigint;
  readonly timeSeconds: UnixSeconds;
  readonly lookEverySeconds: number;
  readonly assets: readonly CountedAsset[];
  /** ½ Σ |drift| before rounding, in whole basis points rounded down. */
  readonly trackingErrorBps: number | null;
};

/** What of the rules decides what is counted, and how often a look is due. */
export type CountingRules = {
  readonly assetRules: readonly AssetRule[];
  readonly lookEverySeconds: number;
};

const usablePrice = (
  { price, priceAgeSecondsMax }: AssetState,
  nowSeconds: UnixSeconds,
): CountedPrice | null =>
  price.ok && price.usdE18 > 0n && nowSeconds - price.updatedAtSeconds <= priceAgeSecondsMax
    ? { usdE18: price.usdE18, atSeconds: price.updatedAtSeconds }
    : null;

/** What units are worth, rounded down; nothing without a price. */
export const worthDown = (units: bigint, asset: Pick<CountedAsset, 'price' | 'decimals'>): bigint =>
  asset.price === null
    ? 0n
    : valueUsdE18Down(units, { priceUsdE18: asset.price.usdE18, decimals: asset.decimals });

/**
 * What a snapshot found to be held: orders that are open count nothing, unlike in a decision, and what is excluded isn't counted.
 * @returns null when something is held that has no price, or one that is too old, or is worth more than anybody owns: such a look has no value.
 */
export const countedLook = (
  snapshotId: string,
  snapshot: Pick<Snapshot, 'assets' | 'nowSeconds' | 'blockNumber'>,
  { assetRules, lookEverySeconds }: CountingRules,
): CountedLook | null => {
  const counted = snapshot.assets
    .filter((asset) => effectiveLock(asset, { assetRules }) !== 'excluded')
    .map((asset) => ({ asset, price: usablePrice(asset, snapshot.nowSeconds) }));
  if (counted.some(({ asset, price }) => price === null && asset.units > 0n)) return null;
  const values = counted.map(({ asset, price }) => worthDown(asset.units, { ...asset, price }));
  const parts = counted.map(({ asset }) => asset.targetExactE18 ?? BigInt(asset.targetBps));
  const sum = (all: readonly bigint[]): bigint => all.reduce((total, one) => total + one, 0n);
  const [whole, value] = [sum(parts), sum(values)];
  if (value > VALUE_USD_E18_MAX) return null;
  // {excess} = drift × whole × value, exact.
  const excesses = values.map((own, index) => own * whole - (parts[index] ?? 0n) * value);
  const scale = whole * value;
  const inBps = (excess: bigint): number | null => (scale === 0n ? null : Number((excess * BPS) / scale));
  return {
    snapshotId,
    blockNumber: snapshot.blockNumber,
    timeSeconds: snapshot.nowSeconds,
    lookEverySeconds,
    assets: counted.map(({ asset, price }, index) => ({
      token: asset.token,
      symbol: asset.symbol,
      decimals: asset.decimals,
      units: asset.units,
      price,
      targetPart: parts[index] ?? 0n,
      driftBps: inBps(excesses[index] ?? 0n),
    })),
    trackingErrorBps: inBps(sum(excesses.map(absolute)) / 2n),
  };
};
