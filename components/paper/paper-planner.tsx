'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { HoldingsDto, PaperPlanDto } from '../../lib/api/paper.ts';
import type { Draft } from '../../lib/creation/draft.ts';
import { Form } from '../owner/form.tsx';
import { apiRequest, problemSentence } from '../ui/api-request.ts';
import { formatUsd } from '../ui/format.ts';
import { Button } from '../wallet/button.tsx';
import { PresetChoice } from '../wizard/preset-choice.tsx';
import { TargetsStep } from '../wizard/targets-step.tsx';
import { Amounts } from './amounts.tsx';
import { draftOfHoldings, paperRequestOf, watchedOf } from './paper-draft.ts';
import { TokenChoice } from './token-choice.tsx';

// What stands under a plan comes with the first one.
const PlannedNumbers = dynamic(
  () => import('./planned-numbers.tsx').then((loaded) => loaded.PlannedNumbers),
  {
    ssr: false,
  },
);
const FollowPaper = dynamic(() => import('./follow-paper.tsx').then((loaded) => loaded.FollowPaper), {
  ssr: false,
});

type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'planned'; readonly planned: PaperPlanDto };

/** Targets and policy for what an address holds, today's plan and its cost, and the way to have it followed. */
export function PaperPlanner({ holdings }: { readonly holdings: HoldingsDto }) {
  const [draft, setDraft] = useState<Draft>(() => draftOfHoldings(holdings));
  const [stage, setStage] = useState<Stage>({ kind: 'idle' });
  const asking = paperRequestOf(draft);
  const change = (part: Partial<Draft>): void => {
    setDraft((now) => ({ ...now, ...part }));
    // A plan of what was chosen before says nothing of what is chosen now.
    setStage({ kind: 'idle' });
  };
  const plan = async (): Promise<void> => {
    if (!asking.ok) return;
    setStage({ kind: 'asking' });
    const answer = await apiRequest('POST', '/api/paper/plan', asking.body);
    setStage(
      answer.ok
        ? { kind: 'planned', planned: answer.value as PaperPlanDto }
        : { kind: 'refused', sentence: problemSentence(answer.problem) },
    );
  };
  return (
    <>
      <Form onSubmit={() => void plan()}>
        <h2 className="pt-8 pb-2 text-lg font-semibold">Tokens and targets</h2>
        <TokenChoice draft={draft} change={change} tokens={holdings.tokens} />
        <TargetsStep draft={draft} change={change} />
        <Amounts draft={draft} change={change} open={draft.holdings.every(({ amount }) => amount === '')} />
        <h2 className="pt-8 pb-2 text-lg font-semibold">Policy</h2>
        <PresetChoice draft={draft} change={change} />
        <section aria-labelledby="plan-title">
          <h2 id="plan-title" className="pt-8 pb-2 text-lg font-semibold">
            Today’s plan
          </h2>
          <Button submit look="accent" disabled={!asking.ok || stage.kind === 'asking'}>
            See today’s plan
          </Button>
          {!asking.ok && <p className="pt-2 text-pretty">{asking.sentence}</p>}
          <p role="status" className="pt-2 text-pretty">
            {stage.kind === 'asking' && 'The engine is being asked…'}
            {stage.kind === 'refused' && <span className="text-stop">{stage.sentence}</span>}
            {stage.kind === 'planned' && (
              <strong className="font-semibold">{summaryOf(stage.planned)}</strong>
            )}
          </p>
          {stage.kind === 'planned' && <PlannedNumbers planned={stage.planned} />}
        </section>
      </Form>
      {stage.kind === 'planned' && asking.ok && (
        <FollowPaper body={asking.body} watched={watchedOf(asking.body, holdings)} draft={draft} />
      )}
    </>
  );
}

/** What is told at once; all its numbers follow. */
const summaryOf = ({ plan, valueUsd, tradedUsd, costUsd }: PaperPlanDto): string =>
  plan.kind === 'act'
    ? `It would trade ${formatUsd(tradedUsd)} of ${formatUsd(valueUsd)}, at a cost of ${formatUsd(costUsd)}.`
    : `It would trade nothing of ${formatUsd(valueUsd)} now.`;
