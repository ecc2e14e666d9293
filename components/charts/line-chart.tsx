import type { ReactNode } from 'react';

export type ChartPoint = {
  readonly timeSeconds: number;
  /** Null leaves a gap. */
  readonly value: number | null;
};

type Props = {
  /** What it shows, in words, for those who don't see it. */
  readonly label: string;
  readonly points: readonly ChartPoint[];
  readonly format: (value: number) => string;
  readonly formatTime: (seconds: number) => string;
  /** Whether the scale begins at nothing. */
  readonly fromZero?: boolean;
  /** The same as a table. */
  readonly table: ReactNode;
};

const WIDTH = 640;
const HEIGHT = 170;

type Scale = { readonly x: (seconds: number) => number; readonly y: (value: number) => number };

const scaleOf = (points: readonly ChartPoint[], low: number, high: number): Scale => {
  const first = points[0]?.timeSeconds ?? 0;
  const span = Math.max(1, (points.at(-1)?.timeSeconds ?? 0) - first);
  return {
    x: (seconds) => ((seconds - first) / span) * WIDTH,
    y: (value) => HEIGHT - 4 - ((value - low) / Math.max(1e-12, high - low)) * (HEIGHT - 8),
  };
};

/** A path with a gap wherever a value is missing. */
const pathOf = (points: readonly ChartPoint[], { x, y }: Scale): string => {
  let isDrawing = false;
  return points
    .map(({ timeSeconds, value }) => {
      if (value === null) {
        isDrawing = false;
        return '';
      }
      const step = `${isDrawing ? 'L' : 'M'}${x(timeSeconds).toFixed(1)} ${y(value).toFixed(1)}`;
      isDrawing = true;
      return step;
    })
    .join('');
};

/** One line over time, drawn on the server; its numbers stand in a table that anybody can open. */
export function LineChart({ label, points, format, formatTime, fromZero = false, table }: Props) {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const [first, last] = [points[0], points.at(-1)];
  if (values.length < 2 || first === undefined || last === undefined)
    return (
      <p className="border-t border-line py-2.5 text-ink-soft">Two looks make a line; there are fewer yet.</p>
    );
  const low = fromZero ? 0 : Math.min(...values);
  const high = Math.max(...values);
  const newest = values.at(-1) ?? 0;
  return (
    <figure>
      <div className="flex justify-between border-t border-line pt-2 text-ink-soft">
        <span>{format(high)}</span>
      </div>
      <svg
        role="img"
        aria-label={`${label}: from ${format(values[0] ?? 0)} to ${format(newest)}, least ${format(Math.min(...values))}, most ${format(high)}`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-40 w-full"
      >
        <path
          d={pathOf(points, scaleOf(points, low, high))}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div className="flex justify-between text-ink-soft">
        <span>{format(low)}</span>
      </div>
      <figcaption className="flex flex-wrap justify-between gap-x-4 border-t border-line pt-1 text-ink-soft">
        <span>{formatTime(first.timeSeconds)}</span>
        <span>{formatTime(last.timeSeconds)} of the chain’s time</span>
      </figcaption>
      <details className="pt-1">
        <summary className="cursor-pointer py-1.5 text-accent">View as table</summary>
        {table}
      </details>
    </figure>
  );
}
