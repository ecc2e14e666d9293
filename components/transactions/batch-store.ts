'use client';

import { useSyncExternalStore } from 'react';
import { type TrackedBatch, trackedBatchSchema } from '../../lib/transactions/tracked-batch.ts';
import { browserList } from '../ui/browser-list.ts';

const NONE: readonly TrackedBatch[] = [];
const list = browserList({ key: '1balancer.batches', schema: trackedBatchSchema, itemsMax: 20 });

/** Keeps a batch that a wallet has taken. */
export const keepBatch = list.add;

/** Changes what is known of one. */
export const changeBatch = list.change;

/** Takes one off the list. What it did on chain stays. */
export const forgetBatch = list.remove;

/** The kept batches at this moment. */
export const keptBatches = list.read;

/** All kept batches, newest first; the same in every tab. */
export const useBatches = (): readonly TrackedBatch[] =>
  useSyncExternalStore(list.subscribe, list.read, () => NONE);
