import type { HoldingsDto, PaperDto } from '../../lib/api/paper.ts';
import type { TryQuery } from '../../lib/api/try-query.ts';
import { ChainTrouble } from '../shell/chain-trouble.tsx';
import { AddressForm } from './address-form.tsx';
import { HoldingsTable } from './holdings-table.tsx';
import { OwnPapers } from './own-papers.tsx';
import { PaperMark } from './paper-mark.tsx';
import { PlannerLoader } from './planner-loader.tsx';
import { WalletAddressLoader } from './wallet-address-loader.tsx';

type Props = {
  readonly page: {
    readonly chains: readonly { readonly id: number; readonly name: string; readonly nativeSymbol: string }[];
    readonly looked:
      | { readonly kind: 'nothing-asked' }
      | { readonly kind: 'refused' | 'trouble'; readonly sentence: string }
      | { readonly kind: 'seen'; readonly holdings: HoldingsDto };
    readonly papers: readonly PaperDto[];
  };
  readonly query: TryQuery;
};

/** The first step for anybody: a wallet's own holdings, read-only, and what the engine would do with them. */
export function TryPage({ page: { chains, looked, papers }, query }: Props) {
  const chainId = query.chain ?? chains[0]?.id;
  const holdings = looked.kind === 'seen' ? looked.holdings : null;
  const chain = chains.find(({ id }) => id === chainId);
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h1 className="text-2xl font-semibold tracking-tight">Try it on paper</h1>
        <PaperMark />
      </div>
      <p className="pt-1 text-pretty text-ink-soft">
        See what the bot would do with what a wallet holds. No contract, no signature, no cost: nothing moves.
      </p>
      {chains.length === 0 ? (
        <p className="pt-4">No chain is served here, so no address can be looked at.</p>
      ) : (
        <>
          <AddressForm
            chains={chains}
            chainId={chainId}
            address={query.address ?? ''}
            fault={looked.kind === 'refused' ? looked.sentence : null}
          />
          <WalletAddressLoader chainId={chainId ?? 0} />
        </>
      )}
      {looked.kind === 'trouble' && (
        <div className="pt-6">
          <ChainTrouble message={looked.sentence} />
        </div>
      )}
      {holdings !== null && (
        <>
          <HoldingsTable holdings={holdings} nativeSymbol={chain?.nativeSymbol ?? 'coin'} />
          {holdings.tokens.length === 0 ? (
            <p className="pt-4">
              No token of this chain has a feed that is known here, so nothing can be planned.
            </p>
          ) : (
            <PlannerLoader key={`${holdings.chainId}${holdings.address}`} holdings={holdings} />
          )}
        </>
      )}
      <OwnPapers papers={papers} />
    </>
  );
}
