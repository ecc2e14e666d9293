'use client';

import { WalletGate } from '../wallet/wallet-gate.tsx';
import type { OffSwitchProps } from './off-switches.tsx';

const load = () => import('./off-switches.tsx').then(({ OffSwitches }) => OffSwitches);

/** What speaks to a wallet is fetched when somebody wants to connect one. */
export function OffSwitchLoader(props: OffSwitchProps) {
  return (
    <WalletGate load={load} props={props}>
      <p className="pb-2 text-ink-soft text-pretty">
        To pause or revoke here, connect the guardian’s or the account’s wallet.
      </p>
    </WalletGate>
  );
}
