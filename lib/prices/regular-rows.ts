import type { UnixSeconds } from '../result.ts';
import { formatUtcDate, formatUtcTime } from '../time/utc.ts';
import type { CollectedRows } from './collect-rows.ts';
import {
  type Labels,
  type PriceFile,
  type PriceGap,
  type PriceReading,
  type PriceRow,
  refuseAt,
} from './price-file.ts';
import {
  firstOffStep,
  labelAfter,
  measureStep,
  type RowStep,
  stepsBetween,
  stepText,
} from './row-spacing.ts';

const DAY = 86_400;

/** A label as a person writes it: the day, or day and time. */
export const labelText = (label: UnixSeconds): string =>
  label % DAY === 0
    ? formatUtcDate(label)
    : `${formatUtcDate(label)}T${formatUtcTime(label)}:${String(label % 60).padStart(2, '0')}Z`;

type Series = { readonly times: readonly UnixSeconds[]; readonly prices: CollectedRows['prices'] };

/** What a reader knows of the rows beside themselves. */
export type RowWish = {
  readonly labels: Labels;
  /** Rows of this distance are wanted, whatever the file has; null = as the file has them. */
  readonly stepSeconds: number | null;
  readonly nowSeconds: UnixSeconds;
};

const oldestFirst = ({ times, prices }: Series): Series =>
  (times[0] ?? 0) <= (times.at(-1) ?? 0)
    ? { times, prices }
    : { times: times.toReversed(), prices: prices.toReversed() };

/** Missing rows between two that are there. */
export const gapsOf = (rows: readonly PriceRow[], step: RowStep): readonly PriceGap[] => {
  const gaps: PriceGap[] = [];
  let previous: PriceRow | null = null;
  for (const row of rows) {
    if (previous !== null) {
      const missingRows = (stepsBetween(previous.labelSeconds, row.labelSeconds, step) ?? 1) - 1;
      if (missingRows > 0) gaps.push({ afterLabelSeconds: previous.labelSeconds, missingRows });
    }
    previous = row;
  }
  return gaps;
};

type Stepped = Series & { readonly step: RowStep; readonly notes: readonly string[] };

const irregular = (times: readonly UnixSeconds[], step: RowStep, at: number): PriceReading<never> => {
  const [before, after] = [times[at - 1] ?? 0, times[at] ?? 0];
  const wish = step.seconds >= DAY ? '1d' : '1h';
  return refuseAt(
    { line: 1, column: 1 },
    `most rows are ${stepText(step)} apart, but ${labelText(after)} comes ${stepText({ seconds: after - before, months: null })} after ${labelText(before)}: --step ${wish} takes the last price of every ${wish === '1d' ? 'day' : 'hour'}`,
  );
};

/** Rows at one distance: by the file's instants, else by the clock of its own zone; an odd last row is a candle that isn't over. */
const stepped = (series: Series, local: Series): PriceReading<Stepped> => {
  const step = measureStep(series.times) ?? {
    seconds: (series.times[0] ?? 0) % DAY === 0 ? DAY : 3_600,
    months: null,
  };
  const off = firstOffStep(series.times, step);
  if (off < 0) return { ok: true, value: { ...series, step, notes: [] } };
  const localStep = measureStep(local.times);
  if (localStep !== null && firstOffStep(local.times, localStep) < 0)
    return {
      ok: true,
      value: {
        ...local,
        step: localStep,
        notes: ['rows are taken by the clock of the file’s own zone, which changes in summer'],
      },
    };
  const last = series.times.length - 1;
  if (off === last && last >= 2) {
    const note = `the last row, ${labelText(series.times[last] ?? 0)}, lies between two steps: a candle that isn’t over, left out`;
    const value = {
      times: series.times.slice(0, last),
      prices: series.prices.slice(0, last),
      step,
      notes: [note],
    };
    return { ok: true, value };
  }
  return irregular(series.times, step, off);
};

/** Labels of the last second of their candles, like 23:59:59, are closes: the candle opened a step before the next second. */
const withOpenings = (series: Stepped): Stepped => {
  const { times, step } = series;
  const unit = step.months === null ? step.seconds : DAY;
  if (unit < 60 || !times.every((time) => time % unit === unit - 1)) return series;
  return { ...series, times: times.map((time) => labelAfter(time + 1, step, -1)) };
};

