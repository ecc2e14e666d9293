import {
  percentText,
  sharePlaces,
  shownDriftBps,
  signedPointsText,
  usdText,
  wordedPointsText,
} from '../money/display.ts';
import { absolute, E18_PER_BPS, e18ToBpsRounded, formatDecimalRounded } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { formatUtcDate, formatUtcTime, startOfUtcDay } from '../time/utc.ts';
import type { AssetVerdict, Decision, Leg } from './decision.ts';
import type { Hold, LimitMet } from './hold.ts';
import type { Reason } from './reasons.ts';
import type { RouteReason } from './venue-id.ts';

/** A decision in words: one sentence, and a table with a row per asset. */
export type Explanation = {
  /** What was decided and why, without when it is looked at again. */
  readonly why: string;
  /** The same with the next look, by the chain's time. */
  readonly sentence: string;
  readonly rows: readonly ExplanationRow[];
};

/** One asset in words; every cell is ready to print. */
export type ExplanationRow = {
  readonly symbol: string;
  readonly value: string;
  readonly weight: string;
  readonly target: string;
  readonly drift: string;
  readonly action: string;
  readonly reason: string;
};

/** What each reason means, in a few plain words that fit into a sentence. */
export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  'in-band': 'every asset is inside its band',
  cooldown: 'the last rebalance was too recent',
  'below-minimum': 'the trade would be too small',
  'over-daily-volume': 'the daily volume is used up',
  'order-open': 'an order is already open',
  'price-missing': 'an asset has no usable price',
  'price-stale': 'a price is too old',
  'prices-disagree': 'the price sources disagree',
  'impact-too-high': 'the trade would move the market too much',
  'gas-too-high': 'gas would cost too much',
  'cost-exceeds-benefit': 'the trade would cost more than it is worth',
  'allowance-low': 'the allowance is too low',
  'asset-locked': 'the asset it needs is locked',
  'asset-unhealthy': 'the asset it needs is not healthy',
  paused: 'the portfolio is paused',
  'signer-not-authorised': 'the bot is not the signer of this portfolio',
  'budget-exhausted': "the contract's daily budget is used up",
  unfunded: 'the portfolio holds nothing',
  'venue-unavailable': 'there is nowhere to trade now',
  'chain-lagging': 'the chain data is too old or contradicts itself',
  halted: 'all trading is stopped by an administrator',
  'outside-window': 'it is outside the trading hours',
  'no-key': 'the bot has no key to sign with',
  'not-registered': 'the portfolio is not registered with this bot',
  quarantined: 'the portfolio failed too often and is set aside',
  'value-absurd': 'its value is beyond belief',
  'snapshot-contradiction': 'what was read of the portfolio contradicts itself',
  'legs-max': 'the plan already has as many orders as the policy allows',
  'token-changed': 'a token is no longer what it was when it was accepted',
  'signer-too-strong': "the signing key could also act as the portfolio's owner",
  'part-traded': 'this part of the trade is done, and the next one comes at its time',
  'delegation-missing': 'the account has granted nothing to sell what it needs with',
  'delegation-revoked': 'the account has revoked the delegation that it needs',
  'delegation-expired': 'the delegation that it needs has expired',
  'delegation-exhausted': 'what the delegation allows in its period is used up',
  'delegation-superseded': 'what was granted names a contract that the account has replaced',
  'delegation-refused': 'the account refuses the delegation that it needs',
  'delegations-paused': "the chain's DelegationManager is paused",
};

const percent = (shareE18: bigint, places = 1): string => `${formatDecimalRounded(shareE18, 16, places)} %`;

/** As many places as the decision's bands and targets need, for all its numbers. */
const placesOf = ({ assets }: Decision): 1 | 2 =>
  sharePlaces(
    assets.map(({ targetE18, hold }) => ({
      targetBps: e18ToBpsRounded(targetE18),
      bandBps: hold?.limit?.name === 'band' ? e18ToBpsRounded(hold.limit.allowed) : null,
    })),
  );

