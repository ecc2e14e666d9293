import { totalCostUsdE18 } from '../engine/pair-cost.ts';
import type { CostAttribution } from '../performance/cost-attribution.ts';
import { moneyWeightedReturn } from '../performance/money-weighted.ts';
import { calmarRatio, sharpeRatio, sortinoRatio, volatility } from '../performance/return-moments.ts';
import { compoundAnnualGrowth, isAYear, type Ratio, totalReturn } from '../performance/returns.ts';
import { type Drawdown, maxDrawdown } from '../performance/risk.ts';
import type { RunMeter } from './run-meter.ts';

/** What one simulated portfolio came to. A statistic that isn't defined (no risk, no time) is null, never a made-up number. */
export type RunStatistics = {
  readonly finalUsdE18: bigint;
  /** Time-weighted: the owner's deposits and withdrawals don't count. */
  readonly totalReturn: Ratio;
  /** What the owner's money earned a year (XIRR), when it came and went included; null without flows, and under a year. */
  readonly moneyWeightedReturn: Ratio | null;
  /** What the owner added after the opening. */
  readonly depositedUsdE18: bigint;
  readonly withdrawnUsdE18: bigint;
  /** Null under a year, unless asked for. */
  readonly cagr: Ratio | null;
  readonly volatility: Ratio | null;
  readonly sharpe: Ratio | null;
  readonly sortino: Ratio | null;
  readonly calmar: Ratio | null;
  readonly drawdown: Drawdown;
  /** Σ sold value ÷ value at that time, one-sided, over the whole period; the opening isn't in it. */
  readonly turnover: Ratio;
  readonly soldUsdE18: bigint;
  readonly costs: CostAttribution;
  readonly costUsdE18: bigint;
  /** UTC days with a trade, the opening purchase among them. */
  readonly tradeDays: number;
  /** Rows with a trade after the opening. */
  readonly rebalances: number;
  /** Sell→buy pairs after the opening. */
  readonly legs: number;
  /** ½ Σ |weight − target|, mean over the rows after the opening, as found before trading. */
  readonly trackingErrorMean: Ratio;
  readonly trackingErrorMax: Ratio;
  /** Share of those rows found outside the policy's band; null without a band. */
  readonly outOfBandShare: Ratio | null;
};

const ownerSums = ({ flows }: RunMeter) => {
  let [depositedUsdE18, withdrawnUsdE18] = [0n, 0n];
  for (const { amountUsdE18 } of flows) {
    if (amountUsdE18 < 0n) depositedUsdE18 -= amountUsdE18;
    else withdrawnUsdE18 += amountUsdE18;
  }
  return { depositedUsdE18, withdrawnUsdE18 };
};

const ownersReturn = ({
  startSeconds,
  startUsdE18,
  flows,
  lastSeconds,
  lastUsdE18,
}: RunMeter): Ratio | null =>
  moneyWeightedReturn([
    { atSeconds: startSeconds, amountUsdE18: -startUsdE18 },
    ...flows,
    { atSeconds: lastSeconds, amountUsdE18: lastUsdE18 },
  ]);

/** Writes up a run. */
export const statisticsOf = (
  meter: RunMeter,
  { hasBand, anyPeriod }: { readonly hasBand: boolean; readonly anyPeriod: boolean },
): RunStatistics => {
  const span = {
    startUsdE18: meter.startUsdE18,
    endUsdE18: meter.indexUsdE18,
    fromSeconds: meter.startSeconds,
    toSeconds: meter.lastSeconds,
  };
  const drawdown = maxDrawdown(meter.drawdown);
  const cagr = compoundAnnualGrowth(span, anyPeriod);
  const moved = ownerSums(meter);
  return {
    finalUsdE18: meter.lastUsdE18,
    totalReturn: totalReturn(span),
    moneyWeightedReturn: meter.flows.length > 0 && (anyPeriod || isAYear(span)) ? ownersReturn(meter) : null,
    ...moved,
    cagr,
    volatility: volatility(meter.moments),
    sharpe: sharpeRatio(meter.moments, meter.annual.riskFreeRate),
    sortino: sortinoRatio(meter.moments, meter.annual.riskFreeRate),
    calmar: calmarRatio(cagr, drawdown.depth),
    drawdown,
    turnover: meter.turnover,
    soldUsdE18: meter.soldUsdE18,
    costs: { ...meter.costs },
    costUsdE18: totalCostUsdE18(meter.costs),
    tradeDays: meter.tradeDays,
    rebalances: meter.rebalances,
    legs: meter.legs,
    trackingErrorMean: meter.rows === 0 ? 0 : meter.trackingErrorSum / meter.rows,
    trackingErrorMax: meter.trackingErrorMax,
    outOfBandShare: hasBand && meter.rows > 0 ? meter.rowsOutOfBand / meter.rows : null,
  };
};
