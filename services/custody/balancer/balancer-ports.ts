import type { Address } from 'viem';
import type { ChainAccountKind } from '../../../lib/engine/snapshot.ts';
import type { AccountState, Block } from '../../../lib/ledger/chain-facts.ts';
import type { BlockSpan, FoundLogs, Listing } from '../../../lib/ledger/chain-log.ts';
import type { TimeIsUp } from '../../../lib/ledger/custody.ts';
import type { BatchReading } from '../../../lib/ledger/look.ts';
import type { Result } from '../../../lib/result.ts';
import type { LensReading } from './account-reading.ts';
import type { Holders } from './holders.ts';

/** The chain that the contracts are on, each time what its present branch says. */
export type BalancerChain = {
  /** One answer, or one failure of its own, for each address, in their order; `not-reached` when time was up. */
  readonly readFleet: (
    addresses: readonly Address[],
    reading: BatchReading,
  ) => Promise<Result<readonly Result<LensReading>[]>>;
  /** By the contract's own getters, which touch none of its assets. */
  readonly readAccount: (address: Address, block: Block) => Promise<Result<AccountState>>;
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
};

export type BalancerPorts = {
  readonly chainId: number;
  /** Which kind of contract the chain is asked about here. */
  readonly kind: ChainAccountKind;
  readonly chain: BalancerChain;
  /** The contracts that are known already. */
  readonly accounts: () => Promise<Result<readonly Address[]>>;
  /** Of the accounts that are portfolios. */
  readonly listings: () => Promise<Result<readonly Listing[]>>;
  /** Of the accounts that trade another's tokens: whose. */
  readonly holders: () => Promise<Result<Holders>>;
};
