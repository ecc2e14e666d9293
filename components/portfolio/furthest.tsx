import type { AssetDto, LookDto } from '../../lib/api/portfolio-dto.ts';
import { shownDriftBps, wordedPointsText } from '../../lib/money/display.ts';
import { BandBar } from './band-bar.tsx';

/** Drift as a multiple of the asset's own band; of the drift itself where it has none. */
const urgency = ({ weightBps, targetBps, band }: AssetDto): number =>
  weightBps === null ? -1 : Math.abs(weightBps - targetBps) / Math.max(1, band?.widthBps ?? 1);

/** The asset that is furthest out of its band, or nearest to its edge; null when none has a weight. */
export const furthestOf = ({ assets }: LookDto): AssetDto | null =>
  assets.reduce<AssetDto | null>(
    (most, asset) => (urgency(asset) > (most === null ? -0.5 : urgency(most)) ? asset : most),
    null,
  );

/** Of a whole portfolio only the asset that matters most: its bar, and the drift in words. */
export function Furthest({ look }: { readonly look: LookDto }) {
  const asset = furthestOf(look);
  if (asset === null || asset.weightBps === null)
    return <span className="text-ink-soft">unknown while a price is missing</span>;
  const { places } = look;
  const drift = wordedPointsText(shownDriftBps(asset.weightBps, asset.targetBps, places), places);
  return (
    <div>
      <BandBar
        name={asset.symbol}
        targetBps={asset.targetBps}
        actualBps={asset.weightBps}
        band={asset.band}
        isOutside={asset.standing === 'over' || asset.standing === 'under'}
        places={places}
        size="strip"
      />
      <p aria-hidden="true" className="truncate text-[0.6875rem] text-ink-soft">
        {asset.symbol} {drift ?? 'on target'}
      </p>
    </div>
  );
}
