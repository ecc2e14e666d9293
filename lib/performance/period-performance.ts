import type { UnixSeconds } from '../result.ts';
import { absent, type Figure, figure, figureOr, mapFigure } from './figure.ts';
import { DUST_USD_E18 } from './growth-links.ts';
import { moneyWeightedReturn } from './money-weighted.ts';
import type { Ratio } from './returns.ts';
import type { SeriesPoint } from './series-point.ts';

const YEAR_SECONDS = 365 * 86_400;

/** What came in and went out at one time, or over a day where there is too much to tell apart; neither is negative. */
export type PeriodFlow = {
  readonly atSeconds: UnixSeconds;
  readonly inUsdE18: bigint;
  readonly outUsdE18: bigint;
  /** The portfolio just before the first of it and just after the last. */
  readonly beforeUsdE18: bigint;
  readonly afterUsdE18: bigint;
};

/** A portfolio between two points of its series. */
export type Period = {
  /** Null: from the beginning, before anything was held. */
  readonly start: SeriesPoint | null;
  readonly end: SeriesPoint;
  /** After the start's block, up to the end's. */
  readonly flows: readonly PeriodFlow[];
  /** Some of its flows have no price, so that what they brought isn't known. */
  readonly hasUnpricedFlow: boolean;
  /** What the target index stood at in the beginning; null where it wasn't recorded yet. */
  readonly indexStart: Ratio | null;
};

export type PeriodPerformance = {
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  /** Of the time between, without gaps. */
  readonly observedSeconds: number;
  readonly startUsdE18: bigint;
  readonly endUsdE18: bigint;
  readonly depositedUsdE18: bigint;
  readonly withdrawnUsdE18: bigint;
  /** end − start − deposits + withdrawals. */
  readonly gainUsdE18: Figure<bigint>;
  /** Gain beyond that of the basket that was left alone. */
  readonly versusHoldUsdE18: Figure<bigint>;
  /** Of the whole period, not of a year. */
  readonly timeWeighted: Figure<Ratio>;
  /** Of the basket that was left alone. */
  readonly hold: Figure<Ratio>;
  /** What rebalancing made of one dollar of the basket: (1 + time-weighted) ÷ (1 + hold) − 1. */
  readonly rebalancing: Figure<Ratio>;
  /** Of a dollar held exactly at the targets, without cost. */
  readonly index: Figure<Ratio>;
  /** What following the targets cost or brought: (1 + time-weighted) ÷ (1 + index) − 1. */
  readonly versusIndex: Figure<Ratio>;
  /** Of the time in which something was held: (1 + rate)^time − 1. */
  readonly moneyWeighted: Figure<Ratio>;
  /** The yearly rate (XIRR); none for less than a year. */
  readonly moneyWeightedYearly: Figure<Ratio>;
};

const sumOf = (flows: readonly PeriodFlow[], part: 'inUsdE18' | 'outUsdE18'): bigint =>
  flows.reduce((sum, flow) => sum + flow[part], 0n);

type Clock = (atSeconds: UnixSeconds) => UnixSeconds;

/** The start paid in, each flow as the owner sees it, the end taken out; by some clock. */
const rateBy = (clock: Clock, period: Period, fromSeconds: UnixSeconds): Figure<Ratio> => {
  const { start, end, flows, hasUnpricedFlow } = period;
  if (hasUnpricedFlow) return absent('flow-unpriced');
  const owner = [
    { atSeconds: clock(fromSeconds), amountUsdE18: -(start?.valueUsdE18 ?? 0n) },
    ...flows.map(({ atSeconds, inUsdE18, outUsdE18 }) => ({
      ...{ atSeconds: clock(atSeconds), amountUsdE18: outUsdE18 - inUsdE18 },
    })),
    { atSeconds: clock(end.timeSeconds), amountUsdE18: end.valueUsdE18 },
  ];
  return figureOr(moneyWeightedReturn(owner), 'no-rate');
};

/** A clock that stands still while nothing but dust is held, and the time it shows at the end. */
const heldClock = ({ start, end, flows }: Period, fromSeconds: UnixSeconds) => {
  const stops = new Map<UnixSeconds, UnixSeconds>([[fromSeconds, 0]]);
  let [at, shown, left] = [fromSeconds, 0, start?.valueUsdE18 ?? 0n];
  const advance = (toSeconds: UnixSeconds, isHeld: boolean): void => {
    if (isHeld) shown += toSeconds - at;
    at = toSeconds;
    stops.set(at, shown);
  };
  for (const { atSeconds, beforeUsdE18, afterUsdE18 } of flows) {
    advance(atSeconds, left >= DUST_USD_E18 || beforeUsdE18 >= DUST_USD_E18);
    left = afterUsdE18;
  }
  advance(end.timeSeconds, left >= DUST_USD_E18);
  return { clock: (atSeconds: UnixSeconds) => stops.get(atSeconds) ?? shown, heldSeconds: shown };
};

