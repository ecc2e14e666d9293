'use client';

import { useEffect, useState } from 'react';
import { useConnectors } from 'wagmi';
import { isSettled } from '../../lib/transactions/transaction-state.ts';
import { askOf } from '../wallet/use-wallet.ts';
import { lookAt } from './send-transaction.ts';
import { keptTransactions } from './transaction-store.ts';

/** A local chain's blocks come at once; a public one's node is asked less often than it makes them. */
const LOCAL_CHAIN = 31_337;
const LOCAL_POLL_MS = 500;
const POLL_MS = 4_000;

/** Why a transaction could not be looked at just now. */
export type Unread = 'other-chain' | 'no-answer' | 'no-wallet';

/**
 * Looks at every kept transaction again and again, through the wallet it was given to, connected or not.
 * @returns by id, those that could not be looked at and why
 */
export function useTransactionWatch(): ReadonlyMap<string, Unread> {
  const connectors = useConnectors();
  const [unread, setUnread] = useState<ReadonlyMap<string, Unread>>(new Map());

  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const round = async (): Promise<void> => {
      const failed = new Map<string, Unread>();
      const due = keptTransactions().filter((kept) => !isSettled(kept));
      for (const transaction of document.hidden ? [] : due) {
        const connector = connectors.find(({ id }) => id === transaction.walletId);
        const outcome = connector ? await lookAt(askOf(connector), transaction) : 'no-wallet';
        if (outcome !== 'learnt') failed.set(transaction.id, outcome);
      }
      if (over) return;
      if (!document.hidden) setUnread((before) => (sameEntries(before, failed) ? before : failed));
      const local = due.some(({ chainId }) => chainId === LOCAL_CHAIN);
      timer = setTimeout(() => void round(), due.length === 0 || local ? LOCAL_POLL_MS : POLL_MS);
    };
    void round();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [connectors]);

  return unread;
}

const sameEntries = (a: ReadonlyMap<string, Unread>, b: ReadonlyMap<string, Unread>): boolean =>
  a.size === b.size && [...a].every(([id, why]) => b.get(id) === why);
