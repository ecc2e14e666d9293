'use client';

import { stateOf, type TransactionState } from '../../lib/transactions/transaction-state.ts';
import { useBatches } from '../transactions/batch-store.ts';
import { useTransactions } from '../transactions/transaction-store.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';

const UNDER_WAY: ReadonlySet<TransactionState> = new Set(['sent', 'seen', 'outbid']);

/** @returns whether something of this intent was sent from this browser and waits; known after a reload and in every tab */
export function useUnderWay({ account, chainId }: ConnectedWallet): (intent: string) => boolean {
  const transactions = useTransactions();
  const batches = useBatches();
  const isOurs = (one: { readonly from: string; readonly chainId: number }): boolean =>
    one.from.toLowerCase() === account.toLowerCase() && one.chainId === chainId;
  return (intent) =>
    transactions.some((one) => isOurs(one) && one.intent === intent && UNDER_WAY.has(stateOf(one))) ||
    batches.some((one) => isOurs(one) && one.intent === intent && one.state === 'waiting');
}
