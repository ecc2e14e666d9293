import { formatUtcDate } from '../../lib/time/utc.ts';
import { escapeHtml } from './html-table.ts';

const WIDTH = 900;
const HEIGHT = 320;
const LEFT = 58;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 26;
const COLOURS = 8;
const DASHES = ['', '6 3', '2 3', '9 3 2 3'];

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
  return (time) => LEFT + ((time - first) / Math.max(last - first, 1)) * (WIDTH - LEFT - RIGHT);
};

const between = (low: number, high: number): Scale => {
  const span = high - low === 0 ? 1 : high - low;
  return (value) => HEIGHT - BOTTOM - ((value - low) / span) * (HEIGHT - TOP - BOTTOM);
};

const timeTicks = (times: readonly number[], x: Scale): string =>
  thinned(times, 6)
    .map((time, index, all) => {
      const anchor = index === 0 ? 'start' : index === all.length - 1 ? 'end' : 'middle';
      return `<text x="${x(time).toFixed(1)}" y="${HEIGHT - 6}" text-anchor="${anchor}">${formatUtcDate(time)}</text>`;
    })
    .join('');

const valueTicks = (ticks: readonly number[], y: Scale, text: (value: number) => string): string =>
  ticks
    .map((value) => {
      const at = y(value).toFixed(1);
      return `<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}"/><text x="${LEFT - 6}" y="${at}" dy="4" text-anchor="end">${escapeHtml(text(value))}</text>`;
    })
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

const figure = (label: string, body: string, { names, dashed }: Key): string => {
  const keys = names.map(
    (name, index) =>
      `<li><svg viewBox="0 0 28 10" aria-hidden="true"><line x1="0" x2="28" y1="5" y2="5" stroke="${colour(index)}" stroke-width="${dashed ? 3 : 10}" stroke-dasharray="${dashed ? dash(index) : ''}"/></svg>${escapeHtml(name)}</li>`,
  );
  return `<figure><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(label)}">${body}</svg><ul class="key">${keys.join('')}</ul></figure>`;
};

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
  const read = (value: number): string => chart.tick(chart.logarithmic ? 10 ** value : value);
  const paths = chart.lines.map(({ values }, index) => {
    const points = values.map(
      (value, at) => `${x(chart.times[at] ?? 0).toFixed(1)},${y(onScale(value)).toFixed(1)}`,
    );
    return `<polyline class="line" stroke="${colour(index)}" stroke-dasharray="${dash(index)}" points="${points.join(' ')}"/>`;
  });
  // The first line is what the report is about: it is drawn last, on top.
  const body = valueTicks(ticks, y, read) + timeTicks(chart.times, x) + [...paths].reverse().join('');
  return figure(chart.label, body, { names: chart.lines.map(({ name }) => name), dashed: true });
};

/** Shares of a whole over time, stacked. */
export const areaChart = (chart: {
  readonly label: string;
  readonly times: readonly number[];
  readonly names: readonly string[];
  /** By time, then by name. */
  readonly shares: readonly (readonly number[])[];
}): string => {
  const x = timeScale(chart.times);
  const y = between(0, 1);
  const edges = chart.shares.map((shares) => {
    let sum = 0;
    return [0, ...shares.map((share) => (sum += share))];
  });
  const areas = chart.names.map((_, index) => {
    const edge = (which: number): string[] =>
      edges.map((row, at) => `${x(chart.times[at] ?? 0).toFixed(1)},${y(row[which] ?? 0).toFixed(1)}`);
    return `<polygon fill="${colour(index)}" fill-opacity="0.75" stroke="var(--ground)" stroke-width="0.5" points="${[...edge(index), ...edge(index + 1).reverse()].join(' ')}"/>`;
  });
  const ticks = valueTicks([0, 0.25, 0.5, 0.75, 1], y, (value) => `${value * 100} %`);
  return figure(chart.label, areas.join('') + ticks + timeTicks(chart.times, x), {
    names: chart.names,
    dashed: false,
  });
};
