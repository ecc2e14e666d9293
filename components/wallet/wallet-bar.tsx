'use client';

import { useState } from 'react';
import { useDisconnect } from 'wagmi';
import { switchChain } from '../../lib/owner/switch-chain.ts';
import { walletRefusal } from '../../lib/owner/wallet-refusal.ts';
import { Button } from './button.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { SignInPanel } from './sign-in-panel.tsx';
import { useSession } from './use-session.ts';
import { useWallet } from './use-wallet.ts';

/** Who is connected, and what to do about it where that isn't right for this page's chain. */
export function WalletBar({ chainId }: { readonly chainId: number }) {
  const wallet = useWallet();
  const { mutate: disconnect } = useDisconnect();
  const session = useSession(wallet);
  const [choosing, setChoosing] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  if (wallet === null)
    return (
      <div className="py-4">
        <Button look="accent" onClick={() => setChoosing(true)}>
          Connect a wallet
        </Button>
        {choosing && <ConnectDialog onClose={() => setChoosing(false)} />}
      </div>
    );
  const goToChain = (): void => {
    setSaid(null);
    switchChain(wallet.ask, chainId).catch((error: unknown) =>
      setSaid(
        walletRefusal(error).kind === 'wrong-chain'
          ? `${wallet.name} doesn’t know chain ${chainId}. Add it there first.`
          : walletRefusal(error).sentence,
      ),
    );
  };
  return (
    <div className="py-4">
      <p>
        Connected with {wallet.name}: <span className="font-mono break-all">{wallet.account}</span>
      </p>
      {wallet.chainId !== chainId && (
        <div role="alert" className="pt-2 text-warn">
          <p>
            Wrong chain: your wallet is on chain {wallet.chainId}, this portfolio lives on chain {chainId}.
            Nothing can be done here until you switch.
          </p>
          <Button onClick={goToChain}>Switch to chain {chainId}</Button>
        </div>
      )}
      {said !== null && (
        <p role="status" className="pt-2 text-warn">
          {said}
        </p>
      )}
      <div className="flex flex-wrap items-start gap-3 pt-2">
        <Button onClick={() => disconnect()}>Disconnect</Button>
        <SignInPanel wallet={wallet} session={session} />
      </div>
    </div>
  );
}
