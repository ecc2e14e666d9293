import type { Address } from 'viem';
import { absolute, BPS, E18, E18_PER_BPS, powerOfTen } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { AssetVerdict, DroppedLeg, Leg } from './decision.ts';
import { type Hold, holdNow, type Situation } from './hold.ts';
import type { AssetState } from './snapshot.ts';
import { effectiveLock, type Position, type Survey } from './survey.ts';
import { type ActiveBand, bandShareE18, bandThreshold, firstBand, isOutside, type Look } from './triggers.ts';

/** What the plan came to, as the verdicts need it. */
export type Findings = {
  readonly legs: readonly Leg[];
  readonly dropped: readonly DroppedLeg[];
  readonly blocked: ReadonlyMap<Position, Hold>;
  /** Set when the portfolio as a whole is held. */
  readonly hold: Hold | null;
  readonly nextLookAt: UnixSeconds;
};

/** What is the same for every asset of a look. */
type Context = Findings & { readonly look: Look; readonly band: ActiveBand | null };

const inBand = ({ band, nextLookAt }: Context, place: Place): Hold => ({
  reason: 'in-band',
  detail: null,
  limit:
    band === null
      ? null
      : {
          name: 'band',
          unit: 'share-e18',
          actual: absolute(place.driftE18),
          allowed: bandShareE18(band, place.targetE18),
        },
  lookAgainAt: nextLookAt,
});

const whyHeld = (position: Position, place: Place, context: Context): Hold => {
  const { hold, band, look } = context;
  if (position.excess === 0n) return inBand(context, place);
  if (
    band !== null &&
    !isOutside(position, bandThreshold(band, position), look.policy.limits.minTradeUsdE18)
  ) {
    return inBand(context, place);
  }
  if (hold !== null && hold.reason !== 'in-band') return hold;
  const block = context.blocked.get(position);
  if (block !== undefined) return block;
  const { token } = position.asset;
  for (const dropped of context.dropped)
    if (dropped.sellToken === token || dropped.buyToken === token) return dropped.hold;
  return inBand(context, place);
};

/** Where an asset stands, in shares of NAV. */
type Place = { readonly targetE18: bigint; readonly weightE18: bigint; readonly driftE18: bigint };

const placeOf = ({ targetParts, valueUsdE18 }: Position, { whole, navUsdE18 }: Survey): Place => {
  const targetE18 = whole === BPS ? targetParts * E18_PER_BPS : (targetParts * E18) / whole;
  const weightE18 = (valueUsdE18 * E18) / navUsdE18;
  return { targetE18, weightE18, driftE18: weightE18 - targetE18 };
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

const countedVerdict = (position: Position, context: Context): AssetVerdict => {
  const { asset, valueUsdE18, inFlightUsdE18 } = position;
  const place = placeOf(position, context.look.survey);
  const planned = context.legs.length === 0 ? NOTHING : plannedFor(asset.token, context.legs, position);
  return {
    token: asset.token,
    symbol: asset.symbol,
    action: planned.action,
    hold: planned.action === 'hold' ? whyHeld(position, place, context) : null,
    valueUsdE18,
    inFlightUsdE18,
    targetE18: place.targetE18,
    weightE18: place.weightE18,
    driftE18: place.driftE18,
    relativeDriftE18: place.targetE18 === 0n ? null : (place.driftE18 * E18) / place.targetE18,
    plannedUsdE18: planned.usdE18,
  };
};

const uncounted = (asset: AssetState, hold: Hold): AssetVerdict => ({
  token: asset.token,
  symbol: asset.symbol,
  action: 'hold',
  hold,
  valueUsdE18: null,
  inFlightUsdE18: 0n,
  // A target that is no whole number is part of a contradiction, and is not repeated.
  targetE18:
    asset.targetExactE18 ?? (Number.isInteger(asset.targetBps) ? BigInt(asset.targetBps) * E18_PER_BPS : 0n),
  weightE18: null,
  driftE18: null,
  relativeDriftE18: null,
  plannedUsdE18: 0n,
});

/** A verdict for every asset of the snapshot, in order of token. */
export const verdictsOf = (look: Look, findings: Findings): AssetVerdict[] => {
  const { snapshot, survey, policy } = look;
  const measurable = survey.navUsdE18 > 0n && survey.whole > 0n;
  const { legs, dropped, blocked, hold, nextLookAt } = findings;
  const context: Context = {
    legs,
    dropped,
    blocked,
    hold,
    nextLookAt,
    look,
    band: measurable ? firstBand(look) : null,
  };
  const verdicts: AssetVerdict[] = [];
  for (const position of survey.positions) {
    verdicts.push(
      measurable
        ? countedVerdict(position, context)
        : emptyVerdict(position, hold ?? holdNow(look, 'unfunded')),
    );
  }
  if (verdicts.length === snapshot.assets.length) return verdicts;
  for (const asset of snapshot.assets) {
    if (effectiveLock(asset, policy) !== 'excluded') continue;
    verdicts.push(uncounted(asset, holdNow(look, 'asset-locked')));
  }
  return verdicts.sort((a, b) => (a.token < b.token ? -1 : 1));
};

const emptyVerdict = ({ asset, valueUsdE18 }: Position, hold: Hold): AssetVerdict => ({
  ...uncounted(asset, hold),
  valueUsdE18,
});

/** What an asset is worth by itself, where its own price can be used. */
const ownValue = (asset: AssetState): bigint | null =>
  asset.price.ok && asset.price.usdE18 > 0n
    ? (asset.units * asset.price.usdE18) / powerOfTen(asset.decimals)
    : null;

/** Verdicts of a portfolio that cannot be valued: those with a fault say which, the others wait for them. */
export const unvaluedVerdicts = (
  situation: Situation,
  faults: ReadonlyMap<Address, Hold>,
  hold: Hold,
): AssetVerdict[] =>
  situation.snapshot.assets
    .map((asset) => {
      const own = faults.get(asset.token);
      if (own !== undefined) return uncounted(asset, own);
      if (effectiveLock(asset, situation.policy) === 'excluded')
        return uncounted(asset, holdNow(situation, 'asset-locked'));
      const waiting = uncounted(asset, hold);
      return faults.size === 0 ? waiting : { ...waiting, valueUsdE18: ownValue(asset) };
    })
    .sort((a, b) => (a.token < b.token ? -1 : 1));
