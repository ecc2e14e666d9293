'use client';

import { useSyncExternalStore } from 'react';
import {
  type TrackedTransaction,
  trackedTransactionSchema,
} from '../../lib/transactions/tracked-transaction.ts';

const KEY = '1balancer.transactions';
const KEPT_MAX = 50;
const NONE: readonly TrackedTransaction[] = [];

const listeners = new Set<() => void>();
let cached: { readonly text: string | null; readonly list: readonly TrackedTransaction[] } = {
  text: null,
  list: NONE,
};

/** What the browser keeps, newest first. What can't be read any more was written by another version, and is left out. */
function parse(text: string | null): readonly TrackedTransaction[] {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '[]');
  } catch {
    return NONE;
  }
  if (!Array.isArray(json)) return NONE;
  return json.flatMap((entry) => {
    const parsed = trackedTransactionSchema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Always from the browser's store: another tab may have written since. */
function read(): readonly TrackedTransaction[] {
  const text = window.localStorage.getItem(KEY);
  if (text !== cached.text) cached = { text, list: parse(text) };
  return cached.list;
}

/** In one go from read to write, so that a tab never writes what it read before another one wrote. */
function write(change: (list: readonly TrackedTransaction[]) => readonly TrackedTransaction[]): void {
  const text = JSON.stringify(change(read()).slice(0, KEPT_MAX));
  if (text === cached.text) return;
  window.localStorage.setItem(KEY, text);
  for (const listener of listeners) listener();
}

/** Keeps a new transaction, before the wallet is asked. */
export const keepTransaction = (transaction: TrackedTransaction): void =>
  write((list) => [transaction, ...list]);

/** Changes what is known of one; a transaction that was forgotten meanwhile stays forgotten. */
export const changeTransaction = (
  id: string,
  change: (transaction: TrackedTransaction) => TrackedTransaction,
): void => write((list) => list.map((kept) => (kept.id === id ? change(kept) : kept)));

/** Takes one off the list. What it did on chain stays. */
export const forgetTransaction = (id: string): void => write((list) => list.filter((kept) => kept.id !== id));

function subscribe(listener: () => void): () => void {
  const onStorage = (event: StorageEvent): void => {
    if (event.key === KEY || event.key === null) listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}

/** All kept transactions, newest first; the same in every tab, at once. */
export const useTransactions = (): readonly TrackedTransaction[] =>
  useSyncExternalStore(subscribe, read, () => NONE);

/** The kept transactions at this moment. */
export const keptTransactions = read;
