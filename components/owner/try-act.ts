import { refusalOf } from '../../lib/owner/contract-errors.ts';
import type { BatchAct, OwnerAct, WalletAct } from '../../lib/owner/owner-act.ts';
import type { PortfolioFacts } from '../../lib/owner/read-portfolio.ts';
import { type RefusalOf, type Rehearsal, rehearse } from '../../lib/owner/rehearse.ts';
import { type Move, simulateCalls } from '../../lib/owner/simulate-calls.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';

/** What is known of an act before anybody signs. `moves` null: they couldn't be listed, or nothing is sent. */
export type Tried = {
  readonly act: WalletAct;
  readonly facts: PortfolioFacts;
  readonly rehearsal: Rehearsal | { readonly kind: 'nothing-sent' } | { readonly kind: 'wallet-tries' };
  readonly moves: readonly Move[] | null;
};

type Outcome = Pick<Tried, 'rehearsal' | 'moves'>;

/** An act, and in whose words the contract's refusals are said; without any, a portfolio's that trades. */
export type PreparedAct = Pick<Tried, 'act' | 'facts'> & { readonly refusalOf?: RefusalOf };

async function tryCall(
  { ask, account }: ConnectedWallet,
  { call }: OwnerAct,
  words: RefusalOf | undefined,
): Promise<Outcome> {
  const rehearsal = await rehearse(ask, account, { call, refusalOf: words });
  const simulated = await simulateCalls(ask, account, [call]);
  return { rehearsal, moves: simulated.kind === 'passes' ? simulated.moves : null };
}

/** A call of a batch rests on those before it, so one alone can't be tried: without a simulation the wallet's own is left. */
async function tryBatch({ ask, account }: ConnectedWallet, { calls }: BatchAct): Promise<Outcome> {
  const simulated = await simulateCalls(ask, account, calls);
  switch (simulated.kind) {
    case 'passes':
      return { rehearsal: { kind: 'passes', gas: 0n }, moves: simulated.moves };
    case 'refused':
      return { rehearsal: { kind: 'refused', refusal: refusalOf(simulated.revert) }, moves: null };
    case 'unknown':
      return { rehearsal: { kind: 'wallet-tries' }, moves: null };
  }
}

/** Tries an act on the newest block, without sending. */
export async function tryAct(
  wallet: ConnectedWallet,
  { act, facts, refusalOf: words }: PreparedAct,
): Promise<Tried> {
  if ('sign' in act) return { act, facts, rehearsal: { kind: 'nothing-sent' }, moves: null };
  const outcome = 'calls' in act ? await tryBatch(wallet, act) : await tryCall(wallet, act, words);
  return { act, facts, ...outcome };
}

/** Whether the wallet may be asked now. */
export const mayGoOn = ({ rehearsal: { kind } }: Tried): boolean =>
  kind === 'passes' || kind === 'nothing-sent' || kind === 'wallet-tries';

/** What the trial came to, in a sentence. */
export function verdictOf({ rehearsal }: Tried): string {
  switch (rehearsal.kind) {
    case 'passes':
      return 'It would go through.';
    case 'nothing-sent':
      return 'Only a signature; nothing is sent.';
    case 'wallet-tries':
      return 'Your wallet’s node can’t try several calls in a row. Your wallet tries them before you sign.';
    case 'refused':
      return `It would be refused. ${rehearsal.refusal.sentence} ${rehearsal.refusal.next}`;
    case 'unknown':
      return `It could not be tried: ${rehearsal.message || 'no answer'}. Close this and try again.`;
  }
}
