'use client';

import { useState } from 'react';
import type { Address } from 'viem';
import { createBatch, fundingText } from '../../lib/creation/creation-acts.ts';
import { type Creation, fundingOf } from '../../lib/creation/creation-calls.ts';
import type { CreationState, CreationStep } from '../../lib/creation/creation-steps.ts';
import type { SignedAct, WalletAct } from '../../lib/owner/owner-act.ts';
import { ActDialog, type Prepare } from '../owner/act-dialog.tsx';
import { Button } from '../wallet/button.tsx';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';
import { CreationStepRow } from './creation-step-row.tsx';
import { RegisterStep } from './register-step.tsx';
import { type CreationView, useCreation } from './use-creation.ts';
import { useUnderWay } from './use-under-way.ts';

type Props = {
  readonly creation: Creation;
  readonly wallet: ConnectedWallet;
  readonly chainId: number;
};

/** Listed as they will be, so that the dialog can name what moves. */
const preparedAct =
  (act: WalletAct, { creation: { draft }, wallet, chainId }: Props, portfolio: Address): Prepare =>
  async () => ({
    act,
    facts: {
      ...{ chainId, portfolio, blockNumber: 0n, paused: false, publicBook: false, generation: 0 },
      ...{ owner: wallet.account, pendingOwner: wallet.account, signer: wallet.account },
      assets: draft.holdings.map(({ listing: { token, symbol, decimals } }) => ({
        ...{ token, symbol, decimals, targetBps: 0, held: null },
      })),
    },
  });

/** A token that takes no signature is remembered when the dialog finds out. */
const watched = (act: WalletAct, step: CreationStep, { onSigningFailed }: CreationView): WalletAct =>
  'sign' in act
    ? ({
        ...act,
        sign: () =>
          act.sign().catch((error: unknown) => {
            onSigningFailed(step.id as Address, error);
            throw error;
          }),
      } satisfies SignedAct)
    : act;

/** The steps of a creation, one by one or as one, and how far the chain says they are: goes on where it was left. */
export function CreationStepper(props: Props) {
  const { creation, wallet, chainId } = props;
  const view = useCreation(wallet, creation);
  const [act, setAct] = useState<WalletAct | null>(null);
  const [oneByOne, setOneByOne] = useState(false);
  const { state, error } = view;
  if (state === undefined)
    return (
      <p role="status" className={error === null ? '' : 'text-stop'}>
        {error === null ? 'Reading the chain…' : error.message}
      </p>
    );
  const asOne = view.batches && !oneByOne;
  return (
    <>
      <p>
        The contract will be at <span className="font-mono break-all">{state.portfolio}</span>. Nobody else
        can put another one there.
      </p>
      {view.batches && !state.isCreated && (
        <p className="flex flex-wrap items-center gap-3 pt-2">
          {asOne ? `${wallet.name} can do all of it as one.` : 'Step by step.'}
          <Button onClick={() => setOneByOne(asOne)}>
            {asOne ? 'One by one instead' : 'As one instead'}
          </Button>
        </p>
      )}
      <ol className="pt-2">
        {asOne ? (
          <AsOne props={props} state={state} onGo={setAct} />
        ) : (
          <OneByOne wallet={wallet} state={state} onGo={(step) => setAct(watched(step.act, step, view))} />
        )}
        <RegisterStep
          number={(asOne ? 1 : state.steps.length) + 1}
          draft={creation.draft}
          chainId={chainId}
          portfolio={state.portfolio}
          isCreated={state.isCreated}
          wallet={wallet}
        />
      </ol>
      {error !== null && <p className="text-warn">The chain does not answer just now; trying again.</p>}
      {act !== null && (
        <ActDialog
          wallet={wallet}
          chainId={chainId}
          prepare={preparedAct(act, props, state.portfolio)}
          onClose={() => {
            setAct(null);
            view.readAgain();
          }}
        />
      )}
    </>
  );
}

type AsOneProps = {
  readonly props: Props;
  readonly state: CreationState;
  readonly onGo: (act: WalletAct) => void;
};

function AsOne({ props: { creation, wallet }, state, onGo }: AsOneProps) {
  const isUnderWay = useUnderWay(wallet);
  const act = createBatch(creation, state);
  return (
    <CreationStepRow
      number={1}
      title="Allow, create and fund"
      isDone={state.isCreated}
      isUnderWay={isUnderWay(act.intent)}
      isNext
      fault={state.fault}
      onGo={() => onGo(act)}
    >
      <ul className="list-disc pl-5 text-ink-soft">
        {fundingOf(creation.draft).map((funding) => (
          <li key={funding.token}>Allow {fundingText(funding)}, exactly</li>
        ))}
        <li>Create the contract and move it in</li>
      </ul>
    </CreationStepRow>
  );
}

type OneByOneProps = {
  readonly wallet: ConnectedWallet;
  readonly state: CreationState;
  readonly onGo: (step: CreationStep) => void;
};

function OneByOne({ wallet, state, onGo }: OneByOneProps) {
  const isUnderWay = useUnderWay(wallet);
  const next = state.steps.find(({ isDone }) => !isDone);
  return state.steps.map((step, index) => (
    <CreationStepRow
      key={step.id}
      number={index + 1}
      title={step.title}
      isDone={step.isDone}
      isUnderWay={isUnderWay(step.act.intent)}
      isNext={step === next}
      fault={step.fault}
      onGo={() => onGo(step)}
    />
  ));
}
