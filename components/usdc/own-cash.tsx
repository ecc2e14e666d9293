import type { CashDto } from '../../lib/api/cash.ts';
import { Age, Countdown } from '../live/live.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { BUTTON } from '../ui/button.ts';
import { Figure } from '../ui/figure.tsx';
import { formatPercent, formatUsd, formatUsdDifference, unbroken } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { Word } from '../ui/word.tsx';
import { CashChains } from './cash-chains.tsx';
import { CashControls } from './cash-controls.tsx';
import { NewestDecision } from './cash-decision.tsx';
import { CashTransfers } from './cash-transfers.tsx';

const DOCS = (
  <PageLink href="/docs/cash" className="text-accent underline">
    What such a portfolio does
  </PageLink>
);

/** Whether the owner who asks has anything of USDC here. */
export const hasCash = ({ chains, profile }: CashDto): boolean => chains.length > 0 || profile !== null;

/** For whoever has none: what there would be, and what there is not. */
export function NoCash({ isSignedIn }: { readonly isSignedIn: boolean }) {
  return (
    <Section title="Your USDC">
      <div className="border-t border-line py-2.5">
        <p className="max-w-prose text-pretty text-ink-soft">
          {isSignedIn
            ? 'No contract of yours that holds USDC across chains was found. '
            : 'Sign in to see what is yours. '}
          A cash portfolio is a contract of your own on each chain: it holds USDC and vaults that you list,
          and moves between them only within limits that you set. Your wallet makes it, and what it makes is
          found here by itself. {DOCS}.
        </p>
        <p className="pt-3">
          <PageLink href="/usdc/new" className={BUTTON.accent}>
            Make one
          </PageLink>
        </p>
      </div>
    </Section>
  );
}

function Figures({ cash }: { readonly cash: CashDto }) {
  const { valueUsd, valueAtSeconds, decision, score, dueAtSeconds, leadPercent } = cash;
  return (
    <dl className="grid grid-cols-2 gap-x-8 gap-y-5 border-y border-line py-5 lg:grid-cols-[1.4fr_1fr_1fr_1fr]">
      <Figure label="All of it" value={valueUsd === null ? 'not known' : formatUsd(valueUsd)} large>
        {valueAtSeconds === null ? (
          'before the first look'
        ) : (
          <>
            on all chains, <Age atSeconds={valueAtSeconds} /> ago
          </>
        )}
      </Figure>
      <Figure
        label="Expected"
        value={
          decision === null || decision.ratePercent === null
            ? 'not known'
            : formatPercent(decision.ratePercent)
        }
      >
        a year, as it stands
      </Figure>
      <Figure
        label="Moves so far"
        value={score.judged === 0 ? 'none judged' : formatUsdDifference(score.usd, '0')}
      >
        {score.judged === 0 ? (
          'each after seven days'
        ) : (
          <PageLink href="/usdc/score" className="text-accent underline">
            {score.good} good, {score.bad} bad
          </PageLink>
        )}
      </Figure>
      <Figure
        label="Ahead of staying"
        value={leadPercent === null ? 'not known' : formatPercent(leadPercent)}
      >
        {dueAtSeconds === null ? (
          'nothing looks at it'
        ) : (
          <>
            next look <Countdown atSeconds={dueAtSeconds} />
          </>
        )}
      </Figure>
    </dl>
  );
}

/** All of one owner's USDC: one value, where it is, what is on its way, what was decided last and how moves came out. */
export function OwnCash({ cash }: { readonly cash: CashDto }) {
  const { profile, failure, chains, leftAlone, transfers, decision } = cash;
  return (
    <section aria-label="Your USDC" className="space-y-8">
      <div>
        <div className="flex flex-wrap items-baseline justify-between gap-x-8 pb-2">
          <h2 className="text-lg font-semibold">Your USDC</h2>
          <PageLink href="/usdc/score" className="text-accent underline">
            How moves came out
          </PageLink>
        </div>
        <Figures cash={cash} />
        <div className="pt-4">
          {profile === null && (
            <p className="pb-2 text-pretty">
              <Word tone="warn" icon="pause">
                no profile
              </Word>{' '}
              <span className="text-ink-soft">
                Until you choose one, nothing is looked at and nothing moves.
              </span>
            </p>
          )}
          {failure !== null && (
            <p className="pb-2 text-pretty">
              <Word tone="warn" icon="warning">
                last look failed
              </Word>{' '}
              <span className="text-ink-soft">
                {unbroken(failure.replaceAll('-', ' '))}. Nothing was moved.
              </span>
            </p>
          )}
          <CashControls profile={profile} />
        </div>
      </div>
      {decision !== null && <NewestDecision decision={decision} />}
      <CashChains chains={chains} leftAlone={leftAlone} />
      <CashTransfers transfers={transfers} />
    </section>
  );
}
