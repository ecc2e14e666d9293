'use client';

import type { BatchAct } from '../../lib/owner/owner-act.ts';
import { type WalletRefusal, walletRefusal } from '../../lib/owner/wallet-refusal.ts';
import { sendBatch } from '../../lib/transactions/wallet-batch.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';
import { keepBatch } from './batch-store.ts';

/**
 * Hands the wallet an act of several calls and keeps its name for it. Sent twice by a lost answer, the second is refused as a whole: what
 * it would do is done.
 * @returns null once the wallet has it, or why it doesn't
 */
export async function sendBatchAct(
  { ask, account, id: walletId }: ConnectedWallet,
  { chainId, act }: { readonly chainId: number; readonly act: BatchAct },
): Promise<WalletRefusal | null> {
  try {
    const id = await sendBatch(ask, { from: account, chainId, calls: act.calls });
    keepBatch({
      ...{ id, chainId, from: account, intent: act.intent, walletId, calls: act.calls.length },
      ...{ askedAtSeconds: Math.floor(Date.now() / 1_000), state: 'waiting', hashes: [] },
    });
    return null;
  } catch (error) {
    return walletRefusal(error);
  }
}
