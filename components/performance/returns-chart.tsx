import type { PerformancePageDto, ReturnPointDto } from '../../lib/api/performance-page-dto.ts';
import { signedPercentText } from '../../lib/money/display.ts';
import { ChartFigure, type ChartTable } from '../charts/chart-figure.tsx';
import { type Frame, pathOf, yOf } from '../charts/plot.ts';
import { formatInstant } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';

const SIZE = { width: 640, height: 180 } as const;
/** Half a per cent: less is drawn flat. */
const SPAN_BPS_MIN = 50;

const LINES = [
  {
    of: 'indexBps',
    name: 'target index',
    stroke: 'var(--accent)',
    dash: '1 3',
    legend: 'border-dotted border-accent',
  },
  {
    of: 'holdBps',
    name: 'held and left alone',
    stroke: 'var(--ink-soft)',
    dash: '4 3',
    legend: 'border-dashed border-ink-soft',
  },
  { of: 'growthBps', name: 'this portfolio', stroke: 'var(--ink)', dash: undefined, legend: 'border-ink' },
] as const;

const frameOf = (points: readonly ReturnPointDto[]): Frame => {
  const all = points.flatMap((point) => LINES.flatMap(({ of }) => point[of] ?? []));
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const pad = Math.max(0, SPAN_BPS_MIN - (high - low)) / 2;
  return {
    ...SIZE,
    fromSeconds: points[0]?.timeSeconds ?? 0,
    toSeconds: points.at(-1)?.timeSeconds ?? 0,
    low: low - pad,
    high: high + pad,
  };
};

const told = (bps: number | null | undefined): string =>
  bps === null || bps === undefined ? '–' : signedPercentText(bps);

const tableOf = (points: readonly ReturnPointDto[]): ChartTable => ({
  name: 'Return since the beginning of the span',
  heads: ['Chain’s time', 'This portfolio', 'Held and left alone', 'Target index'],
  rows: points.map(({ timeSeconds, growthBps, holdBps, indexBps }) => [
    formatInstant(timeSeconds),
    told(growthBps),
    told(holdBps),
    told(indexBps),
  ]),
});

function Drawing({ points }: { readonly points: readonly ReturnPointDto[] }) {
  const frame = frameOf(points);
  const last = points.at(-1);
  const words = `Return of this portfolio ${told(last?.growthBps)}, of what was held and left alone ${told(last?.holdBps)}, of the target index ${told(last?.indexBps)}`;
  return (
    <ChartFigure
      high={signedPercentText(Math.round(frame.high))}
      low={signedPercentText(Math.round(frame.low))}
      fromSeconds={frame.fromSeconds}
      toSeconds={frame.toSeconds}
      table={tableOf(points)}
      legend={[...LINES].reverse().map(({ of, name, legend }) => (
        <span key={of} className="flex items-center gap-1.5">
          <span className={`inline-block w-4 border-t-2 ${legend}`} /> {name}
        </span>
      ))}
    >
      <svg
        role="img"
        aria-label={words}
        viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
        preserveAspectRatio="none"
        className="block h-45 w-full"
      >
        <line
          x2={SIZE.width}
          y1={yOf(frame, 0)}
          y2={yOf(frame, 0)}
          stroke="var(--line)"
          vectorEffect="non-scaling-stroke"
        />
        {LINES.map(({ of, stroke, dash }) => (
          <path
            key={of}
            d={pathOf(
              points.map((point) => ({ ...point, value: point[of] })),
              frame,
            )}
            fill="none"
            stroke={stroke}
            strokeWidth="1.5"
            strokeDasharray={dash}
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
    </ChartFigure>
  );
}

/** What a dollar became over the span: in this portfolio, left alone, and exactly at the targets. */
export function ReturnsChart({ page }: { readonly page: PerformancePageDto }) {
  if (page.isYoung || page.performance === null) return null;
  return (
    <Section
      title="Return over time"
      note="time-weighted, since the span’s first look"
      empty="Two looks make a line; there are fewer in this span."
    >
      {page.points.length > 1 && <Drawing points={page.points} />}
    </Section>
  );
}
