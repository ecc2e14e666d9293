import type { CashDecisionDto, HeldShiftDto } from '../../lib/api/cash.ts';
import type { CashPlanMoveDto, CashVoteDto } from '../../lib/api/optimize.ts';
import { Age, Countdown } from '../live/live.tsx';
import { Fact } from '../ui/fact.tsx';
import { formatPercent, formatUsd, unbroken } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { Word } from '../ui/word.tsx';
import { moveWords, SCORER_WORDS, voteNumber } from './cash-words.ts';

function Vote({ vote }: { readonly vote: CashVoteDto }) {
  const says = vote.vote === 'move';
  return (
    <li className="grid gap-x-6 gap-y-0.5 border-t border-line py-2.5 sm:grid-cols-[8rem_1fr_auto]">
      <p className="flex items-baseline justify-between gap-x-4 sm:block">
        <span className="font-semibold">{SCORER_WORDS[vote.scorer]}</span>
        <span className="sm:block">
          <Word tone={says ? 'good' : 'plain'} icon={says ? 'check' : 'dashed'}>
            {vote.vote}
          </Word>
        </span>
      </p>
      <p className="text-pretty text-ink-soft">{unbroken(vote.why)}</p>
      <p className="whitespace-nowrap sm:text-right">
        {voteNumber(vote.actual, vote.unit)}
        <span className="text-ink-soft"> / {voteNumber(vote.allowed, vote.unit)}</span>
      </p>
    </li>
  );
}

/** What each of the three scorers said: its number beside what it is held against. */
export function Votes({ votes }: { readonly votes: readonly CashVoteDto[] }) {
  if (votes.length === 0) return <p className="text-ink-soft">No shift could be weighed.</p>;
  return (
    <ul>
      {votes.map((vote) => (
        <Vote key={vote.scorer} vote={vote} />
      ))}
    </ul>
  );
}

/** Moves that a plan has, in their order. */
export function PlannedMoves({ moves }: { readonly moves: readonly CashPlanMoveDto[] }) {
  return (
    <ol>
      {moves.map((move) => (
        <li
          key={`${move.kind}${move.chainId}${move.vault ?? move.toChainId}`}
          className="flex flex-wrap justify-between gap-x-4 border-t border-line py-2"
        >
          <span>{moveWords(move)}</span>
          <span>{formatUsd(move.amountUsd)}</span>
        </li>
      ))}
    </ol>
  );
}

function HeldShifts({ held }: { readonly held: readonly HeldShiftDto[] }) {
  return (
    <ul aria-label="Moves that wait">
      {held.map(({ vault, vaultName, chainName, amountUsd, lossUsd, mostUsd }) => (
        <li key={vault} className="border-t border-line py-2">
          <span className="flex flex-wrap justify-between gap-x-4">
            <Word tone="plain" icon="clock">
              {vaultName} on {chainName} waits
            </Word>
            <span>{formatUsd(amountUsd)}</span>
          </span>
          <p className="text-pretty text-ink-soft">
            Its mark lags: the contract would count {formatUsd(lossUsd)} of it as lost and allows{' '}
            {formatUsd(mostUsd)}. Marks are raised once a day; until then it stays where it is.
          </p>
        </li>
      ))}
    </ul>
  );
}

/** The newest decision: what it was, why, and what it was decided by. To stay is an answer with a figure. */
export function NewestDecision({ decision }: { readonly decision: CashDecisionDto }) {
  const { bestNetUsd, neededUsd, ratePercent, rateAfterPercent, moves, held, kind } = decision;
  return (
    <Section
      title="Newest decision"
      note={
        <>
          <Age atSeconds={decision.decidedAtSeconds} /> old, the next{' '}
          <Countdown atSeconds={decision.nextLookAtSeconds} />
        </>
      }
    >
      <p className="border-y border-line py-3 text-pretty">{unbroken(decision.why)}</p>
      <div className="grid gap-x-10 gap-y-6 pt-4 lg:grid-cols-2">
        <div>
          <h3 className="pb-1 text-ink-soft">Three scorers, and their limits</h3>
          <Votes votes={decision.votes} />
        </div>
        <div>
          <h3 className="pb-1 text-ink-soft">{kind === 'move' ? 'Its moves' : 'What staying is worth'}</h3>
          {kind === 'move' ? (
            <>
              <PlannedMoves moves={moves} />
              {held.length > 0 && <HeldShifts held={held} />}
            </>
          ) : (
            <dl>
              <Fact name="The best move would earn">
                {bestNetUsd === null ? 'no move could be weighed' : formatUsd(bestNetUsd)}
              </Fact>
              <Fact name="At least asked for">{neededUsd === null ? '–' : formatUsd(neededUsd)}</Fact>
            </dl>
          )}
          <dl>
            <Fact name="Expected now">
              {ratePercent === null ? 'not known' : `${formatPercent(ratePercent)} a year`}
            </Fact>
            {kind === 'move' && (
              <Fact name="Expected after it">
                {rateAfterPercent === null ? 'not known' : `${formatPercent(rateAfterPercent)} a year`}
              </Fact>
            )}
          </dl>
        </div>
      </div>
    </Section>
  );
}
