'use client';

import { useEffect, useRef, useState } from 'react';
import type { Address } from 'viem';
import type { BatchAct, OwnerAct, SignedAct } from '../../lib/owner/owner-act.ts';
import { walletRefusal } from '../../lib/owner/wallet-refusal.ts';
import { sendBatchAct } from '../transactions/send-batch.ts';
import { sendTransaction } from '../transactions/send-transaction.ts';
import { Button } from '../wallet/button.tsx';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';
import { ActMoves } from './act-moves.tsx';
import { Form } from './form.tsx';
import { mayGoOn, type PreparedAct, type Tried, tryAct, verdictOf } from './try-act.ts';

/** What is to be done, decided on the newest facts: prepared anew each time the dialog opens. */
export type Prepare = (wallet: ConnectedWallet) => Promise<PreparedAct>;

type Stage =
  | { readonly kind: 'trying' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'tried'; readonly tried: Tried; readonly said: string | null }
  | { readonly kind: 'asking'; readonly tried: Tried };

type Props = {
  readonly wallet: ConnectedWallet;
  readonly chainId: number;
  readonly prepare: Prepare;
  readonly onClose: () => void;
};

const messageOf = (error: unknown): string => {
  const refusal = walletRefusal(error);
  return refusal.kind === 'failed' && error instanceof Error ? error.message : refusal.sentence;
};

/** Tries an act on the chain without sending it, shows what would move, and only then offers the wallet. */
export function ActDialog({ wallet, chainId, prepare, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [stage, setStage] = useState<Stage>({ kind: 'trying' });
  const made = useRef(prepare);
  const asked = useRef(wallet);

  useEffect(() => {
    dialog.current?.showModal();
    made
      .current(asked.current)
      .then((prepared) => tryAct(asked.current, prepared))
      .then(
        (tried) => setStage({ kind: 'tried', tried, said: null }),
        (error) =>
          setStage({
            kind: 'failed',
            message: error instanceof Error ? error.message : 'The chain could not be read.',
          }),
      );
  }, []);

  const send = async (tried: Tried, act: OwnerAct | BatchAct): Promise<void> => {
    const gas = tried.rehearsal.kind === 'passes' ? tried.rehearsal.gas : 0n;
    const refusal =
      'calls' in act
        ? await sendBatchAct(wallet, { chainId, act })
        : await sendTransaction(wallet, { chainId, gas, call: act.call, words: act.intent });
    if (refusal === null) dialog.current?.close();
    else setStage({ kind: 'tried', tried, said: refusal.sentence });
  };
  const sign = async (tried: Tried, act: SignedAct): Promise<void> => {
    try {
      const next = await act.sign();
      if (next === null) dialog.current?.close();
      else
        setStage({
          kind: 'tried',
          tried: await tryAct(wallet, { act: next, facts: tried.facts }),
          said: null,
        });
    } catch (error) {
      setStage({ kind: 'tried', tried, said: messageOf(error) });
    }
  };
  const goOn = (tried: Tried): Promise<void> => {
    setStage({ kind: 'asking', tried });
    return 'sign' in tried.act ? sign(tried, tried.act) : send(tried, tried.act);
  };

  const tried = stage.kind === 'tried' || stage.kind === 'asking' ? stage.tried : null;
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-labelledby="act-title"
      className="m-auto w-[min(34rem,calc(100vw-2rem))] rounded border border-line bg-raised p-5 text-ink backdrop:bg-black/40"
    >
      <h2 id="act-title" className="text-lg font-semibold">
        {tried?.act.title ?? 'What would happen'}
      </h2>
      <p role="status" className="pt-1 text-pretty">
        {stage.kind === 'trying' && 'Trying it on the chain, without sending…'}
        {stage.kind === 'failed' && stage.message}
        {stage.kind === 'asking' && `Waiting for you in ${wallet.name}…`}
        {stage.kind === 'tried' && (stage.said ?? verdictOf(stage.tried))}
      </p>
      {tried !== null && (
        <Confirm
          key={tried.act.id}
          tried={tried}
          account={wallet.account}
          asking={stage.kind === 'asking'}
          onGo={() => void goOn(tried)}
          onClose={close}
        />
      )}
      {tried === null && (
        <div className="pt-3">
          <Button onClick={close}>Close</Button>
        </div>
      )}
    </dialog>
  );
}

type ConfirmProps = {
  readonly tried: Tried;
  readonly account: Address;
  readonly asking: boolean;
  readonly onGo: () => void;
  readonly onClose: () => void;
};

function Confirm({ tried, account, asking, onGo, onClose }: ConfirmProps) {
  const { act, facts, rehearsal, moves } = tried;
  const [typed, setTyped] = useState('');
  const confirmed = act.confirmBy === null || typed.trim().toLowerCase() === act.confirmBy.toLowerCase();
  return (
    <>
      <ul className="list-disc py-2 pl-5 break-words">
        {act.effects.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {rehearsal.kind === 'passes' && <ActMoves moves={moves} facts={facts} account={account} />}
      <Form onSubmit={onGo}>
        {mayGoOn(tried) && act.confirmBy !== null && (
          <label className="block pt-2">
            Type “{act.confirmBy}” to go on
            <input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              className="mt-1 block min-h-11 w-full rounded border border-ink-soft bg-ground px-3"
            />
          </label>
        )}
        <div className="flex flex-wrap gap-3 pt-3">
          <Button
            submit
            look={act.grave ? 'grave' : 'accent'}
            disabled={!mayGoOn(tried) || !confirmed || asking}
          >
            {act.title} now, with the wallet
          </Button>
          <Button onClick={onClose}>Close</Button>
        </div>
      </Form>
    </>
  );
}
