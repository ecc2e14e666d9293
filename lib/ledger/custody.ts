import type { Address } from 'viem';
import type { Account, AssetState, Buckets, ChainAccountKind, Guard, Withheld } from '../engine/snapshot.ts';
import type { FillMode } from '../orders/maker-traits.ts';
import { fail, type Result } from '../result.ts';
import type { AccountState, Block, BlockMark, ChainRange } from './chain-facts.ts';
import type { BlockSpan } from './chain-log.ts';
import type { BatchReading, Swapping } from './look.ts';
import type { PricedAsset } from './price-source.ts';

/** One asset of an account: all that its custody knows of it, and what its price is asked by. */
export type HeldAsset = {
  readonly state: Omit<AssetState, 'price'>;
  readonly priced: PricedAsset;
};

/** What an account is and allows at one block. Prices, records and what else a decision depends on are known elsewhere. */
export type AccountReading = {
  readonly account: Account;
  /** Whose the tokens are, lower-cased: the account's own, or who has delegated to it. */
  readonly holder: Address;
  readonly generation: bigint;
  readonly assets: readonly HeldAsset[];
  readonly guard: Guard;
  readonly buckets: Buckets;
  readonly paused: boolean;
  /** Who may sign for it, lower-cased; null when nobody may. */
  readonly signer: Address | null;
  /** Who may do all with it, or is about to, lower-cased. */
  readonly owners: readonly Address[];
  /** Why nothing is to be signed for it, whoever signs; null when nothing keeps one. */
  readonly withheld: Withheld | null;
  readonly fillMode: FillMode;
  /** Null where the account makes no swaps of its own. */
  readonly swapping: Swapping | null;
};

/** True once a read should come to its end with what it has. One read at least is made whatever it says. */
export type TimeIsUp = () => boolean;

/** Blocks whose facts are wanted. */
export type RangeToRead = {
  /** How far the index reaches. */
  readonly after: BlockMark;
  /**
   * Blocks below `after` whose facts are read once more, now that they lie so deep that whoever answers has them: the node that was asked
   * when they were new may not have had them, and said so by nothing. Null: there are none.
   */
  readonly again: BlockSpan | null;
  /** The last block to read, as it was before the first question. */
  readonly end: Block;
  readonly head: Block;
  readonly timeIsUp: TimeIsUp;
};

/** Where holdings live and who may move them: one for each kind of account. */
export type Custody = {
  /** One reading, or one failure of its own, for each address, in their order; `not-reached` when time was up. */
  readonly read: (
    addresses: readonly Address[],
    reading: BatchReading,
  ) => Promise<Result<readonly Result<AccountReading>[]>>;
  /** What the chain says about accounts of this kind in a range of blocks, all of it of one branch; less of it when time is up. */
  readonly settle: (range: RangeToRead) => Promise<Result<ChainRange>>;
  /** What accounts say of themselves, whatever their assets do; leaves out what can't be read, or not in time. */
  readonly states: (
    addresses: readonly Address[],
    block: Block,
    timeIsUp: TimeIsUp,
  ) => Promise<Result<readonly AccountState[]>>;
};

/** By kind of account. */
export type Custodies = Readonly<Record<ChainAccountKind, Custody>>;

/** The failure of a read during which the chain has taken another branch. */
export const movedAway = (): Result<never> =>
  fail('chain-moved', 'The chain changed its mind while it was being read.', { when: 'next-tick' });
