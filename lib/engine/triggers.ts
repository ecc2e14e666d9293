import { absolute, bpsToE18, larger, mulDivUp, smaller } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { type DatedTrigger, latestDate, nextDate } from './calendar.ts';
import { isUnderWay } from './in-parts.ts';
import { type Band, bandOfTrigger, type Policy, type Trigger, type TriggerKind } from './policy.ts';
import type { Snapshot } from './snapshot.ts';
import type { Position, Survey } from './survey.ts';

/** A band as it applies to one portfolio now. The factor up / down is the volatility's, 1/1 without one. */
export type ActiveBand = {
  readonly band: Band;
  readonly up: bigint;
  readonly down: bigint;
  /** The part of the width that depends on NAV alone, in the survey's exact unit; 0 for a relative band. */
  readonly ofNav: bigint;
  /** What a part of target adds to the width; 0 for an absolute band. */
  readonly perPart: bigint;
};

/** The trigger that calls for a rebalance, and the band its destination is measured by. */
export type Fired = {
  readonly kind: TriggerKind;
  readonly band: ActiveBand | null;
  /** Nothing calls for a trade anew: only those that were begun in parts go on. */
  readonly isOngoing?: true;
};

type Factor = { readonly up: bigint; readonly down: bigint };

const UNSCALED: Factor = { up: 1n, down: 1n };

const activate = (band: Band, { up, down }: Factor, { navUsdE18, wholeNav }: Survey): ActiveBand => ({
  band,
  up,
  down,
  ofNav:
    band.kind === 'relative'
      ? 0n
      : BigInt(band.kind === 'absolute' ? band.bandBps : band.floorBps) * wholeNav,
  perPart:
    band.kind === 'absolute'
      ? 0n
      : BigInt(band.kind === 'relative' ? band.bandBps : band.relativeBps) * navUsdE18,
});

/**
 * The drift at which an asset is outside, in the survey's exact unit: a position is outside when |excess| ≥ this.
 * Rounded up, which changes nothing for integers.
 */
export const bandThreshold = (
  { perPart, ofNav, up, down }: ActiveBand,
  { targetParts }: Position,
): bigint => {
  const width = perPart === 0n ? ofNav : larger(perPart * targetParts, ofNav);
  return up === down ? width : mulDivUp(width, up, down);
};

const ofTarget = (bps: number, targetE18: bigint): bigint => (BigInt(bps) * targetE18) / 10_000n;

/** The same as a share of NAV in 18 decimals, from the target's share. */
export const bandShareE18 = ({ band, up, down }: ActiveBand, targetE18: bigint): bigint => {
  const share =
    band.kind === 'absolute'
      ? bpsToE18(band.bandBps)
      : band.kind === 'relative'
        ? ofTarget(band.bandBps, targetE18)
        : larger(ofTarget(band.relativeBps, targetE18), bpsToE18(band.floorBps));
  return up === down ? share : (share * up) / down;
};

/**
 * Whether a position is outside its band; exactly at the edge is outside. A holding without a target has an infinite relative
 * drift: it counts from the smallest trade on, or dust that anyone can send would keep the portfolio trading.
 */
export const isOutside = (position: Position, threshold: bigint, dustUsdE18: bigint): boolean => {
  if (threshold === 0n) return position.valueUsdE18 > 0n && position.valueUsdE18 >= dustUsdE18;
  return absolute(position.excess) >= threshold;
};

const volatilityFactor = (
  trigger: Extract<Trigger, { kind: 'volatility-band' }>,
  recentBps: number | null,
): Factor => {
  if (recentBps === null) return UNSCALED;
  const reference = BigInt(trigger.referenceVolatilityBps);
  const recent = BigInt(recentBps) * 10_000n;
  const least = reference * BigInt(trigger.scaleBpsMin);
  const most = reference * BigInt(trigger.scaleBpsMax);
  return { up: smaller(larger(recent, least), most), down: reference * 10_000n };
};

/** The band of a trigger as it applies now; null for those without one. */
const activeBand = (trigger: Trigger, snapshot: Snapshot, survey: Survey): ActiveBand | null => {
  const band = bandOfTrigger(trigger);
  if (band === null) return null;
  const factor =
    trigger.kind === 'volatility-band' ? volatilityFactor(trigger, snapshot.recentVolatilityBps) : UNSCALED;
  return activate(band, factor, survey);
};

const anyOutside = (band: ActiveBand, survey: Survey, dustUsdE18: bigint): boolean => {
  for (const position of survey.positions) {
    if (isOutside(position, bandThreshold(band, position), dustUsdE18)) return true;
  }
  return false;
};

const isDue = (intervalSeconds: number, snapshot: Snapshot): boolean =>
  snapshot.lastRebalanceAtSeconds === null ||
  snapshot.nowSeconds - snapshot.lastRebalanceAtSeconds >= intervalSeconds;

