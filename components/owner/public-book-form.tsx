'use client';

import type { ActMaker } from '../../lib/owner/owner-act.ts';
import { publicBookAct } from '../../lib/owner/public-book-action.ts';
import { type PortfolioFacts, readPortfolio } from '../../lib/owner/read-portfolio.ts';
import { Button } from '../wallet/button.tsx';
import type { Prepare } from './act-dialog.tsx';
import { CeilingForm } from './ceiling-form.tsx';

type Props = {
  readonly facts: PortfolioFacts;
  readonly blocked: boolean;
  readonly onPrepare: (prepare: Prepare) => void;
  readonly onAct: (maker: ActMaker) => void;
};

/** Opens the portfolio to 1inch’s public book, or closes it. What is trusted then is read in the dialog, before the wallet is asked. */
export function PublicBookForm({
  facts: { portfolio, publicBook, assets },
  blocked,
  onPrepare,
  onAct,
}: Props) {
  const prepare: Prepare = async ({ ask }) => ({
    facts: await readPortfolio(ask, portfolio),
    act: await publicBookAct(ask, portfolio, !publicBook),
  });
  return (
    <section aria-labelledby="public-book-title" className="pt-8">
      <h2 id="public-book-title" className="text-base font-semibold">
        1inch’s book
      </h2>
      <p className="text-ink-soft">
        {publicBook
          ? 'Open: its orders may stand there, and 1inch’s whole router and the contract that takes its fee are trusted.'
          : 'Closed. Orders there find more takers; 1inch’s whole router and the contract that takes its fee would be trusted, too.'}
      </p>
      <div className="pt-3">
        <Button disabled={blocked} onClick={() => onPrepare(prepare)}>
          {publicBook ? 'Close it to 1inch’s book' : 'Open it to 1inch’s book'}
        </Button>
      </div>
      {publicBook && <CeilingForm assets={assets} blocked={blocked} onAct={onAct} />}
    </section>
  );
}
