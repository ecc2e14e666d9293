import type { CashDto } from '../../lib/api/cash.ts';
import type { OptimizedDto } from '../../lib/api/optimize.ts';
import type { RatesDto } from '../../lib/api/rates.ts';
import type { UsdcQuery } from '../../lib/api/usdc-query.ts';
import { LiveStatus } from '../live/live.tsx';
import { Section } from '../ui/section.tsx';
import { Optimized } from './optimized.tsx';
import { OptimizerForm } from './optimizer-form.tsx';
import { hasCash, NoCash, OwnCash } from './own-cash.tsx';
import { Rates } from './rates.tsx';

type Props = {
  readonly rates: RatesDto;
  /** Null for whoever isn't signed in. */
  readonly cash: CashDto | null;
  readonly optimized:
    | { readonly kind: 'nothing-asked' }
    | { readonly kind: 'refused'; readonly sentence: string }
    | { readonly kind: 'told'; readonly told: OptimizedDto };
  readonly chains: readonly { readonly id: number; readonly name: string }[];
  readonly query: UsdcQuery;
};

/** USDC: an owner's own, what an amount would do, and what vaults paid beside what they promise. */
export function UsdcPage({ rates, cash, optimized, chains, query }: Props) {
  const isOwned = cash !== null && hasCash(cash);
  return (
    <>
      <header className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1 pb-6">
        <h1 className="text-2xl font-semibold tracking-tight">What USDC earns</h1>
        <LiveStatus />
      </header>
      <div className="space-y-10">
        {isOwned && <OwnCash cash={cash} />}
        <div id="what-would-it-do" className="scroll-mt-4">
          <Section title="What would an amount do?" note="a dry run">
            <OptimizerForm
              key={JSON.stringify(query)}
              query={query}
              chains={chains}
              fault={optimized.kind === 'refused' ? optimized.sentence : null}
            />
            {optimized.kind === 'told' && <Optimized told={optimized.told} />}
          </Section>
        </div>
        <div className="space-y-8">
          <Rates rates={rates} />
        </div>
        {!isOwned && <NoCash isSignedIn={cash !== null} />}
      </div>
    </>
  );
}
