import type { ChartPointDto, ChartSeriesDto } from '../../lib/api/chart-series-dto.ts';
import type { ChartMarkKind } from '../../lib/ledger/portfolio-history.ts';
import { formatCount, formatInstant, formatUsd, formatUsdDifference } from '../ui/format.ts';
import { CHAINS_TIME, ChartFigure, type ChartTable } from './chart-figure.tsx';
import { type Frame, pathOf, xOf } from './plot.ts';

const SIZE = { width: 640, height: 180 } as const;

const MARKS: Readonly<
  Record<ChartMarkKind, { readonly one: string; readonly many: string; readonly colour: string }>
> = {
  deposit: { one: 'deposit', many: 'deposits', colour: 'var(--good)' },
  withdrawal: { one: 'withdrawal', many: 'withdrawals', colour: 'var(--stop)' },
  fill: { one: 'fill', many: 'fills', colour: 'var(--accent)' },
  change: { one: 'change of the contract', many: 'changes of the contract', colour: 'var(--ink-soft)' },
};
/** From the bottom up, so that kinds at one time stand beside each other. */
const ROWS: readonly ChartMarkKind[] = ['fill', 'deposit', 'withdrawal', 'change'];

const frameOf = (points: readonly ChartPointDto[]): Frame => {
  const values = points.flatMap(({ valueUsd, holdUsd }) => [
    Number(valueUsd),
    ...(holdUsd === null ? [] : [Number(holdUsd)]),
  ]);
  return {
    ...SIZE,
    fromSeconds: points[0]?.timeSeconds ?? 0,
    toSeconds: points.at(-1)?.timeSeconds ?? 0,
    low: Math.min(...values),
    high: Math.max(...values),
  };
};

const line = (
  points: readonly ChartPointDto[],
  of: (point: ChartPointDto) => string | null,
  frame: Frame,
): string =>
  pathOf(
    points.map((point) => {
      const value = of(point);
      return {
        timeSeconds: point.timeSeconds,
        isAfterGap: point.isAfterGap,
        value: value === null ? null : Number(value),
      };
    }),
    frame,
  );

function Marks({ marks, frame }: { readonly marks: ChartSeriesDto['marks']; readonly frame: Frame }) {
  return marks.map(({ kind, timeSeconds, count }) => (
    <line
      key={`${kind}-${timeSeconds}`}
      x1={xOf(frame, timeSeconds)}
      x2={xOf(frame, timeSeconds)}
      y1={SIZE.height + 4 + 7 * ROWS.indexOf(kind)}
      y2={SIZE.height + 9 + 7 * ROWS.indexOf(kind)}
      stroke={MARKS[kind].colour}
      strokeWidth="2"
      vectorEffect="non-scaling-stroke"
    >
      <title>{`${formatCount(count)} ${count === 1 ? MARKS[kind].one : MARKS[kind].many}, ${formatInstant(timeSeconds)}`}</title>
    </line>
  ));
}

const rowsOf = (kinds: readonly ChartMarkKind[]): number =>
  ROWS.reduce((most, kind, row) => (kinds.includes(kind) ? row + 1 : most), 0);

function MarkLegend({ marks }: Pick<ChartSeriesDto, 'marks'>) {
  const counted = ROWS.flatMap((kind) => {
    const count = marks.reduce((sum, mark) => (mark.kind === kind ? sum + mark.count : sum), 0);
    return count === 0 ? [] : [{ kind, count }];
  });
  return counted.map(({ kind, count }) => (
    <span key={kind} className="flex items-center gap-1.5">
      <span className="inline-block h-3 w-0.5" style={{ background: MARKS[kind].colour }} />
      {formatCount(count)} {count === 1 ? MARKS[kind].one : MARKS[kind].many}
    </span>
  ));
}

const differenceOf = ({ valueUsd, holdUsd }: ChartPointDto): string =>
  holdUsd === null ? '–' : formatUsdDifference(valueUsd, holdUsd);

const tableOf = (points: readonly ChartPointDto[], clock: string): ChartTable => ({
  name: 'Value against holding',
  heads: [`Time (${clock})`, 'Value', 'Held and left alone', 'Difference'],
  rows: points.map((point) => [
    formatInstant(point.timeSeconds),
    formatUsd(point.valueUsd),
    point.holdUsd === null ? '–' : formatUsd(point.holdUsd),
    differenceOf(point),
  ]),
});

type Props = {
  readonly series: ChartSeriesDto;
  /** Whose time it is drawn over. */
  readonly clock?: string;
};

/** What a portfolio was worth, and what the basket that was put in would be worth had nobody traded. */
export function ValueChart({ series, clock = CHAINS_TIME }: Props) {
  const { points, marks } = series;
  const frame = frameOf(points);
  const last = points.at(-1);
  if (last === undefined) return null;
  const height = SIZE.height + 4 + 7 * rowsOf(marks.map(({ kind }) => kind));
  const words = last.holdUsd === null ? '' : `; the basket left alone ${formatUsd(last.holdUsd)}`;
  return (
    <ChartFigure
      high={formatUsd(frame.high.toFixed(2))}
      low={formatUsd(frame.low.toFixed(2))}
      fromSeconds={frame.fromSeconds}
      toSeconds={frame.toSeconds}
      clock={clock}
      table={tableOf(points, clock)}
      legend={
        <>
          <span className="flex items-center gap-1.5">
            <span className="inline-block h-0.5 w-4 bg-ink" /> value
          </span>
          <span className="flex items-center gap-1.5">
            <span className="inline-block w-4 border-t-2 border-dashed border-ink-soft" /> held and left alone
          </span>
          <MarkLegend marks={marks} />
        </>
      }
    >
      <svg
        role="img"
        aria-label={`Value from ${formatUsd(points[0]?.valueUsd ?? '0')} to ${formatUsd(last.valueUsd)}${words}`}
        viewBox={`0 0 ${SIZE.width} ${height}`}
        preserveAspectRatio="none"
        className="block w-full"
        style={{ height }}
      >
        <path
          d={line(points, ({ holdUsd }) => holdUsd, frame)}
          fill="none"
          stroke="var(--ink-soft)"
          strokeWidth="1.25"
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={line(points, ({ valueUsd }) => valueUsd, frame)}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="1.75"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
        <Marks marks={marks} frame={frame} />
      </svg>
    </ChartFigure>
  );
}
