import { DAY_SECONDS } from '../../time/utc.ts';
import type { CashPolicy } from '../cash-policy.ts';
import type { RateHistory } from '../rate-history.ts';
import { realisedRate } from '../realised-rate.ts';
import { CHASER, ours, staying } from './cash-strategies.ts';
import { type RateWorld, worldOfCharts } from './rate-world.ts';
import { BACKTEST_RULES, runCash } from './run-cash.ts';

/** Spans back from the newest day that strategies are compared over, in days. */
export const COMPARED_DAYS = [30, 90] as const;
/** Of rates before a span: nothing goes in by fewer, and the first starting place is chosen by them. */
export const DAYS_BEFORE = 31;

export const COMPARED_WAYS = ['ours', 'staying', 'chaser'] as const;
export type ComparedWay = (typeof COMPARED_WAYS)[number];

/** What became of one strategy over a span. Amounts in USDC units, after all costs. */
export type WayResult = {
  readonly way: ComparedWay;
  readonly earnedUnits: bigint;
  readonly costUnits: bigint;
  readonly moves: number;
};

export type Comparison =
  | {
      readonly kind: 'compared';
      readonly days: number;
      readonly fromSeconds: number;
      readonly toSeconds: number;
      readonly vaults: number;
      readonly ways: readonly WayResult[];
    }
  /** No two vaults are known for so long. */
  | {
      readonly kind: 'too-short';
      readonly days: number;
      readonly neededDays: number;
      readonly knownDays: number;
    };

/** A vault's own share prices, a point a day, and what a site has said of it; null: none is known. */
export type ComparedVault = { readonly own: RateHistory; readonly site: RateHistory | null };

const isBetween = (points: RateHistory['points'], atSeconds: number, seconds: number): boolean =>
  points.some((point) => point.atSeconds <= atSeconds && point.atSeconds > atSeconds - seconds);

/** What a site has said is news for so long, as for a decision. */
const NEWS_SECONDS = 36 * 3_600;

/**
 * A vault's own share prices, each with what a site had said until then, and what nobody says by the growth of the day before: as a look of
 * that time would have had it. Nothing of later is in it.
 */
export const toldTogether = (own: RateHistory, site: RateHistory | null): RateHistory => ({
  ...own,
  points: own.points.map((point, index) => {
    const { atSeconds } = point;
    const isNews = (at: number): boolean => at <= atSeconds && at > atSeconds - NEWS_SECONDS;
    const told = site?.points.findLast((one) => isNews(one.atSeconds)) ?? null;
    const grown = (): bigint | null =>
      realisedRate(own.points.slice(Math.max(0, index - 3), index + 1), 1)?.rateE18 ?? null;
    return { ...point, paidE18: told?.paidE18 ?? grown(), promisedE18: told?.promisedE18 ?? null };
  }),
});

/** Whole days between a history's first and last point. */
const spanDays = ({ points: [first, ...rest] }: RateHistory): number =>
  first === undefined ? 0 : Math.floor(((rest.at(-1) ?? first).atSeconds - first.atSeconds) / DAY_SECONDS);

/** Those that are still read: a vault that nobody reads any more would end the world of all others. */
const stillRead = (histories: readonly RateHistory[]): readonly RateHistory[] => {
  const newest = Math.max(0, ...histories.map(({ points }) => points.at(-1)?.atSeconds ?? 0));
  return histories.filter(({ points }) => isBetween(points, newest, 2 * DAY_SECONDS));
};

const compareOver = (
  world: RateWorld,
  {
    days,
    policy,
    startUnits,
  }: { readonly days: number; readonly policy: CashPolicy; readonly startUnits: bigint },
): readonly WayResult[] => {
  const fromDay = world.days - days;
  const window = { world, fromDay, days, startUnits, policy, rules: BACKTEST_RULES };
  // The first is what the lead of the others is over.
  const strategies = [staying('staying', policy), ours('ours', policy), CHASER] as const;
  const names: readonly ComparedWay[] = ['staying', 'ours', 'chaser'];
  const runs = runCash(window, strategies);
  const results = runs.flatMap(({ endUnits, costUnits, moves }, index) => {
    const way = names[index];
    return way === undefined ? [] : [{ way, earnedUnits: endUnits - startUnits, costUnits, moves }];
  });
  return results.toSorted((one, other) => COMPARED_WAYS.indexOf(one.way) - COMPARED_WAYS.indexOf(other.way));
};

/**
 * What an amount would have earned over the last days by the rates that were stored: by our decision, by staying where the thirty days before
 * paid most, and by going where most is promised, every day; by the same contracts' rules and costs as the back-test. On each day a
 * strategy knows the points until then alone. @param vaults of each its own share prices, and what a site has said of it
 */
export const compareStrategies = (
  vaults: readonly ComparedVault[],
  { policy, startUnits }: { readonly policy: CashPolicy; readonly startUnits: bigint },
): readonly Comparison[] => {
  const read = stillRead(vaults.map(({ own, site }) => toldTogether(own, site)));
  return COMPARED_DAYS.map((days): Comparison => {
    const neededDays = days + DAYS_BEFORE;
    const long = read.filter((history) => spanDays(history) >= neededDays);
    const world = worldOfCharts('stored', long);
    if (long.length < 2 || world.days < neededDays)
      return { kind: 'too-short', days, neededDays, knownDays: knownDaysOf(read) };
    const toSeconds = world.startSeconds + world.days * DAY_SECONDS;
    return {
      ...{ kind: 'compared', days, fromSeconds: toSeconds - days * DAY_SECONDS, toSeconds },
      ...{ vaults: long.length, ways: compareOver(world, { days, policy, startUnits }) },
    };
  });
};

/** For how many days the second longest history tells: two vaults are the least that can be chosen from. */
const knownDaysOf = (histories: readonly RateHistory[]): number =>
  histories.map(spanDays).sort((one, other) => other - one)[1] ?? 0;
