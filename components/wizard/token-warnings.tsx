'use client';

import { useQuery } from '@tanstack/react-query';
import { tokenWarnings } from '../../lib/creation/check-token.ts';
import type { Listing } from '../../lib/creation/listing.ts';
import { readPrices } from '../../lib/creation/read-prices.ts';
import { readNowSeconds } from '../../lib/owner/read-now.ts';
import { Word } from '../ui/word.tsx';
import type { StepProps } from './step-props.ts';

const READ_EVERY_MS = 10_000;

type Props = {
  readonly listings: readonly Listing[];
  readonly chainId: number | null;
  readonly wallet: StepProps['wallet'];
};

/** What speaks against the chosen tokens, asked of the tokens and their feeds through the wallet. */
export function TokenWarnings({ listings, chainId, wallet }: Props) {
  const { data: warnings = [] } = useQuery({
    queryKey: ['token-warnings', chainId, listings.map(({ token }) => token)],
    enabled: wallet !== null && wallet.chainId === chainId && listings.length > 0,
    refetchInterval: READ_EVERY_MS,
    queryFn: async () => {
      if (wallet === null) return [];
      const { ask } = wallet;
      const question = { prices: await readPrices(ask, listings), nowSeconds: await readNowSeconds(ask) };
      return (await Promise.all(listings.map((listing) => tokenWarnings(ask, listing, question)))).flat();
    },
  });
  return (
    <ul role="status" aria-live="polite">
      {warnings.map((warning) => (
        <li key={warning} className="pt-1 text-warn">
          <Word tone="warn" icon="warning">
            Warning
          </Word>{' '}
          {warning}
        </li>
      ))}
    </ul>
  );
}
