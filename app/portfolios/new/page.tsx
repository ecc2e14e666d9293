import type { Metadata } from 'next';
import { PageFrame } from '../../../components/shell/page-frame.tsx';
import { PageLink } from '../../../components/shell/page-link.tsx';
import { WizardLoader } from '../../../components/wizard/wizard-loader.tsx';
import { newPortfolioTerms } from '../../../services/wire/pages/new-portfolio.ts';
import { hasIndexAccounts } from '../../../services/wire/pages/site.ts';

export const metadata: Metadata = { title: 'New portfolio' };
export const dynamic = 'force-dynamic';

export default async function NewPortfolioPage() {
  const { chains, signer } = await newPortfolioTerms();
  return (
    <PageFrame width="form">
      <h1 className="text-2xl font-semibold tracking-tight">New portfolio</h1>
      <p className="pt-1 text-ink-soft text-pretty">
        Not sure yet?{' '}
        <PageLink href="/try" className="text-accent underline">
          See on paper
        </PageLink>{' '}
        what the bot would do with what your wallet holds. Or keep your tokens where they are:{' '}
        <PageLink href="/delegated/new" className="text-accent underline">
          let your own account be rebalanced
        </PageLink>
        . For dollars alone there is{' '}
        <PageLink href="/usdc/new" className="text-accent underline">
          a portfolio of USDC
        </PageLink>
        {hasIndexAccounts() && (
          <>
            , for coins of other chains{' '}
            <PageLink href="/accounts" className="text-accent underline">
              an index account
            </PageLink>
          </>
        )}
        .
      </p>
      {chains.length === 0 ? (
        <p className="pt-2">
          No chain with a factory is served here, so nothing can be created. Whoever runs this site sets
          FACTORY_ADDRESS.
        </p>
      ) : (
        <WizardLoader chains={chains} signer={signer} />
      )}
    </PageFrame>
  );
}
