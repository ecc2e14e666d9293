'use client';

import { useState } from 'react';
import type { Address } from 'viem';
import type { CreationChain } from '../../lib/creation/listing.ts';
import { usePart } from '../wallet/use-part.ts';
import { ChainChoice } from './chain-choice.tsx';
import { DRAFT_KEY } from './draft-key.ts';

const load = () => import('./new-portfolio.tsx').then(({ NewPortfolio }) => NewPortfolio);
const hasDraft = (): boolean => window.localStorage.getItem(DRAFT_KEY) !== null;

type Props = { readonly chains: readonly CreationChain[]; readonly signer: Address | null };

/** The first question stands there at once; what speaks to a wallet is fetched with its answer, or for a draft that is there already. */
export function WizardLoader({ chains, signer }: Props) {
  const { stage, want } = usePart(load, hasDraft);
  const [chainId, setChainId] = useState<number | null>(null);
  if (stage.kind === 'loaded') return <stage.Part chains={chains} signer={signer} startChainId={chainId} />;
  const choose = (chosen: number | null): void => {
    setChainId(chosen);
    if (chosen !== null) want();
  };
  return (
    <div className="min-h-80 pt-3">
      <p className="pb-1 text-ink-soft text-pretty">
        Five steps: tokens, targets, policy, funds, and the contract itself. Your draft stays in this browser.
      </p>
      <ChainChoice chains={chains} value={chainId} onChange={choose} disabled={stage.kind !== 'not-wanted'} />
      <p role="status" className="pt-2 text-warn text-pretty">
        {stage.kind === 'not-wanted' && stage.said}
      </p>
    </div>
  );
}
