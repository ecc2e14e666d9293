'use client';

import { PlanWeights } from '../detail/plan-weights.tsx';
import { formatCount, unbroken } from '../ui/format.ts';
import { Word } from '../ui/word.tsx';
import type { PolicyPlan } from './use-policy-plan.ts';

/** What a policy says in one sentence, what the bot would do by it now, and where it can't do what it says. */
export function PolicyPreview({ state }: { readonly state: PolicyPlan }) {
  if (state.kind === 'asking') return <p role="status">Asking what the bot would do…</p>;
  if (state.kind === 'refused')
    return (
      <div role="status" className="space-y-1">
        <Word tone="warn" icon="warning" strong>
          No plan by this policy
        </Word>
        <p className="text-pretty">{state.sentence}</p>
      </div>
    );
  const { plan } = state;
  return (
    <div role="status" className="space-y-4">
      <p className="text-pretty text-sm font-semibold">{plan.policyText}.</p>
      {plan.warnings.map(({ field, message }) => (
        <p key={`${field}${message}`} className="text-pretty">
          <Word tone="warn" icon="warning">
            The contract’s limits
          </Word>{' '}
          {field} {message}.
        </p>
      ))}
      {plan.contradictions.length > 0 ? (
        <p role="alert" className="text-pretty text-stop">
          The plan contradicts itself and is not shown: {plan.contradictions.join(' ')} It is a fault of this
          site.
        </p>
      ) : (
        <>
          <p className="text-pretty">
            {unbroken(plan.why)}
            <span className="block text-ink-soft">
              On what was seen at block {formatCount(plan.blockNumber)}.
            </span>
          </p>
          {plan.rows.length > 0 && <PlanWeights rows={plan.rows} />}
        </>
      )}
    </div>
  );
}
