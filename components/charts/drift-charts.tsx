import type { ChartSeriesDto } from '../../lib/api/chart-series-dto.ts';
import { percentText, signedPointsText, wordedPointsText } from '../../lib/money/display.ts';
import { formatInstant } from '../ui/format.ts';
import { ChartFigure, type ChartTable } from './chart-figure.tsx';
import { type Frame, pathOf, yOf } from './plot.ts';

const SIZE = { width: 320, height: 96 } as const;
/** Half of a chart's height where neither a band nor a drift says it. */
const SPAN_BPS_MIN = 50;

type Place = { readonly series: ChartSeriesDto; readonly index: number };

/** The scale is the same above and below the target, and holds the band and every drift. */
const frameOf = ({ series: { points, assets }, index }: Place): Frame => {
  const drifts = points.flatMap(({ driftsBps }) => Math.abs(driftsBps[index] ?? 0));
  const half = Math.max(SPAN_BPS_MIN, (assets[index]?.widthBps ?? 0) * 1.25, ...drifts);
  return {
    ...SIZE,
    fromSeconds: points[0]?.timeSeconds ?? 0,
    toSeconds: points.at(-1)?.timeSeconds ?? 0,
    low: -half,
    high: half,
  };
};

const points = (bps: number | null | undefined): string => (bps == null ? '–' : signedPointsText(bps, 2));

function Drift({ series, index }: Place) {
  const asset = series.assets[index];
  if (asset === undefined) return null;
  const frame = frameOf({ series, index });
  const { widthBps, targetBps, symbol } = asset;
  const newest = series.points.at(-1)?.driftsBps[index] ?? null;
  const drift = newest === null ? 'not counted' : (wordedPointsText(newest, 2) ?? 'on target');
  const band = widthBps === null ? '' : `, band ±${percentText(widthBps, 2)} pp`;
  return (
    <div className="border-t border-line pt-2">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span className="font-semibold">{symbol}</span>
        <span className="text-ink-soft">{targetBps === null ? 'no longer held' : `${drift}${band}`}</span>
      </p>
      <svg
        role="img"
        aria-label={`Drift of ${symbol}: now ${drift}${band}`}
        viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
        preserveAspectRatio="none"
        className="block h-24 w-full"
      >
        {widthBps !== null && (
          <rect
            y={yOf(frame, widthBps)}
            width={SIZE.width}
            height={yOf(frame, -widthBps) - yOf(frame, widthBps)}
            fill="var(--track)"
          />
        )}
        <line
          x2={SIZE.width}
          y1={yOf(frame, 0)}
          y2={yOf(frame, 0)}
          stroke="var(--accent)"
          strokeWidth="1"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={pathOf(
            series.points.map(({ timeSeconds, driftsBps, isAfterGap }) => ({
              timeSeconds,
              isAfterGap,
              value: driftsBps[index] ?? null,
            })),
            frame,
          )}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </div>
  );
}

const tableOf = (series: ChartSeriesDto): ChartTable => ({
  name: 'Drift of each asset',
  heads: ['Chain’s time', ...series.assets.map(({ symbol }) => symbol), 'Tracking error'],
  rows: series.points.map(({ timeSeconds, driftsBps, trackingErrorBps }) => [
    formatInstant(timeSeconds),
    ...series.assets.map((_, index) => points(driftsBps[index])),
    trackingErrorBps === null ? '–' : `${percentText(trackingErrorBps, 2)} %`,
  ]),
});

/** How far each asset was from its target, with the band of now; one scale an asset, the target in the middle. */
export function DriftCharts({ series }: { readonly series: ChartSeriesDto }) {
  const [first, last] = [series.points[0], series.points.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <ChartFigure
      high=""
      low=""
      fromSeconds={first.timeSeconds}
      toSeconds={last.timeSeconds}
      table={tableOf(series)}
    >
      <div className="grid gap-x-10 gap-y-3 sm:grid-cols-2">
        {series.assets.map(({ token }, index) => (
          <Drift key={token} series={series} index={index} />
        ))}
      </div>
    </ChartFigure>
  );
}
