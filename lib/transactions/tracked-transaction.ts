import { type Address, type Hash, type Hex, isAddress, isHash, isHex } from 'viem';
import { z } from 'zod';
import type { UnixSeconds } from '../result.ts';

const address = z.custom<Address>(
  (value) => typeof value === 'string' && isAddress(value, { strict: false }),
);
const hash = z.custom<Hash>((value) => typeof value === 'string' && isHash(value));
const hex = z.custom<Hex>((value) => isHex(value));
const count = z.int().nonnegative();

/** Where the newest look found it. `by` says which transaction used its number: itself, or another one and of what kind. */
const placeSchema = z.discriminatedUnion('kind', [
  /** No node asked holds it, and its number is free. */
  z.object({ kind: z.literal('nowhere') }),
  z.object({ kind: z.literal('pool') }),
  /** Another transaction with its number waits; which one, only a block will tell. */
  z.object({ kind: z.literal('outbid') }),
  z.object({
    kind: z.literal('mined'),
    by: z.enum(['itself', 'sped-up', 'cancelled', 'replaced']),
    /** Null where the chain doesn't tell any more which one it was. */
    hash: hash.nullable(),
    blockNumber: count,
    blockHash: hash.nullable(),
    succeeded: z.boolean(),
  }),
]);
export type Place = z.infer<typeof placeSchema>;

const answerSchema = z.discriminatedUnion('kind', [
  /** The wallet hasn't answered, or the page was closed before it did. */
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('refused'),
    why: z.enum(['rejected', 'locked', 'wrong-chain', 'no-gas', 'busy', 'failed']),
    sentence: z.string(),
  }),
  z.object({ kind: z.literal('hash'), hash }),
]);

export const trackedTransactionSchema = z.object({
  id: z.string().min(1).max(64),
  chainId: z.int().positive(),
  from: address,
  to: address,
  data: hex,
  valueWei: z.string().regex(/^\d+$/),
  /** What it is for, in the words that the person pressed. */
  intent: z.string().max(200),
  /** The wallet it was given to, by its EIP-6963 name; whom its chain is asked through. */
  walletId: z.string().max(200),
  askedAtSeconds: count,
  askedAtBlock: count,
  /** The number that the wallet was to take: the first that no transaction of the account had. */
  expectedNonce: count,
  answer: answerSchema,
  /** Its own number, once a node has shown it. */
  nonce: count.nullable(),
  seen: z.boolean(),
  place: placeSchema,
  /** The block it was in, and which the chain has given up since. */
  reorganisedFrom: count.nullable(),
  headNumber: count,
});

/**
 * One transaction and its intent, as it is kept in the browser. It holds what was learnt, never a verdict: {@link stateOf} says what it
 * means. Everything in it but the wallet's own answer comes from the chain, so two pages that look at the same chain write the same.
 */
export type TrackedTransaction = z.infer<typeof trackedTransactionSchema>;

/** What is known before the wallet is asked. */
export type Asked = {
  readonly id: string;
  readonly chainId: number;
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly valueWei: bigint;
  readonly intent: string;
  readonly walletId: string;
  readonly askedAtSeconds: UnixSeconds;
  readonly headNumber: number;
  readonly expectedNonce: number;
};

/** The record that is kept before the wallet is asked: whatever happens then, the intent isn't lost. */
export const askedTransaction = ({ headNumber, valueWei, ...asked }: Asked): TrackedTransaction => ({
  ...asked,
  valueWei: valueWei.toString(),
  askedAtBlock: headNumber,
  headNumber,
  answer: { kind: 'none' },
  nonce: null,
  seen: false,
  place: { kind: 'nowhere' },
  reorganisedFrom: null,
});

/** The number it has, or is taken to have until a node has shown it. */
export const nonceOf = ({ nonce, expectedNonce }: TrackedTransaction): number => nonce ?? expectedNonce;