const knownAt = (label: UnixSeconds, step: RowStep, labels: Labels): UnixSeconds =>
  labels === 'open' ? labelAfter(label, step, 1) : label;

/** How many rows at the end aren't over yet: begun, but with a close that is not known at `nowSeconds`. */
const unfinishedRows = ({ times, step }: Stepped, { labels, nowSeconds }: RowWish): number => {
  const last = times.at(-1) ?? 0;
  // A day's own close is known at its end at the earliest, whatever the day stands for.
  const over =
    labels === 'close' && last % DAY === 0 && step.seconds >= DAY ? last + DAY : knownAt(last, step, labels);
  return last <= nowSeconds && nowSeconds < over && times.length > 1 ? 1 : 0;
};

/** The last price known by the end of every step; a step without a row stays without. */
const resampled = (rows: readonly PriceRow[], stepSeconds: number): readonly PriceRow[] => {
  const byEnd = new Map<UnixSeconds, (bigint | null)[]>();
  for (const { knownAtSeconds, prices } of rows) {
    const end = Math.ceil(knownAtSeconds / stepSeconds) * stepSeconds;
    const known = byEnd.get(end);
    byEnd.set(end, known === undefined ? [...prices] : known.map((old, index) => prices[index] ?? old));
  }
  return [...byEnd].map(([end, prices]) => ({
    labelSeconds: end - stepSeconds,
    knownAtSeconds: end,
    prices,
  }));
};

const resampledFile = (
  series: Series,
  columns: readonly string[],
  wish: RowWish & { readonly stepSeconds: number },
): PriceFile => {
  const native = measureStep(series.times);
  const isRegular =
    native !== null && firstOffStep(series.times, native) < 0 && native.seconds <= wish.stepSeconds;
  const rows = series.times.map((time, index) => ({
    labelSeconds: time,
    // Rows at odd times are prices of these instants and no candles.
    knownAtSeconds: isRegular ? knownAt(time, native, wish.labels) : time,
    prices: series.prices[index] ?? [],
  }));
  const step = { seconds: wish.stepSeconds, months: null };
  const kept = resampled(rows, step.seconds).filter(
    ({ knownAtSeconds }) => knownAtSeconds <= wish.nowSeconds,
  );
  const notes = [
    `rows of ${stepText(step)} each, made from ${rows.length} rows: the last price of every step`,
  ];
  return { stepSeconds: step.seconds, columns, rows: kept, gaps: gapsOf(kept, step), notes };
};

/**
 * Collected rows as a price file: oldest first, at one measured distance, without a last candle that isn't over.
 * @returns a refusal when rows are at several distances and no `stepSeconds` is wished for.
 */
export const regularRows = (
  collected: CollectedRows,
  columns: readonly string[],
  wish: RowWish,
): PriceReading<PriceFile> => {
  const series = oldestFirst(collected);
  const { stepSeconds } = wish;
  if (stepSeconds !== null)
    return { ok: true, value: resampledFile(series, columns, { ...wish, stepSeconds }) };
  const regular = stepped(series, oldestFirst({ times: collected.localTimes, prices: collected.prices }));
  if (!regular.ok) return regular;
  const isLastSecond = withOpenings(regular.value) !== regular.value;
  const opened = withOpenings(regular.value);
  const labels = isLastSecond ? 'open' : wish.labels;
  const { times, prices, step } = opened;
  const unfinished = unfinishedRows(opened, { ...wish, labels });
  const notes = [...regular.value.notes];
  if (unfinished > 0) notes.push(`the last row, ${labelText(times.at(-1) ?? 0)}, isn’t over yet: left out`);
  const rows = times.slice(0, times.length - unfinished).map((label, index) => ({
    labelSeconds: label,
    knownAtSeconds: knownAt(label, step, labels),
    prices: prices[index] ?? [],
  }));
  const file = { stepSeconds: step.seconds, columns, rows, gaps: gapsOf(rows, step) };
  return {
    ok: true,
    value: {
      ...file,
      ...(step.months === null ? {} : { stepMonths: step.months }),
      ...(notes.length === 0 ? {} : { notes }),
    },
  };
};
