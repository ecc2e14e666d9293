'use client';

import { BUTTON } from '../ui/button.ts';
import { usePart } from '../wallet/use-part.ts';

const load = () => import('./wallet-address.tsx').then(({ WalletAddress }) => WalletAddress);
const never = (): boolean => false;

/** What speaks to wallets is fetched when somebody wants theirs looked at. */
export function WalletAddressLoader({ chainId }: { readonly chainId: number }) {
  const { stage, want } = usePart(load, never);
  if (stage.kind === 'loaded') return <stage.Part chainId={chainId} />;
  return (
    <div className="pt-3">
      <button type="button" className={BUTTON.quiet} disabled={stage.kind !== 'not-wanted'} onClick={want}>
        Use my wallet’s address
      </button>
      <p role="status" className="text-warn text-pretty">
        {stage.kind === 'not-wanted' && stage.said}
      </p>
    </div>
  );
}
