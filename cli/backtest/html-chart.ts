import { formatUtcDate } from '../../lib/time/utc.ts';
import { escapeHtml } from './html-tables.ts';

/** The plot is stretched to whatever room there is; its labels are text beside it, so that they stay readable on a phone. */
const WIDTH = 1_000;
const HEIGHT = 300;
const COLOURS = 8;
const DASHES = ['', '6 3', '2 3', '9 3 2 3'];
/** An odd number: a narrow screen leaves out every second one. */
const TIME_TICKS = 5;

/** At most so many of the items, evenly spread, the first and the last among them. */
export const thinned = <T>(items: readonly T[], most: number): readonly T[] => {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, index) =>
    Math.round((index * (items.length - 1)) / (most - 1)),
  ).flatMap((index) => items.slice(index, index + 1));
};

const colour = (index: number): string => `var(--s${index % COLOURS})`;
const dash = (index: number): string => DASHES[index % DASHES.length] ?? '';

type Scale = (value: number) => number;

const timeScale = (times: readonly number[]): Scale => {
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 1];
  return (time) => ((time - first) / Math.max(last - first, 1)) * WIDTH;
};

const between = (low: number, high: number): Scale => {
  const span = high - low === 0 ? 1 : high - low;
  return (value) => HEIGHT - ((value - low) / span) * HEIGHT;
};

const percentOf = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(2)}%`;

type Axes = {
  readonly times: readonly number[];
  readonly x: Scale;
  readonly ticks: readonly number[];
  readonly y: Scale;
  readonly text: (value: number) => string;
};

const rules = ({ ticks, y }: Axes): string =>
  ticks
    .map((value) => y(value).toFixed(1))
    .map((at) => `<line class="axis" x1="0" x2="${WIDTH}" y1="${at}" y2="${at}"/>`)
    .join('');

const valueLabels = ({ ticks, y, text }: Axes): string =>
  ticks
    .map((value) => `<span style="top:${percentOf(y(value), HEIGHT)}">${escapeHtml(text(value))}</span>`)
    .join('');

const timeLabels = ({ times, x }: Axes): string =>
  thinned(times, TIME_TICKS)
    .map((time) => `<span style="left:${percentOf(x(time), WIDTH)}">${formatUtcDate(time)}</span>`)
    .join('');

const STEPS = [1, 2, 2.5, 5, 10];

/** Round values inside the range, about five of them. */
const roundTicks = (low: number, high: number): readonly number[] => {
  const rough = Math.max(high - low, 1e-9) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((one) => one * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from(
    { length: Math.floor(high / step + 1e-9) - first + 1 },
    (_, index) => (first + index) * step,
  );
};

/** 1, 2, 5, 10, 20 … inside a range that is given in logarithms, as logarithms. */
const logTicks = (low: number, high: number): readonly number[] => {
  const decades = Array.from(
    { length: Math.ceil(high) - Math.floor(low) + 1 },
    (_, index) => Math.floor(low) + index,
  );
  const ticks = decades
    .flatMap((decade) => [0, Math.log10(2), Math.log10(5)].map((part) => decade + part))
    .filter((tick) => tick >= low - 1e-9 && tick <= high + 1e-9);
  return ticks.length >= 2 ? ticks : [low, high];
};

type Key = { readonly names: readonly string[]; readonly dashed: boolean };

const keyOf = ({ names, dashed }: Key): string => {
  if (names.length < 2) return '';
  const keys = names.map(
    (name, index) =>
      `<li><svg viewBox="0 0 28 10" aria-hidden="true"><line x1="0" x2="28" y1="5" y2="5" stroke="${colour(index)}" stroke-width="${dashed ? 3 : 10}" stroke-dasharray="${dashed ? dash(index) : ''}"/></svg>${escapeHtml(name)}</li>`,
  );
  return `<ul class="key">${keys.join('')}</ul>`;
};

/** What a screen reader gets is the label; the figures are in the table below. */
const figure = (
  label: string,
  plot: string,
  { axes, key }: { readonly axes: Axes; readonly key: Key },
): string =>
  `<figure><div class="chart" role="img" aria-label="${escapeHtml(label)}"><div class="values">${valueLabels(axes)}</div><svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">${plot}</svg><div class="times">${timeLabels(axes)}</div></div>${keyOf(key)}</figure>`;

export type Line = { readonly name: string; readonly values: readonly number[] };

/** Lines over time. A logarithmic scale takes the logarithm of values, which must then be above zero. */
export const lineChart = (chart: {
  readonly label: string;
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly logarithmic: boolean;
  readonly tick: (value: number) => string;
}): string => {
  const floor = 1e-6;
  const onScale = (value: number): number => (chart.logarithmic ? Math.log10(Math.max(value, floor)) : value);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of chart.lines) {
    for (const value of values) {
      low = Math.min(low, onScale(value));
      high = Math.max(high, onScale(value));
    }
  }
  const x = timeScale(chart.times);
  const y = between(low, high);
  const ticks = chart.logarithmic ? logTicks(low, high) : roundTicks(low, high);
  const text = (value: number): string => chart.tick(chart.logarithmic ? 10 ** value : value);
  const axes = { times: chart.times, x, ticks, y, text };
  const paths = chart.lines.map(({ values }, index) => {
    const points = values.map(
      (value, at) => `${x(chart.times[at] ?? 0).toFixed(1)},${y(onScale(value)).toFixed(1)}`,
    );
    return `<polyline class="line" stroke="${colour(index)}" stroke-dasharray="${dash(index)}" points="${points.join(' ')}"/>`;
  });
  // The first line is what the report is about: it is drawn last, on top.
  return figure(chart.label, rules(axes) + [...paths].reverse().join(''), {
    axes,
    key: { names: chart.lines.map(({ name }) => name), dashed: true },
  });
};
