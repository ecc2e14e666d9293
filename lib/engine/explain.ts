import { absolute, E18_PER_BPS, formatDecimalRounded } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { formatUtcDate, formatUtcTime, startOfUtcDay } from '../time/utc.ts';
import type { AssetVerdict, Decision, Leg } from './decision.ts';
import type { Hold, LimitMet } from './hold.ts';
import type { Reason } from './reasons.ts';

/** A decision in words: one sentence, and a table with a row per asset. */
export type Explanation = { readonly sentence: string; readonly rows: readonly ExplanationRow[] };

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
};

const percent = (shareE18: bigint, places = 1): string => `${formatDecimalRounded(shareE18, 16, places)} %`;
const signed = (text: string, value: bigint): string => (value > 0n ? `+${text}` : text.replace('-', '−'));
const NO_POINTS = '0.0';
const pointsText = (shareE18: bigint): string => formatDecimalRounded(shareE18, 16, 1);
const points = (shareE18: bigint): string => {
  const text = pointsText(shareE18);
  return `${text === NO_POINTS ? text : signed(text, shareE18)} pp`;
};

const HALF_A_CENT_E18 = 5n * 10n ** 15n;

/** "1234.50 USD"; what is not nothing is never printed as nothing. */
const usd = (valueE18: bigint): string =>
  valueE18 !== 0n && absolute(valueE18) < HALF_A_CENT_E18
    ? 'less than 0.01 USD'
    : `${formatDecimalRounded(valueE18, 18, 2)} USD`;

const limitNumber = (value: bigint, unit: LimitMet['unit']): string => {
  switch (unit) {
    case 'usd-e18':
      return usd(value);
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
  for (const one of assets) {
    const [drift, most] = [one.driftE18 ?? 0n, largest?.driftE18 ?? 0n];
    if ((drift < 0n ? -drift : drift) > (most < 0n ? -most : most)) largest = one;
  }
  return largest;
};

const driftWords = (asset: AssetVerdict | undefined): string => {
  if (asset === undefined || asset.driftE18 === null) return 'every asset is on its target';
  // A hair off is printed as no points at all, which is neither over nor under.
  if (pointsText(asset.driftE18) === NO_POINTS) return 'every asset is within 0.1 pp of its target';
  return `${asset.symbol} is ${points(asset.driftE18)} ${asset.driftE18 > 0n ? 'over' : 'under'} its ${percent(asset.targetE18, 0)} target`;
};

const inBandWords = (decision: Decision): string => {
  const asset = largestDrift(decision.assets);
  const drift = driftWords(asset);
  if (asset === undefined || asset.driftE18 === null || pointsText(asset.driftE18) === NO_POINTS)
    return drift;
  const limit = asset.hold?.limit;
  return limit?.name === 'band'
    ? `${drift}, inside the ±${formatDecimalRounded(limit.allowed, 16, 1)} pp band`
    : `${drift}, and nothing calls for a trade`;
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

const legWords = (leg: Leg, decision: Decision): string => {
  const symbol = (token: string): string =>
    decision.assets.find((one) => one.token === token)?.symbol ?? token;
  return `sell ${usd(leg.sellValueUsdE18)} of ${symbol(leg.sellToken)} for ${symbol(leg.buyToken)}`;
};

const holdWords = (decision: Decision, hold: Hold): string => {
  const detail = hold.detail === null ? '' : `: ${hold.detail}`;
  const words = `${REASON_WORDS[hold.reason]}${namedAssets(decision, hold.reason)}${detail}${limitWords(decision, hold)}`;
  // A stop says nothing of the portfolio: where it stands is told beside it.
  return hold.reason === 'halted' && decision.navUsdE18 !== null
    ? `${words}; ${driftWords(largestDrift(decision.assets))}`
    : words;
};

const sentenceOf = (decision: Decision): string => {
  const { plan } = decision;
  const next = `Next look ${when(decision.nextLookAt, decision.decidedAt)}.`;
  if (plan.kind === 'hold') {
    const why = plan.hold.reason === 'in-band' ? inBandWords(decision) : holdWords(decision, plan.hold);
    const { lookAgainAt } = plan.hold;
    // It is looked at before then as well, since owner and market may change what it waits for.
    const waits =
      lookAgainAt > decision.nextLookAt ? `Waits until ${when(lookAgainAt, decision.decidedAt)}. ` : '';
    return `No trade: ${why}. ${waits}${next}`;
  }
  const legs = plan.legs.slice(0, 3).map((leg) => legWords(leg, decision));
  const more = plan.legs.length > 3 ? `, and ${plan.legs.length - 3} more` : '';
  const before = percent(decision.trackingErrorE18 ?? 0n);
  const after = percent(decision.trackingErrorAfterE18 ?? 0n);
  return `Trade: ${legs.join(', ')}${more}. Tracking error ${before} → ${after}. ${next}`;
};

const rowOf = (asset: AssetVerdict): ExplanationRow => ({
  symbol: asset.symbol,
  value: asset.valueUsdE18 === null ? '–' : usd(asset.valueUsdE18),
  weight: asset.weightE18 === null ? '–' : percent(asset.weightE18),
  target: percent(asset.targetE18),
  drift: asset.driftE18 === null ? '–' : points(asset.driftE18),
  action:
    asset.plannedUsdE18 === 0n
      ? asset.action
      : `${asset.action} ${usd(asset.plannedUsdE18 < 0n ? -asset.plannedUsdE18 : asset.plannedUsdE18)}`,
  reason: asset.hold?.reason ?? '',
});

/** Says a decision in one plain sentence and a table, from its numbers alone. */
export const explain = (decision: Decision): Explanation => ({
  sentence: sentenceOf(decision),
  rows: decision.assets.map(rowOf),
});