/** A portfolio that has never been rebalanced doesn't wait for its first date, as it doesn't for an interval. */
const hasDateCome = (
  trigger: DatedTrigger,
  { nowSeconds, lastRebalanceAtSeconds: last }: Snapshot,
): boolean => last === null || last < latestDate(trigger, nowSeconds);

/** Σ |deposits and withdrawals| of counted assets since the last rebalance, at today's prices. */
const flowUsdE18 = (snapshot: Snapshot, survey: Survey): bigint => {
  let sum = 0n;
  for (const flow of snapshot.cashFlows) {
    const position = survey.positions.find(({ asset }) => asset.token === flow.token);
    if (position !== undefined) sum += (absolute(flow.units) * position.priceUsdE18) / position.unitsPerToken;
  }
  return sum;
};

const fires = (trigger: Trigger, band: ActiveBand | null, look: Look): boolean => {
  const { snapshot, survey, policy } = look;
  const dustUsdE18 = policy.limits.minTradeUsdE18;
  switch (trigger.kind) {
    case 'calendar':
      return isDue(trigger.intervalSeconds, snapshot);
    case 'calendar-band':
      return (
        isDue(trigger.intervalSeconds, snapshot) && band !== null && anyOutside(band, survey, dustUsdE18)
      );
    case 'weekly':
    case 'monthly':
      return hasDateCome(trigger, snapshot) && (band === null || anyOutside(band, survey, dustUsdE18));
    case 'cash-flow':
      return (
        snapshot.cashFlows.length > 0 &&
        flowUsdE18(snapshot, survey) * 10_000n >= BigInt(trigger.flowBpsMin) * survey.navUsdE18
      );
    default:
      return band !== null && anyOutside(band, survey, dustUsdE18);
  }
};

/** One portfolio under one policy. */
export type Look = {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
  readonly survey: Survey;
  /** The band of each trigger as it applies now, in the policy's order. */
  readonly bands: readonly (ActiveBand | null)[];
};

/** Puts a survey under a policy. */
export const lookAt = (snapshot: Snapshot, policy: Policy, survey: Survey): Look => {
  const bands: (ActiveBand | null)[] = [];
  for (const trigger of policy.triggers) bands.push(activeBand(trigger, snapshot, survey));
  return { snapshot, policy, survey, bands };
};

/**
 * The first trigger that fires, in the policy's order, except that a cash-flow trigger yields to any other: it alone restricts what
 * may be traded. The band is the trigger's own, else the policy's first.
 */
export const firedTrigger = (look: Look): Fired | null => {
  const { triggers } = look.policy;
  let cashFlow: Fired | null = null;
  for (let index = 0; index < triggers.length; index++) {
    const trigger = triggers[index];
    const band = look.bands[index] ?? null;
    if (trigger === undefined || !fires(trigger, band, look)) continue;
    if (trigger.kind !== 'cash-flow') return { kind: trigger.kind, band: band ?? firstBand(look) };
    cashFlow ??= { kind: 'cash-flow', band: null };
  }
  return cashFlow;
};

/** What a trade that was begun in parts goes on by, once nothing calls for it anew; null where none is under way. */
export const ongoingTrigger = (look: Look): Fired | null => {
  const [first] = look.policy.triggers;
  const index = look.bands.findIndex((band) => band !== null);
  const { kind } = look.policy.triggers[index] ?? first;
  return isUnderWay(look) ? { kind, band: firstBand(look), isOngoing: true } : null;
};

/** The policy's first band as it applies now; null when it has none. */
export const firstBand = ({ bands }: Look): ActiveBand | null => {
  for (const band of bands) if (band !== null) return band;
  return null;
};

/** The first time after the last rebalance at which the trigger's date has come; null when it has none. */
const dueAfter = (trigger: Trigger, last: UnixSeconds): UnixSeconds | null => {
  if (trigger.kind === 'calendar' || trigger.kind === 'calendar-band') return last + trigger.intervalSeconds;
  return trigger.kind === 'weekly' || trigger.kind === 'monthly' ? nextDate(trigger, last) : null;
};

/** When the next calendar date of the policy comes due; null when it has none or one is due already. */
export const nextDueAt = ({ policy, snapshot }: Pick<Look, 'policy' | 'snapshot'>): UnixSeconds | null => {
  const last = snapshot.lastRebalanceAtSeconds;
  if (last === null) return null;
  let next: UnixSeconds | null = null;
  for (const trigger of policy.triggers) {
    const due = dueAfter(trigger, last);
    if (due === null) continue;
    if (due > snapshot.nowSeconds && (next === null || due < next)) next = due;
  }
  return next;
};
