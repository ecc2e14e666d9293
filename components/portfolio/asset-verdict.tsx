import type { AssetDto } from '../../lib/api/portfolio-dto.ts';
import { formatUsdRough } from '../ui/format.ts';
import { Word } from '../ui/word.tsx';

/** Where it stands; whatever else is going on never hides that. */
function Standing({ asset }: { readonly asset: AssetDto }) {
  if (asset.standing === null)
    return asset.price === null ? (
      <Word tone="warn" icon="warning">
        no price
      </Word>
    ) : (
      <Word tone="plain" icon="clock">
        waits for the others
      </Word>
    );
  if (asset.standing === 'inside')
    return (
      <Word tone="good" icon="check">
        inside
      </Word>
    );
  return (
    <Word tone="warn" icon={asset.standing === 'over' ? 'above' : 'below'}>
      outside
    </Word>
  );
}

/** What is done about it, or why nothing is; null when there is nothing to do. */
function actionWords({ action, plannedUsd, reason, standing }: AssetDto): string | null {
  if (action !== 'hold') return `${action} ~ ${formatUsdRough(plannedUsd)}`;
  return standing === 'inside' || reason === null || reason === 'in-band'
    ? null
    : reason.replaceAll('-', ' ');
}

/** What the bot makes of one asset: where it stands, and what is done about it. */
export function AssetVerdict({ asset }: { readonly asset: AssetDto }) {
  const action = actionWords(asset);
  return (
    <>
      <Standing asset={asset} />
      {action !== null && (
        <span className="text-ink-soft" title={asset.why ?? undefined}>
          {' · '}
          {action}
        </span>
      )}
    </>
  );
}
