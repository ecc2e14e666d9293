import type { Metadata } from 'next';
import { DelegatedLimits } from '../../../components/delegated/new/delegated-limits.tsx';
import { NewDelegatedLoader } from '../../../components/delegated/new/new-delegated-loader.tsx';
import { PageFrame } from '../../../components/shell/page-frame.tsx';
import { PageLink } from '../../../components/shell/page-link.tsx';
import { newDelegatedTerms } from '../../../services/wire/pages/new-portfolio.ts';

export const metadata: Metadata = { title: 'Let your own account be rebalanced' };
export const dynamic = 'force-dynamic';

const MISSING = {
  chains:
    'No chain that is served here has the contracts of accounts that delegate, and tokens with known feeds. Whoever runs this site names them in CHAINS.',
  signer: 'This site doesn’t hold the bot’s key, so it can’t name whom you would grant to.',
} as const;

export default async function NewDelegatedPage() {
  const { chains, signer } = await newDelegatedTerms();
  const missing = chains.length === 0 ? MISSING.chains : signer === null ? MISSING.signer : null;
  return (
    <PageFrame width="form">
      <h1 className="text-2xl font-semibold tracking-tight">Let your own account be rebalanced</h1>
      <p className="pt-1 text-ink-soft text-pretty">
        Your tokens stay in your account. A contract that serves it alone may move so much of each a day,
        within limits that nobody can widen; you revoke it whenever you like.{' '}
        <PageLink href="/docs/delegated" className="text-accent underline">
          How it works
        </PageLink>
        .
      </p>
      {missing === null && signer !== null ? (
        <NewDelegatedLoader chains={chains} signer={signer}>
          <DelegatedLimits preset="balanced" />
        </NewDelegatedLoader>
      ) : (
        <p className="pt-2 text-pretty">{missing}</p>
      )}
    </PageFrame>
  );
}
