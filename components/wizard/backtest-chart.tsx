import type { TriedPolicy } from '../../lib/backtest/try-policy.ts';
import { usdText } from '../../lib/money/display.ts';
import { ChartFigure } from '../charts/chart-figure.tsx';
import { type Frame, pathOf } from '../charts/plot.ts';
import { formatInstant } from '../ui/format.ts';

const SIZE = { width: 640, height: 140 } as const;

const leastOf = (values: TriedPolicy['values']): bigint =>
  values.reduce((least, { usdE18 }) => (usdE18 < least ? usdE18 : least), values[0]?.usdE18 ?? 0n);
const mostOf = (values: TriedPolicy['values']): bigint =>
  values.reduce((most, { usdE18 }) => (usdE18 > most ? usdE18 : most), 0n);
/** For drawing alone. */
const drawn = (usdE18: bigint): number => Number(usdE18) / 1e18;

/** The value of a tried portfolio over the feeds' past. */
export function BacktestChart({ values }: Pick<TriedPolicy, 'values'>) {
  const [low, high] = [leastOf(values), mostOf(values)];
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined) return null;
  const frame: Frame = {
    ...{ ...SIZE, fromSeconds: first.timeSeconds, toSeconds: last.timeSeconds },
    ...{ low: drawn(low), high: drawn(high) },
  };
  const points = values.map(({ timeSeconds, usdE18 }) => ({
    ...{ timeSeconds, value: drawn(usdE18), isAfterGap: false },
  }));
  const words = `from ${usdText(first.usdE18)} to ${usdText(last.usdE18)}, least ${usdText(low)}, most ${usdText(high)}`;
  return (
    <ChartFigure
      high={usdText(high)}
      low={usdText(low)}
      fromSeconds={first.timeSeconds}
      toSeconds={last.timeSeconds}
      table={{
        name: 'Value over the feeds’ past',
        heads: ['Time', 'Value'],
        rows: values.map(({ timeSeconds, usdE18 }) => [formatInstant(timeSeconds), usdText(usdE18)]),
      }}
    >
      <svg
        role="img"
        aria-label={`Value over the feeds’ past: ${words}`}
        viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
        preserveAspectRatio="none"
        className="block h-36 w-full"
      >
        <path
          d={pathOf(points, frame)}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </ChartFigure>
  );
}
