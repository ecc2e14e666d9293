'use client';

import { type ComponentType, type ReactNode, useCallback, useEffect, useState } from 'react';
import { Button } from './button.tsx';

/** Where a browser keeps what only the wallet's code can tell more of: who was connected, and what was sent. */
const KEPT = ['1balancer.wallet.recentConnectorId', '1balancer.transactions', '1balancer.batches'];

const keepsSomething = (): boolean =>
  KEPT.some((key) => ![null, '[]'].includes(window.localStorage.getItem(key)));

type Stage<Part> =
  | { readonly kind: 'not-wanted'; readonly said: string | null }
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly Part: Part; readonly chooses: boolean };

type Props<PartProps> = {
  readonly load: () => Promise<ComponentType<PartProps & { readonly chooses: boolean }>>;
  readonly props: PartProps;
  /** Stands below the button while nobody acts. */
  readonly children: ReactNode;
};

/**
 * Loads what speaks to wallets when somebody wants to connect one, or has before; the server shows the rest. `chooses` tells the part
 * that its person waits for the list of wallets.
 */
export function WalletGate<PartProps extends object>({ load, props, children }: Props<PartProps>) {
  const [stage, setStage] = useState<Stage<ComponentType<PartProps & { readonly chooses: boolean }>>>({
    kind: 'not-wanted',
    said: null,
  });
  const fetchPart = useCallback(
    async (chooses: boolean): Promise<void> => {
      setStage({ kind: 'loading' });
      try {
        const Part = await load();
        setStage({ kind: 'loaded', Part, chooses });
      } catch {
        setStage({
          kind: 'not-wanted',
          said: 'What speaks to your wallet could not be loaded: the server does not answer. The rescue page needs no server.',
        });
      }
    },
    [load],
  );
  useEffect(() => {
    if (keepsSomething()) void fetchPart(false);
  }, [fetchPart]);
  if (stage.kind === 'loaded') return <stage.Part {...props} chooses={stage.chooses} />;
  return (
    <>
      <div className="py-4">
        <Button look="accent" disabled={stage.kind === 'loading'} onClick={() => void fetchPart(true)}>
          Connect a wallet
        </Button>
        <p role="status" className="text-warn text-pretty">
          {stage.kind === 'not-wanted' && stage.said}
        </p>
      </div>
      {children}
    </>
  );
}
