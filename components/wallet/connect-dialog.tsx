'use client';

import { useEffect, useRef, useState } from 'react';
import { type Connector, useConnect, useConnectors } from 'wagmi';
import { walletRefusal } from '../../lib/owner/wallet-refusal.ts';
import { Button } from './button.tsx';

const HINT_AFTER_MS = 8_000;
/** What stands for `window.ethereum`, which is of no use beside a wallet that has a name. */
const UNNAMED = 'injected';

const worthShowing = (connectors: readonly Connector[]): readonly Connector[] => {
  const named = connectors.filter(({ id }) => id !== UNNAMED);
  const hasUnnamed = named.length === 0 && 'ethereum' in window;
  return hasUnnamed ? connectors : named;
};

type Attempt =
  | { readonly kind: 'choose' }
  | { readonly kind: 'waiting'; readonly name: string; readonly late: boolean }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Chooses one of the browser's wallets. Escape closes it and gives the focus back; browsing needs none. */
export function ConnectDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const connectors = worthShowing(useConnectors());
  const { mutateAsync: connect } = useConnect();
  const [attempt, setAttempt] = useState<Attempt>({ kind: 'choose' });

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  const choose = async (connector: Connector): Promise<void> => {
    const { name } = connector;
    setAttempt({ kind: 'waiting', name, late: false });
    const late = setTimeout(() => setAttempt({ kind: 'waiting', name, late: true }), HINT_AFTER_MS);
    try {
      await connect({ connector });
      dialog.current?.close();
    } catch (error) {
      setAttempt({ kind: 'refused', sentence: walletRefusal(error).sentence });
    } finally {
      clearTimeout(late);
    }
  };

  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-labelledby="connect-title"
      className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded border border-line bg-raised p-5 text-ink backdrop:bg-black/40"
    >
      <h2 id="connect-title" className="text-lg font-semibold">
        Connect a wallet
      </h2>
      <p className="pt-1 text-ink-soft">
        It shows your address to this page. Nothing is signed, nothing moves.
      </p>
      <ul className="py-3">
        {connectors.map((connector) => (
          <li key={connector.uid} className="pt-2">
            <Button onClick={() => void choose(connector)} disabled={attempt.kind === 'waiting'}>
              {connector.id === UNNAMED ? 'The browser’s wallet' : connector.name}
            </Button>
          </li>
        ))}
      </ul>
      {connectors.length === 0 && (
        <p>
          No wallet was found in this browser. Install one, or open this page in a wallet’s own browser. You
          can look at everything without one.
        </p>
      )}
      <p role="status" className={attempt.kind === 'refused' ? 'text-stop' : 'text-ink-soft'}>
        {attempt.kind === 'waiting' &&
          (attempt.late
            ? `Still waiting: open ${attempt.name} and look for its request.`
            : `Waiting for you in ${attempt.name}…`)}
        {attempt.kind === 'refused' && attempt.sentence}
      </p>
      <form method="dialog" className="pt-3">
        <Button submit>Close</Button>
      </form>
    </dialog>
  );
}
