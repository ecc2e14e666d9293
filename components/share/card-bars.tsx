import type { AssetDto } from '../../lib/api/portfolio-dto.ts';
import { percentText } from '../../lib/money/display.ts';
import { placeOnBar } from '../portfolio/band-bar.tsx';
import { CARD_INK } from './card-frame.tsx';

/** As many as a card has room for. */
const SHOWN_MAX = 4;
const BAR = { width: 660, height: 34 } as const;

type Shown = Pick<AssetDto, 'symbol' | 'targetBps' | 'weightBps' | 'band' | 'standing'>;

function Bar({ asset }: { readonly asset: Shown }) {
  const { weightBps, targetBps, band, standing } = asset;
  const place =
    weightBps === null ? 50 : placeOnBar(weightBps - targetBps, Math.max(1, band?.widthBps ?? 500));
  const at = (percent: number): number => (percent / 100) * BAR.width;
  const isOutside = standing === 'over' || standing === 'under';
  const box = { position: 'absolute' as const, display: 'flex' as const };
  return (
    <div style={{ ...BAR, position: 'relative', display: 'flex', background: CARD_INK.track }}>
      {band !== null && (
        <div style={{ ...box, left: at(25), width: at(50), height: BAR.height, background: CARD_INK.band }} />
      )}
      <div
        style={{
          ...box,
          left: at(Math.min(50, place)),
          width: Math.max(3, at(Math.abs(place - 50))),
          top: BAR.height / 4,
          height: BAR.height / 2,
          background: isOutside ? CARD_INK.warn : CARD_INK.ink,
        }}
      />
      <div
        style={{
          ...box,
          left: at(50) - 2,
          top: -5,
          width: 4,
          height: BAR.height + 10,
          background: CARD_INK.accent,
        }}
      />
    </div>
  );
}

type Props = { readonly assets: readonly Shown[]; readonly places: 1 | 2 };

/** Where each asset stands in its band, for a picture; what doesn't fit is counted. */
export function CardBars({ assets, places }: Props) {
  const more = assets.length - SHOWN_MAX;
  return (
    <div style={{ display: 'flex', flexDirection: 'column' }}>
      {assets.slice(0, SHOWN_MAX).map((asset) => (
        <div
          key={asset.symbol}
          style={{
            ...{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', height: 74 },
            borderTop: `2px solid ${CARD_INK.line}`,
          }}
        >
          <span>{asset.symbol}</span>
          <div style={{ display: 'flex', alignItems: 'center', gap: 28 }}>
            <Bar asset={asset} />
            <span style={{ display: 'flex', width: 210, justifyContent: 'flex-end' }}>
              {asset.weightBps === null ? '–' : percentText(asset.weightBps, places)}
              <span style={{ color: CARD_INK.soft, paddingLeft: 10 }}>
                / {percentText(asset.targetBps, places)} %
              </span>
            </span>
          </div>
        </div>
      ))}
      {more > 0 && <span style={{ color: CARD_INK.soft }}>and {more} more</span>}
    </div>
  );
}
