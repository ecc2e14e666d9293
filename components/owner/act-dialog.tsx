'use client';

import { useEffect, useRef, useState } from 'react';
import type { Address } from 'viem';
import { exactUnits } from '../../lib/owner/exact-units.ts';
import type { OwnerAct } from '../../lib/owner/owner-act.ts';
import type { PortfolioFacts } from '../../lib/owner/read-portfolio.ts';
import { type Rehearsal, rehearse } from '../../lib/owner/rehearse.ts';
import { type Move, simulateMoves } from '../../lib/owner/simulate-moves.ts';
import { sendTransaction } from '../transactions/send-transaction.ts';
import { Button } from '../wallet/button.tsx';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';

/** What is to be done, decided on the newest facts: prepared anew each time the dialog opens. */
export type Prepare = (
  wallet: ConnectedWallet,
) => Promise<{ readonly act: OwnerAct; readonly facts: PortfolioFacts }>;

type Tried = {
  readonly act: OwnerAct;
  readonly facts: PortfolioFacts;
  readonly rehearsal: Rehearsal;
  readonly moves: readonly Move[] | null;
};
type Stage =
  | { readonly kind: 'trying' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'tried'; readonly tried: Tried; readonly said: string | null }
  | { readonly kind: 'asking'; readonly tried: Tried };

async function tryOut(wallet: ConnectedWallet, prepare: Prepare): Promise<Tried> {
  const { act, facts } = await prepare(wallet);
  const rehearsal = await rehearse(wallet.ask, wallet.account, act.call);
  const moves = await simulateMoves(wallet.ask, wallet.account, act.call);
  return { act, facts, rehearsal, moves };
}

type Props = {
  readonly wallet: ConnectedWallet;
  readonly chainId: number;
  readonly prepare: Prepare;
  readonly onClose: () => void;
};

/** Tries an act on the chain without sending it, shows what would move, and only then offers the wallet. */
export function ActDialog({ wallet, chainId, prepare, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [stage, setStage] = useState<Stage>({ kind: 'trying' });
  const made = useRef(prepare);
  const asked = useRef(wallet);

  useEffect(() => {
    dialog.current?.showModal();
    tryOut(asked.current, made.current).then(
      (tried) => setStage({ kind: 'tried', tried, said: null }),
      (error) =>
        setStage({
          kind: 'failed',
          message: error instanceof Error ? error.message : 'The chain could not be read.',
        }),
    );
  }, []);

  const send = async (tried: Tried): Promise<void> => {
    if (tried.rehearsal.kind !== 'passes') return;
    setStage({ kind: 'asking', tried });
    const { call, intent } = tried.act;
    const refusal = await sendTransaction(wallet, {
      chainId,
      call,
      gas: tried.rehearsal.gas,
      words: intent,
    });
    if (refusal === null) dialog.current?.close();
    else setStage({ kind: 'tried', tried, said: refusal.sentence });
  };

  const tried = stage.kind === 'tried' || stage.kind === 'asking' ? stage.tried : null;
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
        {stage.kind === 'tried' && (stage.said ?? verdict(stage.tried.rehearsal))}
      </p>
      {tried !== null && (
        <Confirm
          tried={tried}
          account={wallet.account}
          asking={stage.kind === 'asking'}
          onSend={() => void send(tried)}
        />
      )}
      <form method="dialog" className="pt-3">
        <Button submit>Close</Button>
      </form>
    </dialog>
  );
}

function verdict(rehearsal: Rehearsal): string {
  if (rehearsal.kind === 'passes') return 'It would go through.';
  if (rehearsal.kind === 'refused')
    return `It would be refused. ${rehearsal.refusal.sentence} ${rehearsal.refusal.next}`;
  return `It could not be tried: ${rehearsal.message || 'no answer'}. Close this and try again.`;
}

type ConfirmProps = {
  readonly tried: Tried;
  readonly account: Address;
  readonly asking: boolean;
  readonly onSend: () => void;
};

function Confirm({ tried: { act, facts, rehearsal, moves }, account, asking, onSend }: ConfirmProps) {
  const [typed, setTyped] = useState('');
  const confirmed = act.confirmBy === null || typed.trim().toLowerCase() === act.confirmBy;
  return (
    <>
      <ul className="list-disc py-2 pl-5 break-words">
        {act.effects.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {rehearsal.kind === 'passes' && <Moves moves={moves} facts={facts} account={account} />}
      {rehearsal.kind === 'passes' && act.confirmBy !== null && (
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
      <div className="pt-3">
        <Button
          look={act.grave ? 'grave' : 'accent'}
          disabled={rehearsal.kind !== 'passes' || !confirmed || asking}
          onClick={onSend}
        >
          {act.title} now, with the wallet
        </Button>
      </div>
    </>
  );
}

type MovesProps = {
  readonly moves: readonly Move[] | null;
  readonly facts: PortfolioFacts;
  readonly account: Address;
};

function Moves({ moves, facts, account }: MovesProps) {
  if (moves === null)
    return (
      <p className="text-ink-soft">
        Your wallet’s node can’t list the moves beforehand; the call itself was tried.
      </p>
    );
  const who = (address: Address): string =>
    address.toLowerCase() === account.toLowerCase()
      ? 'you'
      : address.toLowerCase() === facts.portfolio.toLowerCase()
        ? 'the portfolio'
        : address;
  return (
    <div className="border-t border-line pt-2">
      <h3 className="font-semibold">What moves, simulated on the newest block</h3>
      {moves.length === 0 && <p>No token.</p>}
      <ul>
        {moves.map(({ token, from, to, units }) => {
          const asset = facts.assets.find((listed) => listed.token.toLowerCase() === token.toLowerCase());
          return (
            <li key={`${token}${from}${to}${units}`}>
              {asset === undefined
                ? `${units} units of ${token}`
                : `${exactUnits(units, asset.decimals)} ${asset.symbol ?? token}`}
              , from {who(from)} to {who(to)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
