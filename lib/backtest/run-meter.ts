import type { Band } from '../engine/policy.ts';
import { E18, mulDivDown } from '../money/fixed-point.ts';
import { addCost, type CostAttribution, noCosts } from '../performance/cost-attribution.ts';
import type { OwnerFlow } from '../performance/money-weighted.ts';
import {
  type Annualisation,
  addReturn,
  noReturns,
  type ReturnMoments,
  yearsOfReturn,
} from '../performance/return-moments.ts';
import { type Ratio, ratioOf } from '../performance/returns.ts';
import {
  addToDrawdown,
  type DrawdownTracker,
  driftsOf,
  startDrawdown,
  trackingErrorOf,
} from '../performance/risk.ts';
import type { UnixSeconds } from '../result.ts';
import { startOfUtcDay } from '../time/utc.ts';
import type { Trade, Valuation } from './simulated-portfolio.ts';

const BPS = 10_000;

/** Follows one simulated portfolio in constant memory: sums and extremes, never a series. */
export type RunMeter = {
  readonly annual: Annualisation;
  readonly startUsdE18: bigint;
  readonly startSeconds: UnixSeconds;
  lastUsdE18: bigint;
  lastSeconds: UnixSeconds;
  /** What the start would have become without the owner's flows: equal to the value until the first of them. */
  indexUsdE18: bigint;
  /** Fund shares as of a fund that issued one per dollar at the start; flows buy and redeem them at the day's value. */
  sharesE18: bigint;
  /** What the owner moved, as the owner sees it. */
  readonly flows: OwnerFlow[];
  /** Growth of this row before its flow, which the flow must not blur. */
  growthBeforeFlow: Ratio;
  readonly moments: ReturnMoments;
  readonly drawdown: DrawdownTracker;
  readonly costs: CostAttribution;
  turnover: Ratio;
  soldUsdE18: bigint;
  legs: number;
  rebalances: number;
  tradeDays: number;
  lastTradeDay: UnixSeconds | null;
  rows: number;
  trackingErrorSum: Ratio;
  trackingErrorMax: Ratio;
  rowsOutOfBand: number;
};

export const startMeter = (cashUsdE18: bigint, atSeconds: UnixSeconds, annual: Annualisation): RunMeter => ({
  annual,
  startUsdE18: cashUsdE18,
  startSeconds: atSeconds,
  lastUsdE18: cashUsdE18,
  lastSeconds: atSeconds,
  indexUsdE18: cashUsdE18,
  sharesE18: cashUsdE18,
  flows: [],
  growthBeforeFlow: 1,
  moments: noReturns(),
  drawdown: startDrawdown({ atSeconds, valueUsdE18: cashUsdE18 }),
  costs: noCosts(),
  turnover: 0,
  soldUsdE18: 0n,
  legs: 0,
  rebalances: 0,
  tradeDays: 0,
  lastTradeDay: null,
  rows: 0,
  trackingErrorSum: 0,
  trackingErrorMax: 0,
  rowsOutOfBand: 0,
});

/** The targets of a run and, with a band, how far each asset may be from its own; shares of the whole. */
export type Yardstick = { readonly targets: readonly Ratio[]; readonly widths: readonly Ratio[] | null };

const widthOf = (band: Band, target: Ratio): Ratio => {
  if (band.kind === 'absolute') return band.bandBps / BPS;
  if (band.kind === 'relative') return (band.bandBps / BPS) * target;
  return Math.max((band.relativeBps / BPS) * target, band.floorBps / BPS);
};

/** Measures by this band, as it is without any volatility factor. */
export const yardstickOf = (targetsE18: readonly bigint[], band: Band | null): Yardstick => {
  const targets = targetsE18.map((targetE18) => ratioOf(targetE18, E18));
  return { targets, widths: band === null ? null : targets.map((target) => widthOf(band, target)) };
};

