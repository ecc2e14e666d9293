'use client';

import { WalletGate } from '../wallet/wallet-gate.tsx';

const load = () => import('./sign-and-withdraw.tsx').then(({ SignAndWithdraw }) => SignAndWithdraw);

/** What speaks to a wallet is fetched when somebody wants to connect one. */
export function WithdrawLoader({ id, asked }: { readonly id: string; readonly asked: string | null }) {
  return (
    <div className="border-t border-line pt-2">
      <p className="max-w-prose text-pretty text-ink-soft">
        One asset leaves for an address of its own chain: a share of what there is of it, or of everything,
        which is sold for it first. Your wallet signs one message first. To a place where nothing of this
        account has arrived yet, a test goes first. No memo can be sent along beside an address: on XRP and
        Stellar ask for the address that has it within, which begins with X or M.
      </p>
      <WalletGate load={load} props={{ id, asked }}>
        {null}
      </WalletGate>
    </div>
  );
}
