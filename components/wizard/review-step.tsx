'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { getAddress, isAddress } from 'viem';
import { readBuildUpEnd } from '../../lib/creation/creation-calls.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';
import { CreationStepper } from './creation-stepper.tsx';
import { Leftovers } from './leftovers.tsx';
import type { StepProps } from './step-props.ts';

const READ_EVERY_MS = 2_000;

/** Address, calls one by one or as one, and how far the chain says they are. */
export function ReviewStep({ draft, change, chains, signer, wallet }: StepProps) {
  const chain = chains.find(({ id }) => id === draft.chainId);
  const typed = draft.signer.trim();
  const named = signer ?? (isAddress(typed) ? getAddress(typed) : null);
  if (chain === undefined || named === null)
    return <p className="text-warn">Go back and complete the steps before.</p>;
  if (wallet === null) return <p>Connect your wallet: the contract’s address depends on who owns it.</p>;
  if (wallet.chainId !== chain.id) return <p>Switch your wallet to chain {chain.id}.</p>;
  if (draft.buildUpEndsAtSeconds === null) return <BuildUpEnd wallet={wallet} change={change} />;
  return (
    <>
      {/* Another account is another portfolio: what was signed for one is none of the other's. */}
      <CreationStepper
        key={wallet.account}
        creation={{ draft, factory: chain.factory, signer: named }}
        wallet={wallet}
        chainId={chain.id}
      />
      <Leftovers draft={draft} factory={chain.factory} wallet={wallet} />
    </>
  );
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
