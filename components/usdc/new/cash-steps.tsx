'use client';

import { useState } from 'react';
import { zeroAddress } from 'viem';
import { type CashCreationStep, nextCashStep } from '../../../lib/creation/cash/cash-creation-steps.ts';
import { type CashCreationChain, USDC_DECIMALS } from '../../../lib/creation/cash/cash-draft.ts';
import { anyRefusalOf } from '../../../lib/owner/cash-errors.ts';
import { CASH_STEPS, type CashStep } from '../../../lib/owner/cash-plan.ts';
import type { OwnerAct } from '../../../lib/owner/owner-act.ts';
import { ActDialog, type Prepare } from '../../owner/act-dialog.tsx';
import type { ConnectedWallet } from '../../wallet/use-wallet.ts';
import { CreationStepRow } from '../../wizard/creation-step-row.tsx';
import { useUnderWay } from '../../wizard/use-under-way.ts';
import type { CashDraftStore } from './cash-draft-store.ts';
import { LookAfterStep } from './look-after-step.tsx';
import type { CashCreationView } from './use-cash-creation.ts';

const PHASES: Readonly<Record<CashStep, string>> = {
  create: 'First, the portfolios',
  test: 'Then a dollar from each to the others, as a test',
  open: 'An hour after that, once each dollar has arrived',
};

const actOf = ({ id, title, effects, call }: CashCreationStep): OwnerAct | null =>
  call === null ? null : { id, title, effects, call, intent: title, confirmBy: null, grave: false };

/** Listed as they are, so that the dialog can name what moves; there is no portfolio yet whose facts could be read. */
const preparedStep =
  (act: OwnerAct, wallet: ConnectedWallet, { id, usdc, factory }: CashCreationChain): Prepare =>
  async () => ({
    act,
    refusalOf: anyRefusalOf,
    facts: {
      ...{
        chainId: id,
        portfolio: factory,
        blockNumber: 0n,
        paused: false,
        publicBook: false,
        generation: 0,
      },
      ...{ owner: wallet.account, pendingOwner: zeroAddress, signer: zeroAddress },
      assets: [{ token: usdc, symbol: 'USDC', decimals: USDC_DECIMALS, targetBps: 0, held: null }],
    },
  });

type Props = {
  readonly wallet: ConnectedWallet;
  readonly chains: readonly CashCreationChain[];
  readonly view: CashCreationView;
  readonly profile: CashDraftStore['draft']['profile'];
};

/** The transactions of a creation over its chains, one by one, each tried before it is sent. */
export function CashSteps({ wallet, chains, view, profile }: Props) {
  const [act, setAct] = useState<OwnerAct | null>(null);
  const isUnderWay = useUnderWay(wallet);
  const { steps } = view;
  const next = nextCashStep(steps, wallet.chainId);
  const chain = chains.find(({ id }) => id === wallet.chainId);
  const isHere = (step: CashCreationStep): boolean => step.chainId === wallet.chainId;
  return (
    <>
      {CASH_STEPS.map((phase) => {
        const own = steps.filter(({ step }) => step === phase);
        return own.length === 0 ? null : (
          <section key={phase} aria-label={PHASES[phase]} className="pt-5">
            <h2 className="font-semibold">{PHASES[phase]}</h2>
            <ol>
              {own.map((step) => (
                <CreationStepRow
                  key={step.id}
                  number={steps.indexOf(step) + 1}
                  title={step.title}
                  isDone={step.isDone}
                  isUnderWay={isUnderWay(step.title)}
                  isNext={step === next && isHere(step) && step.call !== null}
                  fault={null}
                  isLong
                  onGo={() => setAct(actOf(step))}
                >
                  {!step.isDone && step.waits !== null && (
                    <span className="block text-ink-soft text-pretty">{step.waits}</span>
                  )}
                </CreationStepRow>
              ))}
            </ol>
          </section>
        );
      })}
      <ol aria-label="Last" className="pt-5">
        <LookAfterStep
          number={steps.length + 1}
          profile={profile}
          isCreated={steps.some(({ kind, isDone }) => kind === 'create' && isDone)}
          wallet={wallet}
        />
      </ol>
      {act !== null && chain !== undefined && (
        <ActDialog
          wallet={wallet}
          chainId={chain.id}
          prepare={preparedStep(act, wallet, chain)}
          onClose={() => {
            setAct(null);
            view.readAgain();
          }}
        />
      )}
    </>
  );
}
