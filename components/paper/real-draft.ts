import type { PaperDto } from '../../lib/api/paper.ts';
import type { RealDraft } from './make-it-real.tsx';

const PRESETS = ['conservative', 'balanced', 'aggressive', 'index', 'test-network'] as const;

/** As the wizard writes a target: `33.34`. */
const percentOf = (bps: number): string => `${Math.floor(bps / 100)}.${String(bps % 100).padStart(2, '0')}`;

/** A paper portfolio as the wizard begins with it. */
export const realDraftOf = ({ chainId, name, preset, assets }: PaperDto): RealDraft => ({
  ...{ chainId, name },
  preset: PRESETS.find((one) => one === preset) ?? 'balanced',
  holdings: assets.map(({ token, symbol, decimals, feed, heartbeatSeconds, targetBps }) => ({
    listing: {
      ...{ symbol, decimals, heartbeatSeconds, navMaxAgeSeconds: 2 * heartbeatSeconds },
      ...{ token: token as `0x${string}`, feed: feed as `0x${string}` },
    },
    ...{ target: targetBps === 0 ? '' : percentOf(targetBps), amount: '', locked: false },
  })),
});
