'use client';

import { useSyncExternalStore } from 'react';
import {
  type TrackedTransaction,
  trackedTransactionSchema,
} from '../../lib/transactions/tracked-transaction.ts';
import { browserList } from '../ui/browser-list.ts';

const NONE: readonly TrackedTransaction[] = [];
const list = browserList({
  key: '1balancer.transactions',
  schema: trackedTransactionSchema,
  itemsMax: 50,
});

/** Keeps a new transaction, before the wallet is asked. */
export const keepTransaction = list.add;

/** Changes what is known of one; a transaction that was forgotten meanwhile stays forgotten. */
export const changeTransaction = list.change;

/** Takes one off the list. What it did on chain stays. */
export const forgetTransaction = list.remove;

/** All kept transactions, newest first; the same in every tab, at once. */
export const useTransactions = (): readonly TrackedTransaction[] =>
  useSyncExternalStore(list.subscribe, list.read, () => NONE);

/** The kept transactions at this moment. */
export const keptTransactions = list.read;
