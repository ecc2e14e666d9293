'use client';

import { WalletGate } from '../wallet/wallet-gate.tsx';

const load = () => import('./sign-and-withdraw.tsx').then(({ SignAndWithdraw }) => SignAndWithdraw);

/** What speaks to a wallet is fetched when somebody wants to connect one. */
export function WithdrawLoader({ id }: { readonly id: string }) {
  return (
    <div className="border-t border-line pt-2">
      <p className="max-w-prose text-pretty text-ink-soft">
        One asset leaves for an address of its own chain. Your wallet signs one message first. To a place
        where nothing of this account has arrived yet, a test goes first. No memo can be sent along: on XRP
        and Stellar withdraw to a wallet of your own, never to an exchange.
      </p>
      <WalletGate load={load} props={{ id }}>
        {null}
      </WalletGate>
    </div>
  );
}
