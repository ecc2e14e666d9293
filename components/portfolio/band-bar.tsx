import { percentText, shownDriftBps, wordedPointsText } from '../../lib/money/display.ts';

const HEIGHTS = { strip: 8, row: 12, share: 24 } as const;

/** How many widths of the band the bar shows to either side of the target: an edge is half way out. */
const WIDTHS_SHOWN = 2;
/** What half of the bar stands for where no band says it: 5 points. */
const NO_BAND_BPS = 500;

type Props = {
  readonly name: string;
  readonly targetBps: number;
  readonly actualBps: number | null;
  /** Once every open order is filled; null when that changes nothing. */
  readonly afterBps?: number | null;
  readonly band: { readonly lowBps: number; readonly highBps: number; readonly widthBps: number } | null;
  readonly isOutside: boolean;
  readonly places: 1 | 2;
  /** In a list, in a row of a table, on a card that is passed around. */
  readonly size: keyof typeof HEIGHTS;
};

function inWords({ name, targetBps, actualBps, afterBps, band, isOutside, places }: Props): string {
  const percent = (bps: number): string => `${percentText(bps, places)} %`;
  if (actualBps === null) return `${name}: no weight, its price is missing; target ${percent(targetBps)}`;
  const drift = wordedPointsText(shownDriftBps(actualBps, targetBps, places), places) ?? 'on target';
  const range =
    band === null
      ? ''
      : `, ${isOutside ? 'outside' : 'inside'} its band of ${percent(band.lowBps)} to ${percent(band.highBps)}`;
  const after = afterBps == null ? '' : `; ${percent(afterBps)} once its orders are filled`;
  return `${name}: ${percent(actualBps)}, target ${percent(targetBps)}, ${drift}${range}${after}`;
}

/** Where a drift lies on the bar: 0 is the left end, 100 the right one; the ends hold what is further out. */
export const placeOnBar = (driftBps: number, widthBps: number): number =>
  50 + 50 * Math.max(-1, Math.min(1, driftBps / (widthBps * WIDTHS_SHOWN)));

const at = (percent: number): string => `${percent.toFixed(2)}%`;

/**
 * Where an asset stands: the band around its target in grey, the target as a tick in the middle, the drift as a bar from there, and the
 * weight itself as a fainter line below. The product's signature.
 */
export function BandBar(props: Props) {
  const { targetBps, actualBps, afterBps, band, isOutside, size } = props;
  const height = HEIGHTS[size];
  const width = Math.max(1, band?.widthBps ?? NO_BAND_BPS);
  const place = actualBps === null ? null : placeOnBar(actualBps - targetBps, width);
  const thickness = height * 0.5;
  const ink = isOutside ? 'var(--warn)' : 'var(--ink)';
  return (
    <svg
      role="img"
      aria-label={inWords(props)}
      width="100%"
      height={height + 8}
      className="band-bar block overflow-visible"
    >
      <rect y="2" width="100%" height={height} rx="2" fill="var(--track)" />
      {band !== null && <rect x="25%" y="2" width="50%" height={height} fill="var(--band)" />}
      {place !== null && (
        <rect
          x={at(Math.min(50, place))}
          y={2 + (height - thickness) / 2}
          width={at(Math.max(0.4, Math.abs(place - 50)))}
          height={thickness}
          fill={ink}
        />
      )}
      {afterBps != null && (
        <circle
          cx={at(placeOnBar(afterBps - targetBps, width))}
          cy={2 + height / 2}
          r={height / 3}
          fill="var(--ground)"
          stroke="var(--ink)"
          strokeWidth="1.5"
        />
      )}
      <line x1="50%" x2="50%" y1="0" y2={height + 4} stroke="var(--accent)" strokeWidth="2" />
      {size !== 'strip' && actualBps !== null && (
        <>
          <rect y={height + 6} width="100%" height="1.5" fill="var(--track)" />
          <rect y={height + 6} width={at(actualBps / 100)} height="1.5" fill="var(--ink-faint)" />
        </>
      )}
    </svg>
  );
}
