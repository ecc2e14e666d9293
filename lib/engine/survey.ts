import type { Address } from 'viem';
import { BPS, larger, powerOfTen } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { type Hold, holdNow, nextLookAt, regularLookAt, type Situation, secondsLimit } from './hold.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reasons.ts';
import type { AssetLock, AssetState, NoPrice, PriceFault, Snapshot } from './snapshot.ts';

/** One counted asset with its exact place against its target. */
export type Position = {
  readonly asset: AssetState;
  readonly lock: AssetLock;
  readonly priceUsdE18: bigint;
  /** 10^decimals. */
  readonly unitsPerToken: bigint;
  /** Held, plus what is in flight, USD in 18 decimals, rounded down. */
  readonly valueUsdE18: bigint;
  readonly inFlightUsdE18: bigint;
  /** Target in parts of {@link Survey.whole}. */
  readonly targetParts: bigint;
  /** value × whole − targetParts × NAV, times 10,000: the drift as an exact integer, in USD × {@link Survey.scale}. */
  readonly excess: bigint;
  /** Part of an open order, on either side. */
  readonly busy: boolean;
};

/** A portfolio measured without rounding a single ratio. */
export type Survey = {
  /** In order of token, so that the order of the snapshot never matters. */
  readonly positions: readonly Position[];
  readonly navUsdE18: bigint;
  /** Sum of the counted targets; {@link Position.targetParts} ÷ whole is the target weight. */
  readonly whole: bigint;
  /** whole × 10,000: what an exact USD amount is multiplied with. */
  readonly scale: bigint;
  /** whole × NAV. */
  readonly wholeNav: bigint;
};

export type SurveyResult =
  | { readonly ok: true; readonly survey: Survey }
  | { readonly ok: false; readonly faults: ReadonlyMap<Address, Hold> };

/** Clocks differ by minutes; a price from further ahead is nobody's observation. */
const AHEAD_SECONDS_MAX = 900;

const byToken = (a: AssetState, b: AssetState): number => (a.token < b.token ? -1 : 1);

const sortedByToken = (assets: readonly AssetState[]): readonly AssetState[] => {
  for (let i = 1; i < assets.length; i++) {
    const [before, after] = [assets[i - 1], assets[i]];
    if (before !== undefined && after !== undefined && before.token > after.token)
      return [...assets].sort(byToken);
  }
  return assets;
};

const LOCK_SEVERITY: Readonly<Record<AssetLock, number>> = {
  none: 0,
  'no-buy': 1,
  'no-sell': 1,
  unhealthy: 2,
  excluded: 3,
};

/** The stricter of the asset's own state and the policy's rule; no-sell with no-buy is a full lock. */
export const effectiveLock = (asset: AssetState, policy: Pick<Policy, 'assetRules'>): AssetLock => {
  if (policy.assetRules.length === 0) return asset.lock;
  const rule = policy.assetRules.find(({ token }) => token === asset.token);
  if (rule === undefined || rule.lock === asset.lock) return asset.lock;
  if (LOCK_SEVERITY[rule.lock] === 1 && LOCK_SEVERITY[asset.lock] === 1) return 'unhealthy';
  return LOCK_SEVERITY[rule.lock] > LOCK_SEVERITY[asset.lock] ? rule.lock : asset.lock;
};

/** Units that will be held once everything in flight has arrived; what an order may still take is counted at its destination. */
const unitsInFlight = (snapshot: Snapshot, token: Address): bigint => {
  let units = 0n;
  for (const order of snapshot.openOrders) {
    if (order.sellToken === token) units -= order.remainingSellUnits;
    if (order.buyToken === token) units += order.remainingBuyUnits;
  }
  // What should have arrived and has not is nobody's until it does.
  for (const arrival of snapshot.inFlight)
    if (arrival.token === token && arrival.arrivesBySeconds >= snapshot.nowSeconds) units += arrival.units;
  return units;
};

const FAULT_REASONS: Readonly<Record<PriceFault, Reason>> = {
  missing: 'price-missing',
  absurd: 'price-missing',
  stale: 'price-stale',
  disagree: 'prices-disagree',
};

/** Before the policy's regular look, where who failed may be asked before it. */
const askedAgainAt = ({ retryAtSeconds }: NoPrice, situation: Situation): UnixSeconds =>
  retryAtSeconds === undefined || !Number.isSafeInteger(retryAtSeconds)
    ? regularLookAt(situation)
    : nextLookAt(situation, retryAtSeconds);

