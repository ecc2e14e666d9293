import type { Address } from 'viem';
import type { AccountState, Block, BlockMark, ChainRange, GapFact } from '../../lib/ledger/chain-facts.ts';
import type { BlockSpan, FoundLogs, Listing } from '../../lib/ledger/chain-log.ts';
import type { Result, UnixSeconds } from '../../lib/result.ts';

/** True once a read should come to its end with what it has. One read at least is made whatever it says. */
export type TimeIsUp = () => boolean;

/** The chain as settling reads it, each time what its present branch says. */
export type SettleChain = {
  readonly head: () => Promise<Result<Block>>;
  /** In the order asked, null where the chain has no block of that number (yet, or any more). Fewer when time is up, never none. */
  readonly blocks: (
    numbers: readonly bigint[],
    timeIsUp: TimeIsUp,
  ) => Promise<Result<readonly (Block | null)[]>>;
  readonly creations: (span: BlockSpan, timeIsUp: TimeIsUp) => Promise<Result<FoundLogs>>;
  readonly events: (
    accounts: readonly Address[],
    span: BlockSpan,
    timeIsUp: TimeIsUp,
  ) => Promise<Result<FoundLogs>>;
  readonly transfers: (
    listings: readonly Listing[],
    span: BlockSpan,
    timeIsUp: TimeIsUp,
  ) => Promise<Result<FoundLogs>>;
  /** Leaves out what can't be read, or not in time. */
  readonly states: (
    addresses: readonly Address[],
    block: Block,
    timeIsUp: TimeIsUp,
  ) => Promise<Result<readonly AccountState[]>>;
};

/** The database as settling writes it; a write is all or nothing. */
export type SettleStore = {
  /** Where the index has stopped, newest first. */
  readonly trail: () => Promise<Result<readonly BlockMark[]>>;
  readonly seed: (block: BlockMark) => Promise<Result<void>>;
  readonly accounts: () => Promise<Result<readonly Address[]>>;
  /** Of the accounts that are portfolios. */
  readonly listings: () => Promise<Result<readonly Listing[]>>;
  /** False when somebody else has moved the index meanwhile. */
  readonly apply: (range: ChainRange) => Promise<Result<boolean>>;
  readonly rollBack: (from: BlockMark, to: Block) => Promise<Result<boolean>>;
  readonly toRefresh: () => Promise<Result<readonly Address[]>>;
  readonly saveStates: (states: readonly AccountState[]) => Promise<Result<void>>;
  readonly advanceOrders: (headTimeSeconds: UnixSeconds) => Promise<Result<void>>;
};

export type SettlePorts = {
  readonly chainId: number;
  /** First block the factory can be found in. */
  readonly factoryBlock: bigint;
  readonly chain: SettleChain;
  readonly store: SettleStore;
  readonly monotonicMs: () => number;
  /** Told of what is stored as missing. */
  readonly reportGaps: (gaps: readonly GapFact[]) => void;
};
