'use client';

import { type ComponentType, type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { usePart } from './use-part.ts';

/** Where a browser keeps what only the wallet's code can tell more of: who was connected, and what was sent. */
const KEPT = ['1balancer.wallet.recentConnectorId', '1balancer.transactions', '1balancer.batches'];

const keepsSomething = (): boolean =>
  KEPT.some((key) => ![null, '[]'].includes(window.localStorage.getItem(key)));

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
  const { stage, want } = usePart(load, keepsSomething);
  const [chooses, setChooses] = useState(false);
  if (stage.kind === 'loaded') return <stage.Part {...props} chooses={chooses} />;
  const connect = (): void => {
    setChooses(true);
    want();
  };
  return (
    <>
      <div className="py-4">
        <Button look="accent" disabled={stage.kind !== 'not-wanted'} onClick={connect}>
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
