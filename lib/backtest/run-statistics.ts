import { totalCostUsdE18 } from '../engine/pair-cost.ts';
import type { CostAttribution } from '../performance/cost-attribution.ts';
import { type Drawdown, maxDrawdown } from '../performance/drawdown.ts';
import type { Ratio } from '../performance/ratio.ts';
import { calmarRatio, sharpeRatio, sortinoRatio, volatility } from '../performance/return-moments.ts';
import { compoundAnnualGrowth, totalReturn } from '../performance/returns.ts';
import type { RunMeter } from './run-meter.ts';

/** What one simulated portfolio came to. A statistic that isn't defined (no risk, no time) is null, never a made-up number. */
export type RunStatistics = {
  readonly finalUsdE18: bigint;
  /** Time-weighted; a run has no deposits, so it is also the money-weighted one over the whole period. */
  readonly totalReturn: Ratio;
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

/** Writes up a run. */
export const statisticsOf = (meter: RunMeter, hasBand: boolean): RunStatistics => {
  const span = {
    startUsdE18: meter.startUsdE18,
    endUsdE18: meter.lastUsdE18,
    fromSeconds: meter.startSeconds,
    toSeconds: meter.lastSeconds,
  };
  const drawdown = maxDrawdown(meter.drawdown);
  const cagr = compoundAnnualGrowth(span);
  return {
    finalUsdE18: meter.lastUsdE18,
    totalReturn: totalReturn(span),
    cagr,
    volatility: volatility(meter.moments, meter.annual),
    sharpe: sharpeRatio(meter.moments, meter.annual),
    sortino: sortinoRatio(meter.moments, meter.annual),
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