/** Looks at a row's portfolio as it was found, before any trade: its tracking error and whether it is outside the band. */
export const meterFound = (meter: RunMeter, found: Valuation, { targets, widths }: Yardstick): void => {
  meter.rows += 1;
  if (found.navUsdE36 === 0n) return;
  const drifts = driftsOf(found.values, found.navUsdE36, targets);
  const error = trackingErrorOf(drifts);
  meter.trackingErrorSum += error;
  meter.trackingErrorMax = Math.max(meter.trackingErrorMax, error);
  if (widths === null) return;
  for (let index = 0; index < drifts.length; index++) {
    const distance = Math.abs(drifts[index] ?? 0);
    if (distance === 0 || distance < (widths[index] ?? 0)) continue;
    meter.rowsOutOfBand += 1;
    return;
  }
};

/** Books a row's trades. Turnover is one-sided: what was sold, as a share of the value it was sold from. */
export const meterTrades = (
  meter: RunMeter,
  trades: readonly Trade[],
  at: { readonly atSeconds: UnixSeconds; readonly navUsdE36: bigint },
): void => {
  if (trades.length === 0) return;
  let soldUsdE18 = 0n;
  for (const { sellUsdE18, cost } of trades) {
    soldUsdE18 += sellUsdE18;
    addCost(meter.costs, cost);
  }
  meter.soldUsdE18 += soldUsdE18;
  meter.turnover += ratioOf(soldUsdE18 * E18, at.navUsdE36);
  meter.legs += trades.length;
  meter.rebalances += 1;
  markTradeDay(meter, at.atSeconds);
};

/** Counts the UTC day of a trade once. */
export const markTradeDay = (meter: RunMeter, atSeconds: UnixSeconds): void => {
  const day = startOfUtcDay(atSeconds);
  if (day === meter.lastTradeDay) return;
  meter.lastTradeDay = day;
  meter.tradeDays += 1;
};

/**
 * Books money that the owner moved, deposit positive, right after the portfolio was worth `beforeUsdE18`: returns go on as if it had not
 * happened.
 */
export const meterFlow = (
  meter: RunMeter,
  flow: { readonly atSeconds: UnixSeconds; readonly beforeUsdE18: bigint; readonly amountUsdE18: bigint },
): void => {
  const { atSeconds, beforeUsdE18, amountUsdE18 } = flow;
  if (meter.lastUsdE18 > 0n) meter.growthBeforeFlow *= ratioOf(beforeUsdE18, meter.lastUsdE18);
  meter.indexUsdE18 = indexOf(meter, beforeUsdE18);
  if (meter.sharesE18 > 0n && beforeUsdE18 > 0n)
    meter.sharesE18 += mulDivDown(amountUsdE18, meter.sharesE18, beforeUsdE18);
  else if (meter.indexUsdE18 > 0n)
    meter.sharesE18 = mulDivDown(amountUsdE18, meter.startUsdE18, meter.indexUsdE18);
  meter.flows.push({ atSeconds, amountUsdE18: -amountUsdE18 });
  meter.lastUsdE18 = beforeUsdE18 + amountUsdE18;
};

const indexOf = (meter: RunMeter, valueUsdE18: bigint): bigint => {
  if (meter.flows.length === 0) return valueUsdE18;
  // Closed: what it had become stands still until it is opened again.
  return meter.sharesE18 === 0n
    ? meter.indexUsdE18
    : mulDivDown(valueUsdE18, meter.startUsdE18, meter.sharesE18);
};

/** Closes a row at its value after all flows, trades and costs. */
export const meterClose = (meter: RunMeter, atSeconds: UnixSeconds, navUsdE36: bigint): bigint => {
  const valueUsdE18 = navUsdE36 / E18;
  if (meter.lastUsdE18 > 0n) {
    const change = ratioOf(valueUsdE18 - meter.lastUsdE18, meter.lastUsdE18);
    const value = meter.growthBeforeFlow - 1 + meter.growthBeforeFlow * change;
    const years = yearsOfReturn(atSeconds - meter.lastSeconds, meter.annual);
    addReturn(meter.moments, { value, years }, meter.annual.riskFreeRate);
  }
  meter.growthBeforeFlow = 1;
  meter.indexUsdE18 = indexOf(meter, valueUsdE18);
  addToDrawdown(meter.drawdown, { atSeconds, valueUsdE18: meter.indexUsdE18 });
  meter.lastUsdE18 = valueUsdE18;
  meter.lastSeconds = atSeconds;
  return valueUsdE18;
};
