import type { AssetDto, LookDto } from '../../lib/api/portfolio-dto.ts';
import { percentText } from '../../lib/money/display.ts';

const SHADES = [0.78, 0.5, 0.32, 0.2, 0.62, 0.4, 0.26, 0.14] as const;

/** Where each asset's segment begins and ends, in per cent, and where the next target tick is due. */
function segmentsOf(assets: readonly AssetDto[]) {
  let from = 0;
  let target = 0;
  return assets.map((asset, index) => {
    const width = (asset.weightBps ?? 0) / 100;
    const segment = { asset, from, width, shade: SHADES[index % SHADES.length] ?? 1 };
    from += width;
    target += asset.targetBps / 100;
    return { ...segment, targetEnd: target };
  });
}

/** What a portfolio is made of: a segment an asset, and a tick where each would end on its target. */
export function AllocationStrip({ look }: { readonly look: LookDto }) {
  const { assets, places } = look;
  const words = assets
    .map(
      ({ symbol, weightBps }) =>
        `${symbol} ${weightBps === null ? 'unknown' : `${percentText(weightBps, places)} %`}`,
    )
    .join(', ');
  const segments = segmentsOf(assets);
  return (
    <div>
      <svg
        role="img"
        aria-label={`Made of ${words}`}
        width="100%"
        height="14"
        className="block overflow-visible"
      >
        <rect y="3" width="100%" height="8" rx="1" fill="var(--track)" />
        {segments.map(({ asset, from, width, shade }) => (
          <rect
            key={asset.token}
            x={`${from.toFixed(2)}%`}
            y="3"
            width={`${Math.max(0, width - 0.5).toFixed(2)}%`}
            height="8"
            fill="var(--ink)"
            opacity={shade}
          />
        ))}
        {segments.slice(0, -1).map(({ asset, targetEnd }) => (
          <line
            key={asset.token}
            x1={`${targetEnd.toFixed(2)}%`}
            x2={`${targetEnd.toFixed(2)}%`}
            y1="0"
            y2="14"
            stroke="var(--accent)"
            strokeWidth="1.5"
          />
        ))}
      </svg>
      <p aria-hidden="true" className="truncate text-[0.6875rem] text-ink-soft">
        {assets.map(({ symbol }) => symbol).join(' · ')}
      </p>
    </div>
  );
}
