import { E18 } from '../money/fixed-point.ts';
import type { AssetState, Costs, PairCost, Snapshot } from './snapshot.ts';

/** More than any token in use has; a contract takes fewer. */
const DECIMALS_MAX = 36;

const isWhole = (value: number): boolean => Number.isSafeInteger(value);
const isWholeOrNull = (value: number | null): boolean => value === null || Number.isSafeInteger(value);
const isBps = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Two sources may be further apart than a safe integer counts; that is a dispute, not nonsense. */
const isDistance = (bps: number): boolean =>
  bps >= 0 && (Number.isInteger(bps) || bps === Number.POSITIVE_INFINITY);

const soundPrice = ({ price }: AssetState): boolean =>
  !price.ok ||
  (isWhole(price.updatedAtSeconds) && (price.disagreementBps === null || isDistance(price.disagreementBps)));

const soundAsset = (asset: AssetState): boolean =>
  asset.units >= 0n &&
  isBps(asset.targetBps) &&
  asset.targetBps <= 10_000 &&
  (asset.targetExactE18 === undefined || asset.targetExactE18 >= 0n) &&
  isWhole(asset.priceAgeSecondsMax) &&
  isWholeOrNull(asset.lastBoughtAtSeconds) &&
  isWholeOrNull(asset.lastSoldAtSeconds) &&
  soundPrice(asset);

const soundPair = ({ spreadBps, feeBps, impactBpsPer10kUsd }: PairCost): boolean =>
  isBps(spreadBps) && isBps(feeBps) && isBps(impactBpsPer10kUsd);

const soundCosts = ({ gasPerLegUsdE18, pair, pairs }: Costs): boolean =>
  soundPair(pair) && gasPerLegUsdE18 >= 0n && pairs.every(soundPair);

const soundGuard = ({ guard }: Snapshot): boolean =>
  isBps(guard.maxSlippageBps) &&
  isBps(guard.lossBpsPerDay) &&
  isBps(guard.turnoverBpsPerDay) &&
  isBps(guard.minFillBps) &&
  isWhole(guard.cooldownSeconds) &&
  isWhole(guard.orderTtlMaxSeconds);

const soundAround = (snapshot: Snapshot): boolean =>
  isWhole(snapshot.nowSeconds) &&
  isWholeOrNull(snapshot.lastRebalanceAtSeconds) &&
  (snapshot.recentVolatilityBps === null || isBps(snapshot.recentVolatilityBps)) &&
  isWhole(snapshot.buckets.oneOffExpiresAtSeconds) &&
  soundGuard(snapshot) &&
  soundCosts(snapshot.costs) &&
  (snapshot.immediate === undefined || soundCosts(snapshot.immediate)) &&
  snapshot.asking.every(({ sinceSeconds }) => isWhole(sinceSeconds)) &&
  (snapshot.programmes ?? []).every(
    ({ startedAtSeconds, soldUnits }) => isWhole(startedAtSeconds) && soldUnits >= 0n,
  ) &&
  snapshot.openOrders.every(({ expiresAtSeconds }) => isWhole(expiresAtSeconds)) &&
  snapshot.inFlight.every(({ arrivesBySeconds }) => isWhole(arrivesBySeconds));

const hasTwins = (assets: readonly AssetState[]): boolean => {
  let ascending = true;
  for (let index = 1; index < assets.length; index++) {
    const [before, after] = [assets[index - 1], assets[index]];
    if (before !== undefined && after !== undefined && before.token >= after.token) ascending = false;
  }
  return !ascending && new Set(assets.map(({ token }) => token)).size !== assets.length;
};

/** Exact shares that were each rounded may miss one by this much. */
const EXACT_SLACK_E18 = 64n;

const badTargets = (assets: readonly AssetState[]): string | null => {
  let bps = 0;
  let exactE18 = 0n;
  let exact = 0;
  for (const { targetBps, targetExactE18 } of assets) {
    bps += targetBps;
    if (targetExactE18 === undefined) continue;
    exact += 1;
    exactE18 += targetExactE18;
  }
  if (exact > 0 && exact !== assets.length) return 'only some targets are exact';
  if (exact > 0) {
    const short = E18 - exactE18;
    return short < -EXACT_SLACK_E18 || short > EXACT_SLACK_E18 ? 'the exact targets do not sum to one' : null;
  }
  return bps === 10_000 || assets.length === 0
    ? null
    : `the targets sum to ${bps} instead of 10,000 basis points`;
};

/**
 * What makes a snapshot no possible state of a portfolio, as one plain sentence; null when it is sound.
 * Nothing is decided on such a read: it is looked at again instead.
 */
export const contradictionIn = (snapshot: Snapshot): string | null => {
  const { assets } = snapshot;
  for (const asset of assets) {
    const { decimals, symbol } = asset;
    if (!isWhole(decimals) || decimals < 0 || decimals > DECIMALS_MAX)
      return `${symbol} says it has ${decimals} decimals, and 0 to ${DECIMALS_MAX} can be counted with`;
    if (!soundAsset(asset)) return `${symbol} has an impossible amount, target, price or time`;
  }
  if (!soundAround(snapshot)) return 'a time, a share or a cost is no whole number';
  if (hasTwins(assets)) return 'an asset is listed twice';
  return badTargets(assets);
};
