import { absolute, larger, mulDivUp, smaller } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { Band, Policy, Trigger, TriggerKind } from './policy.ts';
import type { Snapshot } from './snapshot.ts';
import type { Position, Survey } from './survey.ts';

/** A band as it applies now: `scaleUp / scaleDown` is the volatility factor, 1/1 without one. */
export type ActiveBand = { readonly band: Band; readonly scaleUp: bigint; readonly scaleDown: bigint };

/** The trigger that calls for a rebalance, and the band its destination is measured by. */
export type Fired = { readonly kind: TriggerKind; readonly band: ActiveBand | null };

const unscaled = (band: Band): ActiveBand => ({ band, scaleUp: 1n, scaleDown: 1n });

/**
 * The drift at which an asset is outside, in the survey's exact unit: a position is outside when |excess| ≥ this.
 * Rounded up, which changes nothing for integers.
 */
export const bandThreshold = (active: ActiveBand, position: Position, survey: Survey): bigint => {
  const { band } = active;
  const ofTarget = (bps: number): bigint => BigInt(bps) * position.targetParts * survey.navUsdE18;
  const ofNav = (bps: number): bigint => BigInt(bps) * survey.whole * survey.navUsdE18;
  const width =
    band.kind === 'absolute'
      ? ofNav(band.bandBps)
      : band.kind === 'relative'
        ? ofTarget(band.bandBps)
        : larger(ofTarget(band.relativeBps), ofNav(band.floorBps));
  return active.scaleUp === active.scaleDown ? width : mulDivUp(width, active.scaleUp, active.scaleDown);
};

/**
 * Whether a position is outside its band; exactly at the edge is outside. A holding without a target has an infinite relative
 * drift: it counts from the smallest trade on, or dust that anyone can send would keep the portfolio trading.
 */
export const isOutside = (position: Position, threshold: bigint, dustUsdE18: bigint): boolean => {
  if (position.targetParts === 0n && threshold === 0n)
    return position.valueUsdE18 > 0n && position.valueUsdE18 >= dustUsdE18;
  return absolute(position.excess) >= threshold;
};

const volatilityBand = (
  trigger: Extract<Trigger, { kind: 'volatility-band' }>,
  recentBps: number | null,
): ActiveBand => {
  if (recentBps === null) return unscaled(trigger.band);
  const reference = BigInt(trigger.referenceVolatilityBps);
  const recent = BigInt(recentBps) * 10_000n;
  const least = reference * BigInt(trigger.scaleBpsMin);
  const most = reference * BigInt(trigger.scaleBpsMax);
  return {
    band: trigger.band,
    scaleUp: smaller(larger(recent, least), most),
    scaleDown: reference * 10_000n,
  };
};

/** The band of a trigger as it applies to this snapshot; null for calendar and cash flow. */
export const activeBand = (trigger: Trigger, snapshot: Snapshot): ActiveBand | null => {
  switch (trigger.kind) {
    case 'absolute':
    case 'relative':
    case 'hybrid':
      return unscaled(trigger);
    case 'calendar-band':
      return unscaled(trigger.band);
    case 'volatility-band':
      return volatilityBand(trigger, snapshot.recentVolatilityBps);
    default:
      return null;
  }
};

const anyOutside = (band: ActiveBand, survey: Survey, dustUsdE18: bigint): boolean => {
  for (const position of survey.positions) {
    if (isOutside(position, bandThreshold(band, position, survey), dustUsdE18)) return true;
  }
  return false;
};

const isDue = (intervalSeconds: number, snapshot: Snapshot): boolean =>
  snapshot.lastRebalanceAtSeconds === null ||
  snapshot.nowSeconds - snapshot.lastRebalanceAtSeconds >= intervalSeconds;

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
  const outside = (): boolean => band !== null && anyOutside(band, survey, policy.limits.minTradeUsdE18);
  switch (trigger.kind) {
    case 'calendar':
      return isDue(trigger.intervalSeconds, snapshot);
    case 'calendar-band':
      return isDue(trigger.intervalSeconds, snapshot) && outside();
    case 'cash-flow':
      return (
        snapshot.cashFlows.length > 0 &&
        flowUsdE18(snapshot, survey) * 10_000n >= BigInt(trigger.flowBpsMin) * survey.navUsdE18
      );
    default:
      return outside();
  }
};

/** One portfolio under one policy. */
export type Look = { readonly snapshot: Snapshot; readonly policy: Policy; readonly survey: Survey };

/**
 * The first trigger that fires, in the policy's order, except that a cash-flow trigger yields to any other: it alone restricts what
 * may be traded. The band is the trigger's own, else the policy's first.
 */
export const firedTrigger = (look: Look): Fired | null => {
  let cashFlow: Fired | null = null;
  for (const trigger of look.policy.triggers) {
    const band = activeBand(trigger, look.snapshot);
    if (!fires(trigger, band, look)) continue;
    if (trigger.kind !== 'cash-flow') return { kind: trigger.kind, band: band ?? firstBand(look) };
    cashFlow ??= { kind: 'cash-flow', band: null };
  }
  return cashFlow;
};

/** The policy's first band as it applies now; null when it has none. */
export const firstBand = ({ policy, snapshot }: Pick<Look, 'policy' | 'snapshot'>): ActiveBand | null => {
  for (const trigger of policy.triggers) {
    const band = activeBand(trigger, snapshot);
    if (band !== null) return band;
  }
  return null;
};

/** When the next calendar date of the policy comes due; null when it has none or one is due already. */
export const nextDueAt = ({ policy, snapshot }: Pick<Look, 'policy' | 'snapshot'>): UnixSeconds | null => {
  const last = snapshot.lastRebalanceAtSeconds;
  if (last === null) return null;
  let next: UnixSeconds | null = null;
  for (const trigger of policy.triggers) {
    if (trigger.kind !== 'calendar' && trigger.kind !== 'calendar-band') continue;
    const due = last + trigger.intervalSeconds;
    if (due > snapshot.nowSeconds && (next === null || due < next)) next = due;
  }
  return next;
};
