import type { Address } from 'viem';
import { absolute, E18, powerOfTen } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { AssetVerdict, DroppedLeg, Leg, LimitMet } from './decision.ts';
import type { Block } from './destination.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reasons.ts';
import type { AssetState, Snapshot } from './snapshot.ts';
import { type AssetFault, effectiveLock, type Position, type Survey } from './survey.ts';
import { type ActiveBand, bandThreshold, firstBand, isOutside, type Look } from './triggers.ts';

/** Why the portfolio as a whole is held, and when to look again. */
export type Stop = {
  readonly reason: Reason;
  readonly limit: LimitMet | null;
  readonly lookAgainAt: UnixSeconds;
};

/** What the plan came to, as the verdicts need it. */
export type Findings = {
  readonly legs: readonly Leg[];
  readonly dropped: readonly DroppedLeg[];
  readonly blocked: ReadonlyMap<Position, Block>;
  /** Set when the portfolio is held for a reason of its own. */
  readonly stop: Stop | null;
  readonly nextLookAt: UnixSeconds;
};

type Why = {
  readonly reason: Reason | null;
  readonly limit: LimitMet | null;
  readonly lookAgainAt: UnixSeconds;
};

/** The drift an asset may have, as a share of NAV. */
const bandLimit = (position: Position, survey: Survey, active: ActiveBand): LimitMet => {
  const perNav = survey.scale * survey.navUsdE18;
  return {
    name: 'band',
    unit: 'share-e18',
    actual: (absolute(position.excess) * E18) / perNav,
    allowed: (bandThreshold(active, position, survey) * E18) / perNav,
  };
};

const whyHeld = (
  position: Position,
  look: Look,
  findings: Findings & { readonly band: ActiveBand | null },
): Why => {
  const { stop, nextLookAt, band } = findings;
  const inside =
    band !== null &&
    !isOutside(position, bandThreshold(band, position, look.survey), look.policy.limits.minTradeUsdE18);
  const inBand = (): Why => ({
    reason: 'in-band',
    limit: band === null ? null : bandLimit(position, look.survey, band),
    lookAgainAt: nextLookAt,
  });
  if (inside || position.excess === 0n) return inBand();
  if (stop !== null && stop.reason !== 'in-band')
    return { reason: stop.reason, limit: stop.limit, lookAgainAt: stop.lookAgainAt };
  const block = findings.blocked.get(position);
  if (block !== undefined)
    return { reason: block.reason, limit: block.limit, lookAgainAt: block.until ?? nextLookAt };
  const { token } = position.asset;
  const dropped = findings.dropped.find((one) => one.sellToken === token || one.buyToken === token);
  if (dropped !== undefined)
    return { reason: dropped.reason, limit: dropped.limit, lookAgainAt: dropped.lookAgainAt };
  return inBand();
};

type Planned = { readonly action: AssetVerdict['action']; readonly usdE18: bigint };

const NOTHING: Planned = { action: 'hold', usdE18: 0n };

const plannedFor = (token: Address, legs: readonly Leg[], position: Position): Planned => {
  let soldUsdE18 = 0n;
  let boughtUnits = 0n;
  let trades = false;
  for (const leg of legs) {
    if (leg.sellToken === token) soldUsdE18 += leg.sellValueUsdE18;
    else if (leg.buyToken === token) boughtUnits += leg.expectedBuyUnits;
    else continue;
    trades = true;
  }
  if (!trades) return NOTHING;
  if (soldUsdE18 > 0n) return { action: 'sell', usdE18: -soldUsdE18 };
  return { action: 'buy', usdE18: (boughtUnits * position.priceUsdE18) / position.unitsPerToken };
};

const relativeDrift = (position: Position, { navUsdE18 }: Survey): bigint | null =>
  position.targetParts === 0n || navUsdE18 === 0n
    ? null
    : (position.excess * E18) / (position.targetParts * navUsdE18 * 10_000n);

