'use client';

import { useEffect, useRef } from 'react';
import { Button } from './button.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { SignInPanel } from './sign-in-panel.tsx';
import { useSession } from './use-session.ts';
import { type ConnectedWallet, useWallet } from './use-wallet.ts';
import { WalletRoot } from './wallet-root.tsx';

function SignInWith({ wallet, onClose }: { readonly wallet: ConnectedWallet; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const session = useSession(wallet);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-labelledby="sign-in-title"
      className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded border border-line bg-raised p-5 text-ink backdrop:bg-black/40"
    >
      <h2 id="sign-in-title" className="text-lg font-semibold">
        Sign in
      </h2>
      <p className="pt-1 pb-3">
        Connected with {wallet.name}: <span className="font-mono break-all">{wallet.account}</span>
      </p>
      <SignInPanel wallet={wallet} session={session} />
      <form method="dialog" className="pt-3">
        <Button submit>Close</Button>
      </form>
    </dialog>
  );
}

function Steps({ onClose }: { readonly onClose: () => void }) {
  const wallet = useWallet();
  // Choosing a wallet closes its dialog; the next step opens then.
  const isDone = useRef(false);
  isDone.current = wallet !== null;
  return wallet === null ? (
    <ConnectDialog onClose={() => !isDone.current && onClose()} />
  ) : (
    <SignInWith wallet={wallet} onClose={onClose} />
  );
}

/** From no wallet to a session, on any page; loaded when somebody wants to. */
export function SignInDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <WalletRoot>
      <Steps onClose={onClose} />
    </WalletRoot>
  );
}