/** Money taken out earns nothing until it comes back, so that the rate goes on only while something is held. */
const moneyWeightedOf = (period: Period, fromSeconds: UnixSeconds): Figure<Ratio> => {
  const { clock, heldSeconds } = heldClock(period, fromSeconds);
  const rate = rateBy(clock, period, fromSeconds);
  return mapFigure(rate, (yearly) => (1 + yearly) ** (heldSeconds / YEAR_SECONDS) - 1);
};

/** Whether anything was there to earn a return. */
const wasHeld = ({ start, end, flows }: Period): boolean =>
  (start?.valueUsdE18 ?? 0n) > 0n || end.valueUsdE18 > 0n || flows.some(({ inUsdE18 }) => inUsdE18 > 0n);

const sinceStart = (after: Ratio, before: Ratio): Figure<Ratio> =>
  before === 0 ? absent('nothing-held') : figure(after / before - 1);

const versusHold = ({ start, end }: Period): Figure<bigint> => {
  if (end.holdUsdE18 === null || (start !== null && start.holdUsdE18 === null))
    return absent('price-missing');
  const before = start === null ? 0n : start.valueUsdE18 - (start.holdUsdE18 ?? 0n);
  return figure(end.valueUsdE18 - end.holdUsdE18 - before);
};

const indexOf = ({ start, end, indexStart }: Period) => {
  const { indexGrowth, growth } = end;
  if (indexStart === null || indexGrowth === null)
    return { index: absent('not-recorded'), versusIndex: absent('not-recorded') };
  if (indexStart === 0 || indexGrowth === 0 || start?.growth === 0)
    return { index: absent('nothing-held'), versusIndex: absent('nothing-held') };
  return {
    index: figure(indexGrowth / indexStart - 1),
    versusIndex: figure((growth / (start?.growth ?? 1)) * (indexStart / indexGrowth) - 1),
  };
};

const returnsOf = ({ start, end }: Period) => ({
  timeWeighted: sinceStart(end.growth, start?.growth ?? 1),
  hold: sinceStart(end.holdGrowth, start?.holdGrowth ?? 1),
  rebalancing:
    start?.growth === 0 || end.holdGrowth === 0
      ? absent('nothing-held')
      : figure((end.growth / (start?.growth ?? 1)) * ((start?.holdGrowth ?? 1) / end.holdGrowth) - 1),
});

const NO_RETURNS = {
  timeWeighted: absent('nothing-held'),
  hold: absent('nothing-held'),
  rebalancing: absent('nothing-held'),
  index: absent('nothing-held'),
  versusIndex: absent('nothing-held'),
  moneyWeighted: absent('nothing-held'),
  moneyWeightedYearly: absent('nothing-held'),
};

/** What became of a portfolio in a period: dollars, and the returns that its dates and flows allow to speak of. */
export const periodPerformance = (period: Period): PeriodPerformance => {
  const { start, end, flows, hasUnpricedFlow } = period;
  const fromSeconds = start?.timeSeconds ?? flows[0]?.atSeconds ?? end.timeSeconds;
  const [depositedUsdE18, withdrawnUsdE18] = [sumOf(flows, 'inUsdE18'), sumOf(flows, 'outUsdE18')];
  const startUsdE18 = start?.valueUsdE18 ?? 0n;
  const gainUsdE18 = end.valueUsdE18 - startUsdE18 - depositedUsdE18 + withdrawnUsdE18;
  const spanSeconds = end.timeSeconds - fromSeconds;
  const returns = {
    ...returnsOf(period),
    ...indexOf(period),
    moneyWeighted: moneyWeightedOf(period, fromSeconds),
    moneyWeightedYearly:
      spanSeconds < YEAR_SECONDS ? absent('under-a-year') : rateBy((at) => at, period, fromSeconds),
  };
  return {
    ...{ fromSeconds, toSeconds: end.timeSeconds, startUsdE18, endUsdE18: end.valueUsdE18 },
    observedSeconds: end.observedSeconds - (start?.observedSeconds ?? 0),
    ...{ depositedUsdE18, withdrawnUsdE18 },
    gainUsdE18: hasUnpricedFlow ? absent('flow-unpriced') : figure(gainUsdE18),
    versusHoldUsdE18: versusHold(period),
    ...(wasHeld(period) ? returns : NO_RETURNS),
  };
};