const countedVerdict = (
  position: Position,
  look: Look,
  findings: Findings & { readonly band: ActiveBand | null },
): AssetVerdict => {
  const { survey } = look;
  const { navUsdE18 } = survey;
  const planned =
    findings.legs.length === 0 ? NOTHING : plannedFor(position.asset.token, findings.legs, position);
  const why: Why =
    planned.action === 'hold' && navUsdE18 > 0n
      ? whyHeld(position, look, findings)
      : { reason: navUsdE18 > 0n ? null : 'unfunded', limit: null, lookAgainAt: findings.nextLookAt };
  return {
    token: position.asset.token,
    symbol: position.asset.symbol,
    action: planned.action,
    reason: why.reason,
    limit: why.limit,
    valueUsdE18: position.valueUsdE18,
    inFlightUsdE18: position.inFlightUsdE18,
    targetE18: survey.whole === 0n ? 0n : (position.targetParts * E18) / survey.whole,
    weightE18: navUsdE18 === 0n ? null : (position.valueUsdE18 * E18) / navUsdE18,
    driftE18: navUsdE18 === 0n ? null : (position.excess * E18) / (survey.scale * navUsdE18),
    relativeDriftE18: relativeDrift(position, survey),
    plannedUsdE18: planned.usdE18,
    lookAgainAt: why.lookAgainAt,
  };
};

const uncounted = (
  asset: AssetState,
  why: { readonly reason: Reason; readonly limit: LimitMet | null },
  lookAgainAt: UnixSeconds,
): AssetVerdict => ({
  token: asset.token,
  symbol: asset.symbol,
  action: 'hold',
  reason: why.reason,
  limit: why.limit,
  valueUsdE18: null,
  inFlightUsdE18: 0n,
  targetE18: asset.targetExactE18 ?? BigInt(asset.targetBps) * 10n ** 14n,
  weightE18: null,
  driftE18: null,
  relativeDriftE18: null,
  plannedUsdE18: 0n,
  lookAgainAt,
});

/** A verdict for every asset of the snapshot, in order of token. */
export const verdictsOf = (look: Look, findings: Findings): AssetVerdict[] => {
  const withBand = { ...findings, band: look.survey.navUsdE18 > 0n ? firstBand(look) : null };
  const verdicts = look.survey.positions.map((position) => countedVerdict(position, look, withBand));
  if (verdicts.length === look.snapshot.assets.length) return verdicts;
  for (const asset of look.snapshot.assets) {
    if (effectiveLock(asset, look.policy) !== 'excluded') continue;
    verdicts.push(uncounted(asset, { reason: 'asset-locked', limit: null }, findings.nextLookAt));
  }
  return verdicts.sort((a, b) => (a.token < b.token ? -1 : 1));
};

/** What an asset is worth by itself, where its own price can be used. */
const ownValue = (asset: AssetState): bigint | null =>
  asset.price.ok && asset.price.usdE18 > 0n
    ? (asset.units * asset.price.usdE18) / powerOfTen(asset.decimals)
    : null;

/** Verdicts of a portfolio that cannot be valued: those with a fault say which, the others wait for them. */
export const unvaluedVerdicts = (
  { snapshot, policy }: { readonly snapshot: Snapshot; readonly policy: Policy },
  faults: ReadonlyMap<Address, AssetFault>,
  stop: Stop,
): AssetVerdict[] =>
  snapshot.assets
    .map((asset) => {
      const own = faults.get(asset.token);
      if (own !== undefined) return uncounted(asset, own, stop.lookAgainAt);
      if (effectiveLock(asset, policy) === 'excluded') {
        return uncounted(asset, { reason: 'asset-locked', limit: null }, stop.lookAgainAt);
      }
      const waiting = uncounted(asset, { reason: stop.reason, limit: null }, stop.lookAgainAt);
      return faults.size === 0 ? waiting : { ...waiting, valueUsdE18: ownValue(asset) };
    })
    .sort((a, b) => (a.token < b.token ? -1 : 1));
