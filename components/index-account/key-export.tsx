'use client';

import { Section } from '../ui/section.tsx';
import { WalletGate } from '../wallet/wallet-gate.tsx';

const load = () => import('./sign-and-show.tsx').then(({ SignAndShow }) => SignAndShow);

/** Takes the key of an account elsewhere; what speaks to a wallet is fetched when somebody wants to connect one. */
export function KeyExport({ id }: { readonly id: string }) {
  return (
    <Section title="Its key">
      <div className="border-t border-line pt-2">
        <p className="max-w-prose text-pretty text-ink-soft">
          You can have the key, to move everything without this site. It goes on being held here too, and that
          you took it stays written down. Your wallet signs one message first.
        </p>
        <WalletGate load={load} props={{ id }}>
          {null}
        </WalletGate>
      </div>
    </Section>
  );
}
