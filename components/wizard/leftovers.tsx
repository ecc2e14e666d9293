'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Address } from 'viem';
import { takeBackAct } from '../../lib/creation/creation-acts.ts';
import { type Funding, fundingOf } from '../../lib/creation/creation-calls.ts';
import type { Draft } from '../../lib/creation/draft.ts';
import { readTokenRights } from '../../lib/owner/deposit-action.ts';
import { exactUnits } from '../../lib/owner/exact-units.ts';
import { ActDialog } from '../owner/act-dialog.tsx';
import { Button } from '../wallet/button.tsx';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';

const READ_EVERY_MS = 6_000;

type Props = {
  readonly draft: Draft;
  readonly factory: Address;
  readonly wallet: ConnectedWallet;
};

/** What the factory may take beyond what this draft puts in: left by a creation that was given up, or changed. */
export function Leftovers({ draft, factory, wallet }: Props) {
  const [taking, setTaking] = useState<Funding | null>(null);
  const { data: left = [], refetch } = useQuery({
    queryKey: ['leftovers', factory, wallet.account, draft.holdings],
    refetchInterval: READ_EVERY_MS,
    queryFn: async (): Promise<readonly Funding[]> => {
      const wanted = new Map(fundingOf(draft).map(({ token, units }) => [token, units]));
      const read = draft.holdings.map(async ({ listing: { token, symbol, decimals } }) => {
        const rights = await readTokenRights(wallet.ask, { token, holder: wallet.account, spender: factory });
        return { token, symbol, decimals, units: rights.allowance };
      });
      return (await Promise.all(read)).filter(({ token, units }) => units > (wanted.get(token) ?? 0n));
    },
  });
  if (left.length === 0 && taking === null) return null;
  return (
    <section aria-labelledby="leftovers-title" className="pt-6">
      <h3 id="leftovers-title" className="font-semibold">
        Left over from before
      </h3>
      <p className="text-ink-soft text-pretty">
        The factory may still take this from you, though only in a call of your own. Take back what you don’t
        mean to put in.
      </p>
      <ul>
        {left.map((one) => (
          <li key={one.token} className="flex flex-wrap items-center justify-between gap-3 py-2">
            {exactUnits(one.units, one.decimals)} {one.symbol}
            <Button onClick={() => setTaking(one)}>Take {one.symbol} back</Button>
          </li>
        ))}
      </ul>
      {taking !== null && (
        <ActDialog
          wallet={wallet}
          chainId={wallet.chainId}
          prepare={async () => ({
            act: takeBackAct(factory, taking),
            facts: {
              ...{
                chainId: wallet.chainId,
                portfolio: factory,
                blockNumber: 0n,
                paused: false,
                publicBook: false,
                generation: 0,
              },
              ...{ owner: wallet.account, pendingOwner: wallet.account, signer: wallet.account, assets: [] },
            },
          })}
          onClose={() => {
            setTaking(null);
            void refetch();
          }}
        />
      )}
    </section>
  );
}
