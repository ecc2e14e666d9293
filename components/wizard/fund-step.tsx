'use client';

import { useQuery } from '@tanstack/react-query';
import { readTokenRights } from '../../lib/owner/deposit-action.ts';
import { exactUnits } from '../../lib/owner/exact-units.ts';
import { parseAmount } from '../../lib/owner/parse-amount.ts';
import { Field } from '../owner/field.tsx';
import type { StepProps } from './step-props.ts';

/** How much of each token goes in at once; none is an answer, too. */
export function FundStep({ draft: { holdings, chainId }, change, wallet, chains }: StepProps) {
  const factory = chains.find(({ id }) => id === chainId)?.factory;
  const { data: balances } = useQuery({
    queryKey: ['balances', chainId, wallet?.account, holdings.map(({ listing }) => listing.token)],
    enabled: wallet !== null && wallet.chainId === chainId && factory !== undefined,
    queryFn: async () => {
      if (wallet === null || factory === undefined) return new Map<string, bigint>();
      const read = holdings.map(async ({ listing: { token } }) => {
        const rights = await readTokenRights(wallet.ask, { token, holder: wallet.account, spender: factory });
        return [token, rights.balance] as const;
      });
      return new Map<string, bigint>(await Promise.all(read));
    },
  });
  const set = (token: string, amount: string): void =>
    change({ holdings: holdings.map((one) => (one.listing.token === token ? { ...one, amount } : one)) });
  return (
    <>
      <p className="text-ink-soft text-pretty">
        From the connected account, with the call that creates the contract. What is not on target yet is
        brought there by the bot. You can also leave all of it empty and deposit later.
      </p>
      {holdings.map(({ listing, amount }) => {
        const typed = amount.trim() === '' ? null : parseAmount(amount, listing.decimals);
        const held = balances?.get(listing.token);
        const short =
          typed?.ok && held !== undefined && typed.units > held ? 'You hold less than that.' : null;
        return (
          <Field
            key={listing.token}
            label={`${listing.symbol} to put in`}
            value={amount}
            onChange={(text) => set(listing.token, text)}
            fault={typed !== null && !typed.ok ? typed.sentence : short}
            inputMode="decimal"
            hint={
              held === undefined
                ? 'Connect your wallet on this chain to see what you hold.'
                : `You hold ${exactUnits(held, listing.decimals)}.`
            }
          />
        );
      })}
    </>
  );
}
