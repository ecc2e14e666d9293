'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import type { Address } from 'viem';
import { stepFault } from '../../lib/creation/draft.ts';
import type { CreationChain } from '../../lib/creation/listing.ts';
import { Form } from '../owner/form.tsx';
import { BatchList } from '../transactions/batch-list.tsx';
import { TransactionList } from '../transactions/transaction-list.tsx';
import { Button } from '../wallet/button.tsx';
import { useWallet } from '../wallet/use-wallet.ts';
import { WalletBar } from '../wallet/wallet-bar.tsx';
import { WalletRoot } from '../wallet/wallet-root.tsx';
import { DraftPreview } from './draft-preview.tsx';
import { useDraft } from './draft-store.ts';
import { FundStep } from './fund-step.tsx';
import { KeptDrafts } from './kept-drafts.tsx';
import { nameFault } from './name-fault.ts';
import { PolicyStep } from './policy-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { TargetsStep } from './targets-step.tsx';
import { TokensStep } from './tokens-step.tsx';

const STEPS = [
  { title: 'Chain and tokens', Part: TokensStep },
  { title: 'Targets', Part: TargetsStep },
  { title: 'Policy', Part: PolicyStep },
  { title: 'Fund', Part: FundStep },
  { title: 'Review and create', Part: ReviewStep },
] as const;
const LAST = STEPS.length - 1;

type Props = {
  readonly chains: readonly CreationChain[];
  readonly signer: Address | null;
  /** Chosen before this was loaded; null: a draft goes on. */
  readonly startChainId: number | null;
};

/** Makes a portfolio step by step. The draft stays in this browser; going back loses nothing. */
export function NewPortfolio(props: Props) {
  return (
    <WalletRoot>
      <Wizard {...props} />
    </WalletRoot>
  );
}

function Wizard({ chains, signer, startChainId }: Props) {
  const wallet = useWallet();
  const { draft, change, replace, startOver } = useDraft(startChainId);
  const title = useRef<HTMLHeadingElement>(null);
  const step = STEPS[draft.step] ?? STEPS[0];
  const fault =
    stepFault(draft, draft.step, signer !== null) ?? (draft.step === 0 ? nameFault(draft.name) : null);
  const went = useRef(startChainId !== null);
  const goTo = (next: number): void => {
    went.current = true;
    change({ step: next });
  };
  // The fields are new: whoever hears them, or goes through them by keyboard, begins at their head.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step is what it follows
  useEffect(() => {
    if (went.current) title.current?.focus();
    went.current = false;
  }, [draft.step]);
  return (
    <>
      {draft.chainId !== null && <WalletBar chainId={draft.chainId} />}
      <StepList current={draft.step} />
      <StepForm onNext={draft.step < LAST ? () => goTo(draft.step + 1) : null}>
        <section aria-labelledby="step-title">
          <h2 id="step-title" ref={title} tabIndex={-1} className="pb-2 text-lg font-semibold">
            {step.title}
          </h2>
          <step.Part draft={draft} change={change} chains={chains} signer={signer} wallet={wallet} />
        </section>
        <p role="status" className="pt-3 text-ink-soft">
          {fault}
        </p>
        <div className="flex flex-wrap gap-3 pt-2">
          <Button disabled={draft.step === 0} onClick={() => goTo(draft.step - 1)}>
            Back
          </Button>
          {draft.step < LAST && (
            <Button submit look="accent" disabled={fault !== null}>
              Next
            </Button>
          )}
          <Button onClick={startOver}>Start over</Button>
        </div>
      </StepForm>
      <DraftPreview draft={draft} wallet={wallet} />
      {wallet !== null && <KeptDrafts draft={draft} chains={chains} wallet={wallet} onOpen={replace} />}
      <BatchList />
      <TransactionList />
    </>
  );
}

function StepList({ current }: { readonly current: number }) {
  return (
    <ol className="flex flex-wrap gap-x-4 gap-y-1 py-3 text-ink-soft" aria-label="Steps">
      {STEPS.map(({ title }, index) => (
        <li
          key={title}
          aria-current={index === current ? 'step' : undefined}
          className="aria-[current]:font-semibold aria-[current]:text-ink"
        >
          {index + 1}. {title}
        </li>
      ))}
    </ol>
  );
}

type StepFormProps = { readonly onNext: (() => void) | null; readonly children: ReactNode };

/** The last step has nothing to go on to, and dialogs with forms of their own. */
function StepForm({ onNext, children }: StepFormProps) {
  return onNext === null ? children : <Form onSubmit={onNext}>{children}</Form>;
}
