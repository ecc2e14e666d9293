import { E18, mulDivDown } from '../../money/fixed-point.ts';
import { DAY_SECONDS } from '../../time/utc.ts';
import type { VaultRates } from '../cash-snapshot.ts';
import { type RateCurve, rateAfterOwnE18Down } from '../rate-curve.ts';
import { knownAt, type RateHistory, type RatePoint, type VaultKey } from '../rate-history.ts';
import { realisedRate, withSharePrices } from '../realised-rate.ts';
import type { SimulatedVault } from '../simulated-rates.ts';
import { growthRateE18 } from '../year-rate.ts';

/** What was known of a vault on one day, of points until then alone. */
export type SeenVault = {
  readonly rates: VaultRates;
  readonly promisedE18: bigint | null;
  /** Of others: our own money is no part of a history. */
  readonly tvlUnits: bigint | null;
  readonly tvlWeekAgoUnits: bigint | null;
  readonly utilisationE18: bigint | null;
};

/** What was true of a vault from one day to the next. */
export type TrueDay = {
  /** Growth of a share to the next day, as a simple rate a year; negative for a loss. */
  readonly rateE18: bigint;
  readonly tvlUnits: bigint;
  readonly utilisationE18: bigint | null;
};

export type WorldVault = {
  readonly key: VaultKey;
  readonly curve: RateCurve | null;
  readonly seen: readonly SeenVault[];
  readonly true: readonly TrueDay[];
};

/** Vaults over the same days, each as it was and as it could be seen. */
export type RateWorld = {
  readonly name: string;
  readonly startSeconds: number;
  readonly days: number;
  readonly vaults: readonly WorldVault[];
};

const MONTH = 30;
const WEEK = 7;

const seenOn = (history: RateHistory, nowSeconds: number): SeenVault => {
  const points = knownAt(history, nowSeconds);
  const priced = withSharePrices(points);
  const newest = points.findLast(({ paidE18 }) => paidE18 !== null);
  const last = points.at(-1);
  const before = points.findLast(({ atSeconds }) => atSeconds <= nowSeconds - WEEK * DAY_SECONDS);
  return {
    rates: {
      told: newest === undefined ? null : { rateE18: newest.paidE18, atSeconds: newest.atSeconds },
      dayE18: realisedRate(priced, 1)?.rateE18 ?? null,
      monthE18: realisedRate(priced, MONTH)?.rateE18 ?? null,
    },
    promisedE18: last?.promisedE18 ?? null,
    tvlUnits: last?.tvlUnits ?? null,
    tvlWeekAgoUnits: before?.tvlUnits ?? null,
    utilisationE18: last?.utilisationE18 ?? null,
  };
};

/** A day more than a month is all that a look may ask for: older points only cost time. */
const RECENT_SECONDS = 45 * DAY_SECONDS;

const seenDays = (history: RateHistory, times: readonly number[]): readonly SeenVault[] =>
  times.map((now) =>
    seenOn(
      {
        ...history,
        points: history.points.filter((p) => p.atSeconds > now - RECENT_SECONDS && p.atSeconds <= now),
      },
      now,
    ),
  );

const trueDays = (points: readonly RatePoint[]): readonly TrueDay[] =>
  points.slice(0, -1).map((point, day) => {
    const next = points[day + 1] ?? point;
    const seconds = next.atSeconds - point.atSeconds;
    const rateE18 = growthRateE18(point.sharePriceE18 ?? E18, next.sharePriceE18 ?? E18, seconds) ?? 0n;
    return { rateE18, tvlUnits: next.tvlUnits ?? 0n, utilisationE18: next.utilisationE18 };
  });

/** A made-up world as a back-test goes through it. */
export const worldOfSimulation = (name: string, vaults: readonly SimulatedVault[]): RateWorld => {
  const times = vaults[0]?.truth.map(({ atSeconds }) => atSeconds) ?? [];
  return {
    name,
    startSeconds: times[0] ?? 0,
    days: times.length - 1,
    vaults: vaults.map(({ key, curve, truth, told }) => ({
      key,
      curve,
      seen: seenDays(told, times),
      true: trueDays(truth),
    })),
  };
};

