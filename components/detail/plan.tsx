import type { PlanCheckDto, PlanDto, PlanLegDto } from '../../lib/api/portfolio-detail-dto.ts';
import { formatCount, formatSpan, formatUnits, formatUsd, unbroken } from '../ui/format.ts';
import { Word } from '../ui/word.tsx';
import { PlanWeights } from './plan-weights.tsx';

function Leg({ leg }: { readonly leg: PlanLegDto }) {
  const spread = `${Math.abs(leg.spreadBps)} bps ${leg.spreadBps < 0 ? 'below' : 'above'} the market`;
  return (
    <li className="border-t border-line py-2">
      Sell {formatUnits(leg.sellUnits)} {leg.sellSymbol} ({formatUsd(leg.valueUsd)}) for at least{' '}
      {formatUnits(leg.buyUnits)} {leg.buySymbol}
      <p className="text-ink-soft">
        {leg.slice.of > 1 && `slice ${leg.slice.number} of ${leg.slice.of} · `}asks {spread} · lives{' '}
        {formatSpan(leg.expiresInSeconds)} · expected to cost {formatUsd(leg.costUsd)}
      </p>
    </li>
  );
}

const CHECK_LOOKS = {
  pass: { tone: 'good', icon: 'check' },
  warn: { tone: 'warn', icon: 'warning' },
  fail: { tone: 'stop', icon: 'stop' },
} as const;

function Checks({ checks }: { readonly checks: readonly PlanCheckDto[] }) {
  return (
    <ul aria-label="Checks">
      {checks.map(({ name, state, words }) => (
        <li key={name} className="flex flex-wrap gap-x-3 border-t border-line py-2">
          <Word {...CHECK_LOOKS[state]}>{name}</Word>
          <span className="text-pretty text-ink-soft">{words}</span>
        </li>
      ))}
    </ul>
  );
}

function Dropped({ dropped }: Pick<PlanDto, 'dropped'>) {
  return (
    <ul aria-label="Planned and left out">
      {dropped.map(({ pair, valueUsd, why }) => (
        <li key={`${pair}-${valueUsd}-${why}`} className="border-t border-line py-2">
          {pair}, {formatUsd(valueUsd)} <span className="text-ink-soft">· left out: {why}</span>
        </li>
      ))}
    </ul>
  );
}

/** A plan with all its numbers. One that contradicts itself isn't shown; what is wrong with it is. */
export function Plan({ plan }: { readonly plan: PlanDto }) {
  if (plan.contradictions.length > 0)
    return (
      <div role="alert" className="space-y-2">
        <Word tone="stop" icon="stop" strong>
          This plan contradicts itself and is not shown.
        </Word>
        {plan.contradictions.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
        <p className="text-ink-soft">
          It is a fault of this site. The contract refuses what its rules forbid.
        </p>
      </div>
    );
  return (
    <div className="space-y-6">
      <p className="text-pretty text-sm">
        {unbroken(plan.why)}
        <span className="block pt-1 text-ink-soft">
          As seen at block {formatCount(plan.blockNumber)}, by engine {plan.engineVersion}.
        </span>
      </p>
      {plan.rows.length > 0 && <PlanWeights rows={plan.rows} />}
      {plan.legs.length > 0 && (
        <ul aria-label="Orders">
          {plan.legs.map((leg) => (
            <Leg key={`${leg.sellSymbol}-${leg.buySymbol}-${leg.slice.number}`} leg={leg} />
          ))}
        </ul>
      )}
      {plan.dropped.length > 0 && <Dropped dropped={plan.dropped} />}
      <Checks checks={plan.checks} />
    </div>
  );
}
