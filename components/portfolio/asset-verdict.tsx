import type { AssetDto } from '../../lib/api/portfolio-dto.ts';
import { Word } from '../ui/word.tsx';
import { formatUsdRough } from './format.ts';

const isInside = ({ weightBps, band }: AssetDto): boolean =>
  weightBps !== null && band !== null && weightBps > band.lowBps && weightBps < band.highBps;

/** What the bot makes of one asset, in a word. */
export function AssetVerdict({ asset }: { readonly asset: AssetDto }) {
  if (asset.action !== 'hold')
    return (
      <Word tone="plain" icon="exchange">
        {asset.action} ~ {formatUsdRough(asset.plannedUsd)}
      </Word>
    );
  if (asset.weightBps === null && asset.price !== null)
    return (
      <Word tone="plain" icon="clock">
        waits for the others
      </Word>
    );
  if (asset.weightBps === null)
    return (
      <Word tone="warn" icon="warning">
        {(asset.reason ?? 'price-missing').replaceAll('-', ' ')}
      </Word>
    );
  if (isInside(asset) || asset.band === null)
    return (
      <Word tone="good" icon="check">
        inside
      </Word>
    );
  return (
    <Word tone="plain" icon="clock">
      {asset.reason === null || asset.reason === 'in-band'
        ? 'at the edge'
        : asset.reason.replaceAll('-', ' ')}
    </Word>
  );
}