/** A point counts from the end of its day on. */
const dayEnd = (atSeconds: number): number => (Math.floor(atSeconds / DAY_SECONDS) + 1) * DAY_SECONDS;

const byDay = (history: RateHistory): RateHistory => {
  const points = new Map(history.points.map((point) => [dayEnd(point.atSeconds), point]));
  return { ...history, points: [...points].map(([atSeconds, point]) => ({ ...point, atSeconds })) };
};

/** What held on each day: of a day without a point, what was said before; growth is booked when it is told. */
const filled = (points: readonly RatePoint[], times: readonly number[]): readonly RatePoint[] => {
  let at = 0;
  return times.flatMap((atSeconds) => {
    while ((points[at + 1]?.atSeconds ?? Number.POSITIVE_INFINITY) <= atSeconds) at += 1;
    const point = points[at];
    return point === undefined ? [] : [{ ...point, atSeconds }];
  });
};

/**
 * Recorded charts as a back-test goes through them, over the days that all of them cover. A point tells of the day before it, so what is
 * earned from one day to the next is what the next one says.
 */
export const worldOfCharts = (name: string, histories: readonly RateHistory[]): RateWorld => {
  const daily = histories.map(byDay).filter(({ points }) => points.length > 1);
  const start = Math.max(...daily.map(({ points }) => points[0]?.atSeconds ?? 0));
  const end = Math.min(...daily.map(({ points }) => points.at(-1)?.atSeconds ?? 0));
  const count = daily.length === 0 ? 0 : Math.max(Math.round((end - start) / DAY_SECONDS) + 1, 0);
  const times = Array.from({ length: count }, (_, day) => start + day * DAY_SECONDS);
  return {
    name,
    startSeconds: start,
    days: Math.max(count - 1, 0),
    vaults: daily.map((history) => ({
      key: history.key,
      curve: null,
      seen: seenDays(history, times),
      true: trueDays(filled(withSharePrices(history.points), times)),
    })),
  };
};

/** What `units` of ours are after a part of a day there, our own weight on the rate counted. */
export const grownUnits = (
  { curve }: WorldVault,
  day: TrueDay,
  { units, seconds }: { readonly units: bigint; readonly seconds: number },
): bigint => {
  if (units === 0n) return 0n;
  const depth = { tvlUnits: day.tvlUnits, curve, utilisationE18: day.utilisationE18 };
  const rateE18 = day.tvlUnits <= 0n ? day.rateE18 : rateAfterOwnE18Down(day.rateE18, depth, units);
  const product = units * rateE18 * BigInt(seconds);
  const year = E18 * 31_536_000n;
  return product >= 0n ? units + product / year : units - (-product + year - 1n) / year;
};

/** A market's figures with our own money in it, as a chain would show them. */
export const withOurs = ({ curve }: WorldVault, seen: SeenVault, ours: bigint): SeenVault => {
  const { tvlUnits, utilisationE18, rates } = seen;
  if (tvlUnits === null || tvlUnits <= 0n || ours === 0n) return seen;
  const told = rates.told;
  const after = (rateE18: bigint): bigint =>
    rateAfterOwnE18Down(rateE18, { tvlUnits, curve, utilisationE18 }, ours);
  return {
    ...seen,
    rates: {
      ...rates,
      told: told === null || told.rateE18 === null ? told : { ...told, rateE18: after(told.rateE18) },
    },
    tvlUnits: tvlUnits + ours,
    tvlWeekAgoUnits: seen.tvlWeekAgoUnits === null ? null : seen.tvlWeekAgoUnits + ours,
    utilisationE18: utilisationE18 === null ? null : mulDivDown(utilisationE18, tvlUnits, tvlUnits + ours),
  };
};