/** The drift of the numbers as they are printed; null without a weight. */
const driftBps = ({ weightE18, targetE18 }: AssetVerdict, places: 1 | 2): number | null =>
  weightE18 === null ? null : shownDriftBps(e18ToBpsRounded(weightE18), e18ToBpsRounded(targetE18), places);

const limitNumber = (value: bigint, unit: LimitMet['unit']): string => {
  switch (unit) {
    case 'usd-e18':
      return usdText(value);
    case 'share-e18':
      return percent(value);
    case 'bps':
      return percent(value * E18_PER_BPS, 2);
    default:
      return unit === 'seconds' ? `${value} s` : `${value}`;
  }
};

/** "04:12 UTC", with the date when it is not today's. */
const when = (time: UnixSeconds, now: UnixSeconds): string =>
  startOfUtcDay(time) === startOfUtcDay(now)
    ? `${formatUtcTime(time)} UTC`
    : `${formatUtcDate(time)} ${formatUtcTime(time)} UTC`;

const largestDrift = (assets: readonly AssetVerdict[]): AssetVerdict | undefined => {
  let largest: AssetVerdict | undefined;
  for (const one of assets)
    if (absolute(one.driftE18 ?? 0n) > absolute(largest?.driftE18 ?? 0n)) largest = one;
  return largest;
};

/** Where the asset stands that is furthest out; null when none is off its target as printed. */
const furthestOut = (decision: Decision): { readonly asset: AssetVerdict; readonly words: string } | null => {
  const asset = largestDrift(decision.assets);
  const places = placesOf(decision);
  const drift = asset === undefined ? null : wordedPointsText(driftBps(asset, places) ?? 0, places);
  if (asset === undefined || drift === null) return null;
  return {
    asset,
    words: `${asset.symbol} is ${drift} its ${e18ToBpsRounded(asset.targetE18) / 100} % target`,
  };
};

/** A hair off is printed as no points at all, which is neither over nor under. */
const onTargetWords = (decision: Decision): string =>
  largestDrift(decision.assets) === undefined
    ? 'every asset is on its target'
    : `every asset is within ${placesOf(decision) === 2 ? '0.01' : '0.1'} pp of its target`;

const driftWords = (decision: Decision): string => furthestOut(decision)?.words ?? onTargetWords(decision);

const inBandWords = (decision: Decision): string => {
  const furthest = furthestOut(decision);
  if (furthest === null) return onTargetWords(decision);
  const limit = furthest.asset.hold?.limit;
  return limit?.name === 'band'
    ? `${furthest.words}, inside the ±${percentText(e18ToBpsRounded(limit.allowed), placesOf(decision))} pp band`
    : `${furthest.words}, and nothing calls for a trade`;
};

/** The hold's own limit, else the first that an asset met for the same reason. */
const limitWords = (decision: Decision, { reason, limit: own }: Hold): string => {
  const limit = own ?? decision.assets.find(({ hold }) => hold?.reason === reason && hold.limit)?.hold?.limit;
  if (limit === undefined || limit === null || limit.unit === 'units' || limit.name === 'window') return '';
  return ` (${limitNumber(limit.actual, limit.unit)}, limit ${limitNumber(limit.allowed, limit.unit)})`;
};

const namedAssets = (decision: Decision, reason: Reason): string => {
  const about = [
    'price-missing',
    'price-stale',
    'prices-disagree',
    'asset-locked',
    'asset-unhealthy',
    'order-open',
  ];
  if (!about.includes(reason)) return '';
  // While something cannot be priced, an asset that has a value of its own only waits for those that have none.
  const unpriced = decision.navUsdE18 === null;
  const symbols = decision.assets
    .filter((one) => one.hold?.reason === reason && !(unpriced && one.valueUsdE18 !== null))
    .map(({ symbol }) => symbol);
  return symbols.length === 0 ? '' : `: ${symbols.join(', ')}`;
};

