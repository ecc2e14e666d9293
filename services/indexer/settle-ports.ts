import type { Address } from 'viem';
import type { AccountState, Block, BlockMark, ChainRange, GapFact } from '../../lib/ledger/chain-facts.ts';
import type { Custody, TimeIsUp } from '../../lib/ledger/custody.ts';
import type { Result, UnixSeconds } from '../../lib/result.ts';

/** The chain as settling reads it, each time what its present branch says. */
export type SettleChain = {
  readonly head: () => Promise<Result<Block>>;
  /** In the order asked, null where the chain has no block of that number (yet, or any more). Fewer when time is up, never none. */
  readonly blocks: (
    numbers: readonly bigint[],
    timeIsUp: TimeIsUp,
  ) => Promise<Result<readonly (Block | null)[]>>;
};

/** The database as settling writes it; a write is all or nothing. */
export type SettleStore = {
  /** Where the index has stopped, newest first. */
  readonly trail: () => Promise<Result<readonly BlockMark[]>>;
  readonly seed: (block: BlockMark) => Promise<Result<void>>;
  /** False when somebody else has moved the index meanwhile. */
  readonly apply: (range: ChainRange) => Promise<Result<boolean>>;
  readonly rollBack: (from: BlockMark, to: Block) => Promise<Result<boolean>>;
  readonly toRefresh: () => Promise<Result<readonly Address[]>>;
  readonly saveStates: (states: readonly AccountState[]) => Promise<Result<void>>;
  readonly advanceOrders: (headTimeSeconds: UnixSeconds) => Promise<Result<void>>;
};

export type SettlePorts = {
  /** First block the factory can be found in. */
  readonly factoryBlock: bigint;
  readonly chain: SettleChain;
  readonly custody: Pick<Custody, 'settle' | 'states'>;
  readonly store: SettleStore;
  readonly monotonicMs: () => number;
  /** Told of what is stored as missing. */
  readonly reportGaps: (gaps: readonly GapFact[]) => void;
};
