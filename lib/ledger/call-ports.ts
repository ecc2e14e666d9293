import type { Address, Hex } from 'viem';
import type { SignAs } from '../orders/sign-order.ts';
import type { Result } from '../result.ts';
import type { Attempt, Call, CallState, Fees, SendRefusal } from './call.ts';
import type { Block } from './chain-facts.ts';
import type { CallFacts, Receipt } from './next-call-step.ts';

/** A receipt, and what a whole native coin was worth in its block, USD in 18 decimals, or why that is not known. */
export type PricedReceipt = Receipt & { readonly nativeUsdE18: Result<bigint> };

/** Where calls are written down. */
export type CallJournal = {
  /** What is not settled, by sender's nonce. */
  readonly open: () => Promise<Result<readonly CallState[]>>;
  /** Before it is sent; false when another tick was first. `before` = the attempts that were known. */
  readonly journal: (
    attempt: Attempt,
    of: { readonly call: Call; readonly before: number },
  ) => Promise<Result<boolean>>;
  /** What a node said of it; null = it has it. */
  readonly sent: (
    txHash: Hex,
    at: { readonly headNumber: bigint; readonly refusal: SendRefusal | null },
  ) => Promise<Result<void>>;
  /** In which block it is, and what the native coin was worth there; null = in none any more. */
  readonly seen: (
    txHash: Hex,
    at: { readonly headNumber: bigint; readonly included: PricedReceipt | null },
  ) => Promise<Result<void>>;
  readonly close: (call: Call, as: CallEnd) => Promise<Result<void>>;
  readonly looked: (ids: readonly Hex[], headNumber: bigint) => Promise<Result<void>>;
};

export type CallEnd = {
  readonly outcome: 'done' | 'reverted' | 'abandoned';
  /** The one that is in the chain; null = none of ours. */
  readonly txHash: Hex | null;
};

/** The chain, as far as a sender needs it. */
export type CallChain = {
  readonly headNumber: () => Promise<Result<bigint>>;
  readonly market: () => Promise<Result<Fees>>;
  readonly sender: (
    sender: Address,
    headNumber: bigint,
  ) => Promise<Result<Pick<CallFacts, 'nonceAtHead' | 'nonceSettled'>>>;
  readonly transactions: (hashes: readonly Hex[]) => Promise<Result<Pick<CallFacts, 'receipts' | 'known'>>>;
  /** What a whole native coin was worth in a block, USD in 18 decimals. */
  readonly nativeUsdE18: (block: Pick<Block, 'number'>) => Promise<Result<bigint>>;
  readonly sign: (
    wanted: { readonly call: Call; readonly nonce: number; readonly fees: Fees },
    signAs: SignAs,
  ) => Promise<Result<{ readonly raw: Hex; readonly txHash: Hex }>>;
  /** Null = a node has it. Fails when none answered: it may have it all the same. */
  readonly send: (raw: Hex) => Promise<Result<SendRefusal | null>>;
};
