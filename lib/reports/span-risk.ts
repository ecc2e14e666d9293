import { absent, type Figure, figure, figureOr } from '../performance/figure.ts';
import {
  type Annualisation,
  addReturn,
  noReturns,
  type ReturnMoments,
  sharpeRatio,
  sortinoRatio,
  volatility,
  yearsOfReturn,
} from '../performance/return-moments.ts';
import type { Ratio } from '../performance/returns.ts';
import {
  addToDrawdown,
  type Drawdown,
  type DrawdownTracker,
  maxDrawdown,
  startDrawdown,
} from '../performance/risk.ts';
import type { SeriesPoint } from '../performance/series-point.ts';
import { DAY_SECONDS } from '../time/utc.ts';

/** Risk of a span from the growth of a dollar, so that deposits and withdrawals don't count. */
export type SpanRisk = {
  readonly volatility: Figure<Ratio>;
  /** Against no return at all: a risk-free rate is nobody's but the reader's. */
  readonly sharpe: Figure<Ratio>;
  readonly sortino: Figure<Ratio>;
  readonly drawdown: Figure<Drawdown>;
};

type Grown = Pick<SeriesPoint, 'timeSeconds' | 'growth'>;

const RISKLESS: Annualisation = { periodsPerYear: null, riskFreeRate: 0 };
/** A yearly figure of fewer days is mostly chance. */
const SPAN_SECONDS_MIN = 7 * DAY_SECONDS;
/** A growth in the fixed point in which falls are compared. */
const levelOf = ({ timeSeconds, growth }: Grown) => ({
  ...{ atSeconds: timeSeconds, valueUsdE18: BigInt(Math.round(growth * 1e15)) * 1_000n },
});

const momentsOf = (points: readonly Grown[]): ReturnMoments => {
  const moments = noReturns();
  for (const [index, { timeSeconds, growth }] of points.entries()) {
    const before = points[index - 1];
    if (before === undefined || before.growth === 0) continue;
    const years = yearsOfReturn(timeSeconds - before.timeSeconds, RISKLESS);
    addReturn(moments, { value: growth / before.growth - 1, years }, 0);
  }
  return moments;
};

const fallOf = (points: readonly Grown[]): Figure<Drawdown> => {
  let tracker: DrawdownTracker | null = null;
  for (const point of points) {
    if (tracker === null) tracker = startDrawdown(levelOf(point));
    else addToDrawdown(tracker, levelOf(point));
  }
  return tracker === null ? absent('never-valued') : figure(maxDrawdown(tracker));
};

/**
 * Volatility, Sharpe and Sortino by the year, of the returns between these points, each counted for the time that it took; and the deepest
 * fall among them. Yearly figures are told of a span of a week or more.
 */
export const spanRisk = (points: readonly Grown[]): SpanRisk => {
  const seconds = (points.at(-1)?.timeSeconds ?? 0) - (points[0]?.timeSeconds ?? 0);
  const drawdown = fallOf(points);
  if (seconds < SPAN_SECONDS_MIN) {
    const none = absent('under-seven-days');
    return { volatility: none, sharpe: none, sortino: none, drawdown };
  }
  const moments = momentsOf(points);
  return {
    volatility: figureOr(volatility(moments), 'under-seven-days'),
    sharpe: figureOr(sharpeRatio(moments, 0), 'no-deviation'),
    sortino: figureOr(sortinoRatio(moments, 0), 'no-deviation'),
    drawdown,
  };
};
