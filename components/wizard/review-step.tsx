'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Address, getAddress, isAddress } from 'viem';
import { readBuildUpEnd } from '../../lib/creation/creation-calls.ts';
import { type CreationStep, readCreation } from '../../lib/creation/creation-steps.ts';
import type { OwnerAct } from '../../lib/owner/owner-act.ts';
import { ActDialog, type Prepare } from '../owner/act-dialog.tsx';
import { Word } from '../ui/word.tsx';
import { Button } from '../wallet/button.tsx';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';
import { RegisterStep } from './register-step.tsx';
import type { StepProps } from './step-props.ts';

const READ_EVERY_MS = 2_000;

/** What a dialog needs to try an act that isn't a portfolio's yet. */
const preparedAct =
  (act: OwnerAct, portfolio: Address, chainId: number): Prepare =>
  async ({ account }) => ({
    act,
    facts: {
      ...{ chainId, portfolio, blockNumber: 0n, owner: account, signer: account },
      ...{ paused: false, generation: 0, assets: [] },
    },
  });

/** Address, calls one by one, and how far the chain says they are: goes on where it was left. */
export function ReviewStep({ draft, change, chains, signer, wallet }: StepProps) {
  const chain = chains.find(({ id }) => id === draft.chainId);
  const typed = draft.signer.trim();
  const named = signer ?? (isAddress(typed) ? getAddress(typed) : null);
  if (chain === undefined || named === null)
    return <p className="text-warn">Go back and complete the steps before.</p>;
  if (wallet === null) return <p>Connect your wallet: the contract’s address depends on who owns it.</p>;
  if (wallet.chainId !== chain.id) return <p>Switch your wallet to chain {chain.id}.</p>;
  if (draft.buildUpEndsAtSeconds === null) return <BuildUpEnd wallet={wallet} change={change} />;
  return <Stepper draft={draft} factory={chain.factory} signer={named} wallet={wallet} chainId={chain.id} />;
}

type BuildUpEndProps = Pick<StepProps, 'change'> & { readonly wallet: ConnectedWallet };

/** Reads the chain's time, once: the end of the allowance for building it up is part of the contract's address. */
function BuildUpEnd({ wallet, change }: BuildUpEndProps) {
  const { data, error } = useQuery({
    queryKey: ['build-up-end', wallet.chainId],
    refetchInterval: READ_EVERY_MS,
    queryFn: () => readBuildUpEnd(wallet.ask),
  });
  useEffect(() => {
    if (data !== undefined) change({ buildUpEndsAtSeconds: data });
  }, [data, change]);
  return <p role="status">{error === null ? 'Reading the chain…' : error.message}</p>;
}

type StepperProps = Pick<StepProps, 'draft'> & {
  readonly factory: Address;
  readonly signer: Address;
  readonly wallet: ConnectedWallet;
  readonly chainId: number;
};

function Stepper({ draft, factory, signer, wallet, chainId }: StepperProps) {
  const [act, setAct] = useState<OwnerAct | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['creation', wallet.account, factory, signer, draft],
    refetchInterval: READ_EVERY_MS,
    queryFn: () => readCreation(wallet.ask, { draft, factory, signer }, wallet.account),
  });
  if (data === undefined)
    return (
      <p role="status" className={error === null ? '' : 'text-stop'}>
        {error === null ? 'Reading the chain…' : error.message}
      </p>
    );
  const next = data.steps.find(({ isDone }) => !isDone);
  return (
    <>
      <p>
        The contract will be at <span className="font-mono break-all">{data.portfolio}</span>. Nobody else can
        put another one there.
      </p>
      <ol className="pt-2">
        {data.steps.map((step, index) => (
          <Step
            key={step.id}
            step={step}
            number={index + 1}
            isNext={step === next}
            onGo={() => setAct(step.act)}
          />
        ))}
        <RegisterStep
          number={data.steps.length + 1}
          draft={draft}
          chainId={chainId}
          portfolio={data.portfolio}
          isCreated={data.isCreated}
          wallet={wallet}
        />
      </ol>
      {error !== null && <p className="text-warn">The chain does not answer just now; trying again.</p>}
      {act !== null && (
        <ActDialog
          wallet={wallet}
          chainId={chainId}
          prepare={preparedAct(act, data.portfolio, chainId)}
          onClose={() => {
            setAct(null);
            void refetch();
          }}
        />
      )}
    </>
  );
}

type RowProps = {
  readonly step: CreationStep;
  readonly number: number;
  readonly isNext: boolean;
  readonly onGo: () => void;
};

function Step({ step, number, isNext, onGo }: RowProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-3">
      <span>
        {number}. {step.title}
        {step.fault !== null && <span className="block text-stop">{step.fault}</span>}
      </span>
      {step.isDone ? (
        <Word tone="good" icon="check">
          Done
        </Word>
      ) : (
        <Button look="accent" disabled={!isNext || step.fault !== null} onClick={onGo}>
          {step.title}
        </Button>
      )}
    </li>
  );
}
