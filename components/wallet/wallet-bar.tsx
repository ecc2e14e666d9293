'use client';

import { useEffect, useRef, useState } from 'react';
import { useDisconnect } from 'wagmi';
import { switchChain } from '../../lib/owner/switch-chain.ts';
import { walletRefusal } from '../../lib/owner/wallet-refusal.ts';
import { Button } from './button.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { SignInPanel } from './sign-in-panel.tsx';
import { useSession } from './use-session.ts';
import { useWallet } from './use-wallet.ts';

type Props = {
  readonly chainId: number;
  /** Whether the list of wallets opens at once. */
  readonly chooses?: boolean;
  /** What is on that chain. */
  readonly what?: string;
};

/** Who is connected, and what to do about it where that isn't right for this page's chain. */
export function WalletBar({ chainId, chooses = false, what = 'this portfolio lives' }: Props) {
  const wallet = useWallet();
  const { mutate: disconnect } = useDisconnect();
  const session = useSession(wallet);
  const [choosing, setChoosing] = useState(chooses);
  const [said, setSaid] = useState<string | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const told = useRef<HTMLParagraphElement>(null);
  const isConnected = wallet !== null;
  useEffect(() => {
    if (!isConnected || !choosing) return;
    // The button that was pressed is gone: its person goes on at what came instead.
    setChoosing(false);
    told.current?.focus();
  }, [isConnected, choosing]);
  const stopChoosing = (): void => {
    setChoosing(false);
    opener.current?.focus();
  };
  if (wallet === null)
    return (
      <div className="py-4">
        <Button ref={opener} look="accent" onClick={() => setChoosing(true)}>
          Connect a wallet
        </Button>
        {choosing && <ConnectDialog onClose={stopChoosing} />}
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
      <p ref={told} tabIndex={-1}>
        Connected with {wallet.name}: <span className="font-mono break-all">{wallet.account}</span>
      </p>
      {wallet.chainId !== chainId && (
        <div role="alert" className="pt-2 text-warn">
          <p>
            Wrong chain: your wallet is on chain {wallet.chainId}, {what} on chain {chainId}. Nothing can be
            done here until you switch.
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
