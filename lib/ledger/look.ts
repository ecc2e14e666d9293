import type { Address, Hex } from 'viem';
import type { Decision } from '../engine/decision.ts';
import type { Policy } from '../engine/policy.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import type { FillMode } from '../orders/maker-traits.ts';
import type { Block } from './chain-facts.ts';

/** One look at one account: what was seen at one block, by which rules, and what was decided. It is journaled, and can be replayed. */
export type Look = {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
  readonly decision: Decision;
};

/** Through whom an account's contract swaps, as it says itself; lower-cased. */
export type Swapping = {
  /** Calls the routers, and hands back what they pay. */
  readonly executor: Address;
  /** Those that its owner allows. */
  readonly routers: readonly Address[];
};

/** One portfolio as it was seen at one block, and the rules it is kept by. */
export type Observation = {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
  /** Who may sign for it at the snapshot's block, lower-cased; null when nobody may. */
  readonly signer: Address | null;
  /** Of the contract at the snapshot's block: what revokes a partly fillable order. */
  readonly fillMode: FillMode;
  /** Null where the account makes no swaps of its own. */
  readonly swapping: Swapping | null;
  /** By token: USD per whole token, 18 decimals, by the account's own feeds at the snapshot's block; only those that have a price. */
  readonly feedPrices: ReadonlyMap<Address, bigint>;
  /** By sold token: the good delegation, with its signature, that pulls it; only where the account trades by its delegations. */
  readonly delegations?: ReadonlyMap<Address, Hex>;
};

/** How a batch is asked about: all at one block, suspects last and alone, and no longer than there is time. */
export type BatchReading = {
  readonly block: Block;
  /** Addresses of the accounts that failed by their own fault lately, lower-cased. */
  readonly suspects: ReadonlySet<string>;
  readonly timeIsUp: () => boolean;
};