const priceFault = (asset: AssetState, situation: Situation): Hold | null => {
  const { snapshot, policy } = situation;
  const { price } = asset;
  if (!price.ok)
    return {
      ...holdNow(situation, FAULT_REASONS[price.fault]),
      detail: price.detail,
      lookAgainAt: askedAgainAt(price, situation),
    };
  if (price.usdE18 <= 0n)
    return { ...holdNow(situation, 'price-missing'), detail: 'the price is not above zero' };
  const ageSeconds = snapshot.nowSeconds - price.updatedAtSeconds;
  if (ageSeconds < -AHEAD_SECONDS_MAX)
    return { ...holdNow(situation, 'price-missing'), detail: 'the price is dated in the future' };
  if (ageSeconds > asset.priceAgeSecondsMax)
    return holdNow(situation, 'price-stale', secondsLimit('price-age', ageSeconds, asset.priceAgeSecondsMax));
  const { disagreementBps } = price;
  const allowedBps = policy.limits.priceDisagreementBpsMax;
  if (disagreementBps === null || disagreementBps <= allowedBps) return null;
  return holdNow(situation, 'prices-disagree', {
    name: 'price-disagreement',
    unit: 'bps',
    // Sources that are many powers of ten apart have a distance no exact number holds.
    actual: BigInt(Math.min(disagreementBps, Number.MAX_SAFE_INTEGER)),
    allowed: BigInt(allowedBps),
  });
};

/** A position before the whole is known that its drift is measured against; completed in place, a copy per asset would cost as much as the rest. */
type Valued = { -readonly [Field in keyof Position]: Position[Field] };

const valuedAsset = (asset: AssetState, lock: AssetLock, moving: bigint): Valued => {
  const priceUsdE18 = asset.price.ok ? asset.price.usdE18 : 0n;
  const unitsPerToken = powerOfTen(asset.decimals);
  const heldUsdE18 = (asset.units * priceUsdE18) / unitsPerToken;
  // An order that could take more than is left brings the holding to nothing, not below.
  const valueUsdE18 =
    moving === 0n ? heldUsdE18 : (larger(asset.units + moving, 0n) * priceUsdE18) / unitsPerToken;
  return {
    asset,
    lock,
    priceUsdE18,
    unitsPerToken,
    valueUsdE18,
    inFlightUsdE18: moving === 0n ? 0n : valueUsdE18 - heldUsdE18,
    targetParts: asset.targetExactE18 ?? BigInt(asset.targetBps),
    excess: 0n,
    busy: false,
  };
};

const isBusy = (snapshot: Snapshot, token: Address): boolean =>
  snapshot.openOrders.some((order) => order.sellToken === token || order.buyToken === token);

/**
 * Values every asset that is held, targeted or on its way, and measures its drift exactly.
 * @returns the survey, or every asset whose price cannot be used and why: an unpriced holding is never counted as zero.
 */
export const surveyPortfolio = (snapshot: Snapshot, policy: Policy): SurveyResult => {
  const positions: Valued[] = [];
  let faults: Map<Address, Hold> | null = null;
  let navUsdE18 = 0n;
  let whole = 0n;
  const anyMoving = snapshot.openOrders.length > 0 || snapshot.inFlight.length > 0;
  for (const asset of sortedByToken(snapshot.assets)) {
    const lock = effectiveLock(asset, policy);
    if (lock === 'excluded') continue;
    const moving = anyMoving ? unitsInFlight(snapshot, asset.token) : 0n;
    const needed =
      asset.units > 0n || asset.targetBps > 0 || moving > 0n || asset.targetExactE18 !== undefined;
    const fault = needed ? priceFault(asset, { snapshot, policy }) : null;
    if (fault !== null) {
      faults ??= new Map();
      faults.set(asset.token, fault);
      continue;
    }
    const one = valuedAsset(asset, lock, moving);
    if (anyMoving) one.busy = isBusy(snapshot, asset.token);
    positions.push(one);
    navUsdE18 += one.valueUsdE18;
    whole += one.targetParts;
  }
  if (faults !== null) return { ok: false, faults };
  const scale = whole * BPS;
  let targetParts = 0n;
  let wanted = 0n;
  for (const one of positions) {
    // Neighbours often share a target, and the product is the dearest part.
    if (one.targetParts !== targetParts) {
      targetParts = one.targetParts;
      wanted = targetParts * BPS * navUsdE18;
    }
    one.excess = one.valueUsdE18 * scale - wanted;
  }
  return { ok: true, survey: { positions, navUsdE18, whole, scale, wholeNav: whole * navUsdE18 } };
};
