import { formatPercent } from './format.ts';

const HEIGHTS = { strip: 8, row: 14, share: 28 } as const;

type Props = {
  readonly name: string;
  readonly targetBps: number;
  readonly actualBps: number | null;
  readonly band: { readonly lowBps: number; readonly highBps: number } | null;
  /** What the bar's full width stands for, so that bars under each other can be compared. */
  readonly scaleBps: number;
  /** In a list, in a row of a table, on a card that is passed around. */
  readonly size: keyof typeof HEIGHTS;
};

function inWords({ name, targetBps, actualBps, band }: Props): string {
  const actual = actualBps === null ? 'no weight, its price is missing' : `${formatPercent(actualBps)} %`;
  const range =
    band === null ? '' : `, band ${formatPercent(band.lowBps)} to ${formatPercent(band.highBps)} %`;
  return `${name}: ${actual}, target ${formatPercent(targetBps)} %${range}`;
}

/** Where an asset stands: the band in grey, the target as a tick, the actual weight as a bar. The product's signature. */
export function BandBar(props: Props) {
  const { targetBps, actualBps, band, scaleBps, size } = props;
  const height = HEIGHTS[size];
  const at = (bps: number): string => `${Math.min(100, (bps / scaleBps) * 100)}%`;
  const thickness = height * 0.43;
  return (
    <svg
      role="img"
      aria-label={inWords(props)}
      width="100%"
      height={height + 6}
      className="band-bar block overflow-visible"
    >
      <rect y="3" width="100%" height={height} rx="2" fill="var(--track)" />
      {band !== null && (
        <rect
          x={at(band.lowBps)}
          y="3"
          width={at(band.highBps - band.lowBps)}
          height={height}
          fill="var(--band)"
        />
      )}
      {actualBps !== null && (
        <rect
          y={3 + (height - thickness) / 2}
          width={at(actualBps)}
          height={thickness}
          rx="1"
          fill="var(--ink)"
        />
      )}
      <line
        x1={at(targetBps)}
        x2={at(targetBps)}
        y1="0"
        y2={height + 6}
        stroke="var(--accent)"
        strokeWidth="2"
      />
    </svg>
  );
}

/** The smallest round scale on which every bar and band fits: 25, 50, 75 or 100 %. */
export function scaleFor(weightsBps: readonly number[]): number {
  const most = Math.max(...weightsBps, 0);
  return [2_500, 5_000, 7_500].find((scale) => most <= scale) ?? 10_000;
}
