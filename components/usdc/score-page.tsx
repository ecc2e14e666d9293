import type { CashMoveDto, CashScoreDto } from '../../lib/api/cash.ts';
import type { StrategiesDto } from '../../lib/api/strategies.ts';
import { LiveStatus } from '../live/live.tsx';
import { BackLink } from '../portfolio/back-link.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { Figure } from '../ui/figure.tsx';
import { formatUsdDifference } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { CashMoves } from './cash-moves.tsx';
import { Strategies } from './strategies.tsx';

type Own = {
  readonly score: CashScoreDto;
  readonly moves: { readonly rows: readonly CashMoveDto[]; readonly nextCursor: string | null };
};

function Totals({ score }: { readonly score: CashScoreDto }) {
  const { usd, judged, good, bad, waiting } = score;
  return (
    <dl className="grid grid-cols-2 gap-x-8 gap-y-5 border-y border-line py-5 lg:grid-cols-[1.4fr_1fr_1fr_1fr]">
      <Figure
        label="All judged moves together"
        value={judged === 0 ? 'none yet' : formatUsdDifference(usd, '0')}
        large
      >
        against staying, all costs paid
      </Figure>
      <Figure label="Good" value={`${good}`}>
        earned more than staying
      </Figure>
      <Figure label="Bad" value={`${bad}`}>
        staying was better
      </Figure>
      <Figure label="To be judged" value={`${waiting}`}>
        seven days after each
      </Figure>
    </dl>
  );
}

type Props = {
  /** Null for whoever isn't signed in. */
  readonly own: Own | null;
  readonly strategies: StrategiesDto;
};

/** How each move came out, seven days after it was made: the sum, and the bad ones too. */
export function ScorePage({ own, strategies }: Props) {
  return (
    <>
      <div className="flex flex-wrap justify-between gap-x-8">
        <BackLink href="/usdc">USDC</BackLink>
        <LiveStatus />
      </div>
      <h1 className="pt-1 text-2xl font-semibold tracking-tight">How moves came out</h1>
      <p className="max-w-prose pt-3 pb-6 text-pretty text-ink-soft">
        Seven days after a move it is judged: what the money earned where it went, less what it would have
        earned where it was, less gas and fees. All are counted.
      </p>
      {own === null ? (
        <Section title="Your moves" empty="Sign in to see how moves of your USDC came out." />
      ) : (
        <div className="space-y-8">
          <Totals score={own.score} />
          <Section title="Your moves" note="the newest first" empty="Nothing of yours was moved yet.">
            {own.moves.rows.length > 0 && <CashMoves moves={own.moves.rows} />}
            {own.moves.nextCursor !== null && (
              <p className="border-t border-line py-2.5">
                <PageLink
                  href={`/usdc/score?cursor=${own.moves.nextCursor}`}
                  className="inline-flex min-h-6 items-center text-accent hover:underline"
                >
                  Older moves
                </PageLink>
              </p>
            )}
          </Section>
        </div>
      )}
      <div className="pt-10">
        <Strategies strategies={strategies} />
      </div>
    </>
  );
}
