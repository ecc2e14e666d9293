import type { Metadata } from 'next';
import { PageFrame } from '../../../components/shell/page-frame.tsx';
import { PageLink } from '../../../components/shell/page-link.tsx';
import { Limits } from '../../../components/usdc/new/limits.tsx';
import { NewCashLoader } from '../../../components/usdc/new/new-cash-loader.tsx';
import { newCashTerms } from '../../../services/wire/pages/new-portfolio.ts';

export const metadata: Metadata = { title: 'New portfolio of USDC' };
export const dynamic = 'force-dynamic';

const MISSING = {
  chains:
    'No chain that is served here has the contracts of cash portfolios, Circle’s, and vaults, so nothing can be created. Whoever runs this site names them in CHAINS.',
  signer:
    'This site doesn’t hold the bot’s key, so it can’t name it. The command npm run usdc -- calls prints the same transactions for a key that you name.',
} as const;

export default async function NewCashPage() {
  const { chains, signer } = await newCashTerms();
  const missing = chains.length === 0 ? MISSING.chains : signer === null ? MISSING.signer : null;
  return (
    <PageFrame width="form">
      <h1 className="text-2xl font-semibold tracking-tight">New portfolio of USDC</h1>
      <p className="pt-1 text-ink-soft text-pretty">
        A contract of your own on each chain holds USDC and the vaults that it lists; the bot moves it between
        them within limits that the contract keeps.{' '}
        <PageLink href="/docs/cash" className="text-accent underline">
          How it decides
        </PageLink>
        .
      </p>
      {missing === null && signer !== null ? (
        <NewCashLoader chains={chains} signer={signer}>
          <Limits profile="balanced" />
        </NewCashLoader>
      ) : (
        <p className="pt-2 text-pretty">{missing}</p>
      )}
    </PageFrame>
  );
}
