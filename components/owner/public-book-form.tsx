'use client';

import type { Address } from 'viem';
import { publicBookAct } from '../../lib/owner/public-book-action.ts';
import { readPortfolio } from '../../lib/owner/read-portfolio.ts';
import { Button } from '../wallet/button.tsx';
import type { Prepare } from './act-dialog.tsx';

type Props = {
  readonly portfolio: Address;
  readonly blocked: boolean;
  readonly onPrepare: (prepare: Prepare) => void;
};

/** Opens the portfolio to 1inch’s public book, or closes it. What is trusted then is read in the dialog, before the wallet is asked. */
export function PublicBookForm({ portfolio, blocked, onPrepare }: Props) {
  const prepare =
    (open: boolean): Prepare =>
    async ({ ask }) => ({
      facts: await readPortfolio(ask, portfolio),
      act: await publicBookAct(ask, portfolio, open),
    });
  return (
    <section aria-labelledby="public-book-title" className="pt-8">
      <h2 id="public-book-title" className="text-base font-semibold">
        1inch’s book
      </h2>
      <p className="text-ink-soft">
        Off unless you switch it on. Orders there find more takers; 1inch’s whole router and the contract that
        takes its fee are trusted then, too.
      </p>
      <div className="flex flex-wrap gap-2 pt-2">
        <Button disabled={blocked} onClick={() => onPrepare(prepare(true))}>
          Open to 1inch’s book
        </Button>
        <Button disabled={blocked} onClick={() => onPrepare(prepare(false))}>
          Close to 1inch’s book
        </Button>
      </div>
    </section>
  );
}
