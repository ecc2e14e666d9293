import { type Address, type Hash, isAddress, isHash } from 'viem';
import { z } from 'zod';
import type { TransactionWords } from './transaction-words.ts';

const address = z.custom<Address>(
  (value) => typeof value === 'string' && isAddress(value, { strict: false }),
);
const hash = z.custom<Hash>((value) => typeof value === 'string' && isHash(value));

export const trackedBatchSchema = z.object({
  /** The wallet's own name for it. */
  id: z.string().min(1).max(8_194),
  chainId: z.int().positive(),
  from: address,
  intent: z.string().max(200),
  walletId: z.string().max(200),
  calls: z.int().positive(),
  askedAtSeconds: z.int().nonnegative(),
  /** As the wallet last said; `unknown` once it doesn't know the batch any more. */
  state: z.enum(['waiting', 'done', 'not-sent', 'refused', 'in-part', 'unknown']),
  hashes: z.array(hash).max(100),
});

/** Several calls that a wallet was given as one. What it says of them is its word; the pages' facts come from the chain. */
export type TrackedBatch = z.infer<typeof trackedBatchSchema>;

const WORDS: Readonly<Record<TrackedBatch['state'], TransactionWords>> = {
  waiting: {
    tone: 'plain',
    word: 'Waiting for a block',
    sentence: 'Your wallet has all calls and sends them as one.',
  },
  done: { tone: 'good', word: 'Done', sentence: 'All calls went through together.' },
  'not-sent': {
    tone: 'warn',
    word: 'Not sent',
    sentence: 'The wallet did not bring it onto the chain. Nothing has happened: try again.',
  },
  refused: {
    tone: 'stop',
    word: 'Refused on chain',
    sentence:
      'It was refused as a whole: nothing moved but the gas. Try again, or take the steps one by one.',
  },
  'in-part': {
    tone: 'stop',
    word: 'Done in part',
    sentence:
      'Only some of the calls went through, though all or none were asked for. Look at what is done, and go on one by one.',
  },
  unknown: {
    tone: 'warn',
    word: 'Unknown',
    sentence: 'The wallet doesn’t know it any more. What the pages show comes from the chain: go by that.',
  },
};

/** What a person is told. */
export const batchWords = ({ state }: TrackedBatch): TransactionWords => WORDS[state];
