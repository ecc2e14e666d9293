'use client';

import { isHash, toHex } from 'viem';
import { chainIdOf, quantityOf } from '../../lib/owner/ask.ts';
import type { OwnerCall } from '../../lib/owner/owner-call.ts';
import { type WalletRefusal, walletRefusal } from '../../lib/owner/wallet-refusal.ts';
import { withObservation } from '../../lib/transactions/observation.ts';
import { observeTransaction } from '../../lib/transactions/observe-transaction.ts';
import { askedTransaction, type TrackedTransaction } from '../../lib/transactions/tracked-transaction.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';
import { changeTransaction, keepTransaction, keptTransactions } from './transaction-store.ts';

/** A call, the chain that it is meant for, and what it is for in words. */
export type Intent = {
  readonly chainId: number;
  readonly call: OwnerCall;
  readonly gas: bigint;
  readonly words: string;
};

const number = async ({ ask }: ConnectedWallet, method: string, params: readonly unknown[] = []) =>
  Number(quantityOf(await ask({ method, params }), method));

async function askedBy(wallet: ConnectedWallet, intent: Intent): Promise<TrackedTransaction> {
  const { to, data, valueWei } = intent.call;
  return askedTransaction({
    id: crypto.randomUUID(),
    chainId: intent.chainId,
    from: wallet.account,
    ...{ to, data, valueWei },
    intent: intent.words,
    walletId: wallet.id,
    askedAtSeconds: Math.floor(Date.now() / 1_000),
    headNumber: await number(wallet, 'eth_blockNumber'),
    expectedNonce: await number(wallet, 'eth_getTransactionCount', [wallet.account, 'pending']),
  });
}

/** Where the wallet is on another chain it isn't asked at all: some would sign there. */
async function signAndSend(wallet: ConnectedWallet, { chainId, call, gas }: Intent): Promise<`0x${string}`> {
  const current = await chainIdOf(wallet.ask);
  if (current !== chainId) throw Object.assign(new Error('wrong chain'), { code: 4901 });
  const { to, data, valueWei } = call;
  const transaction = {
    from: wallet.account,
    to,
    data,
    value: toHex(valueWei),
    gas: toHex(gas),
    chainId: toHex(chainId),
  };
  const hash = await wallet.ask({ method: 'eth_sendTransaction', params: [transaction] });
  if (typeof hash === 'string' && isHash(hash)) return hash;
  throw new Error('it answered with something that is no transaction');
}

/** Looks at one transaction's chain and keeps what it says. A wallet on another chain, or without an answer, teaches nothing. */
export async function lookAt(
  ask: ConnectedWallet['ask'],
  transaction: TrackedTransaction,
): Promise<'learnt' | 'other-chain' | 'no-answer'> {
  try {
    if ((await chainIdOf(ask)) !== transaction.chainId) return 'other-chain';
    const observation = await observeTransaction(ask, transaction);
    // What the wallet answered meanwhile asks for another look.
    changeTransaction(transaction.id, (kept) =>
      kept.answer.kind === transaction.answer.kind ? withObservation(kept, observation) : kept,
    );
    return 'learnt';
  } catch {
    return 'no-answer';
  }
}

/**
 * Keeps the intent, has the wallet sign and send, and keeps what it answers. From then on only the chain says what became of it.
 * @returns null once it is sent, or why it wasn't
 */
export async function sendTransaction(
  wallet: ConnectedWallet,
  intent: Intent,
): Promise<WalletRefusal | null> {
  let id: string;
  try {
    const asked = await askedBy(wallet, intent);
    keepTransaction(asked);
    id = asked.id;
  } catch (error) {
    return walletRefusal(error);
  }
  try {
    const hash = await signAndSend(wallet, intent);
    changeTransaction(id, (kept) => ({ ...kept, answer: { kind: 'hash', hash } }));
  } catch (error) {
    const refusal = walletRefusal(error);
    const answer = { kind: 'refused', why: refusal.kind, sentence: refusal.sentence } as const;
    changeTransaction(id, (kept) => ({ ...kept, answer }));
    return refusal;
  }
  const kept = keptTransactions().find((transaction) => transaction.id === id);
  if (kept !== undefined) await lookAt(wallet.ask, kept);
  return null;
}
