'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { BUTTON } from '../ui/button.ts';
import { ConnectDialog } from '../wallet/connect-dialog.tsx';
import { useWallet } from '../wallet/use-wallet.ts';
import { WalletRoot } from '../wallet/wallet-root.tsx';

type Props = { readonly chainId: number };

/** Looks at the connected wallet; its own chain doesn't matter, since it is asked for nothing but its address. */
export function WalletAddress({ chainId }: Props) {
  return (
    <WalletRoot>
      <Choose chainId={chainId} />
    </WalletRoot>
  );
}

function Choose({ chainId }: Props) {
  const wallet = useWallet();
  const router = useRouter();
  const [choosing, setChoosing] = useState(wallet === null);
  const [looked, setLooked] = useState<string | null>(null);
  const account = wallet?.account ?? null;
  useEffect(() => {
    if (account === null || account === looked) return;
    setLooked(account);
    setChoosing(false);
    router.push(`/try?chain=${chainId}&address=${account}`);
  }, [account, looked, chainId, router]);
  return (
    <div className="pt-3">
      <button
        type="button"
        className={BUTTON.quiet}
        onClick={() => (account === null ? setChoosing(true) : setLooked(null))}
      >
        Use my wallet’s address
      </button>
      {choosing && account === null && <ConnectDialog onClose={() => setChoosing(false)} />}
    </div>
  );
}