/** The legs of one pair are one trade, in as many slices. */
const tradesOf = (legs: readonly Leg[]): readonly (readonly [Leg, ...Leg[]])[] => {
  const trades = new Map<string, [Leg, ...Leg[]]>();
  for (const leg of legs) {
    const key = `${leg.sellToken} ${leg.buyToken}`;
    const trade = trades.get(key);
    if (trade === undefined) trades.set(key, [leg]);
    else trade.push(leg);
  }
  return [...trades.values()];
};

const ROUTE_WORDS: Readonly<Record<RouteReason, string>> = {
  'venue-away': 'its venue takes no orders now',
  drift: 'the drift is as large as the policy waits for at most',
  patience: 'it was asked for as long as the policy waits',
};

const tradeWords = (trade: readonly [Leg, ...Leg[]], decision: Decision): string => {
  const [first] = trade;
  const symbol = (token: string): string =>
    decision.assets.find((one) => one.token === token)?.symbol ?? token;
  const valueUsdE18 = trade.reduce((sum, { sellValueUsdE18 }) => sum + sellValueUsdE18, 0n);
  const slices = trade.length > 1 ? ` in ${trade.length} slices` : '';
  const part = first.part === undefined ? '' : `, part ${first.part.number} of ${first.part.of}`;
  return `sell ${usdText(valueUsdE18)} of ${symbol(first.sellToken)} for ${symbol(first.buyToken)}${slices}${part}${first.routed === undefined ? '' : `, at once: ${ROUTE_WORDS[first.routed]}`}`;
};

const holdWords = (decision: Decision, hold: Hold): string => {
  const detail = hold.detail === null ? '' : `: ${hold.detail}`;
  const words = `${REASON_WORDS[hold.reason]}${namedAssets(decision, hold.reason)}${detail}${limitWords(decision, hold)}`;
  // A stop says nothing of the portfolio: where it stands is told beside it.
  return hold.reason === 'halted' && decision.navUsdE18 !== null
    ? `${words}; ${driftWords(decision)}`
    : words;
};

const whyOf = (decision: Decision): string => {
  const { plan } = decision;
  if (plan.kind === 'hold') {
    const why = plan.hold.reason === 'in-band' ? inBandWords(decision) : holdWords(decision, plan.hold);
    const { lookAgainAt } = plan.hold;
    // It is looked at before then as well, since owner and market may change what it waits for.
    const waits =
      lookAgainAt > decision.nextLookAt ? ` Waits until ${when(lookAgainAt, decision.decidedAt)}.` : '';
    return `No trade: ${why}.${waits}`;
  }
  const trades = tradesOf(plan.legs);
  const first = trades.slice(0, 3).map((trade) => tradeWords(trade, decision));
  const more = trades.length > 3 ? `, and ${trades.length - 3} more` : '';
  const places = placesOf(decision);
  const before = percent(decision.trackingErrorE18 ?? 0n, places);
  const after = percent(decision.trackingErrorAfterE18 ?? 0n, places);
  return `Trade: ${first.join(', ')}${more}. Tracking error ${before} → ${after}.`;
};

const rowOf = (asset: AssetVerdict, places: 1 | 2): ExplanationRow => {
  const drift = driftBps(asset, places);
  return {
    symbol: asset.symbol,
    value: asset.valueUsdE18 === null ? '–' : usdText(asset.valueUsdE18),
    weight: asset.weightE18 === null ? '–' : `${percentText(e18ToBpsRounded(asset.weightE18), places)} %`,
    target: `${percentText(e18ToBpsRounded(asset.targetE18), places)} %`,
    drift: drift === null ? '–' : signedPointsText(drift, places),
    action:
      asset.plannedUsdE18 === 0n ? asset.action : `${asset.action} ${usdText(absolute(asset.plannedUsdE18))}`,
    reason: asset.hold?.reason ?? '',
  };
};

/** Says a decision in one plain sentence and a table, from its numbers alone. */
export const explain = (decision: Decision): Explanation => {
  const why = whyOf(decision);
  const places = placesOf(decision);
  return {
    why,
    sentence: `${why} Next look ${when(decision.nextLookAt, decision.decidedAt)}.`,
    rows: decision.assets.map((asset) => rowOf(asset, places)),
  };
};
