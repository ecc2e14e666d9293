import type { Address, Hex } from 'viem';
import type { Json } from '../json/stored-json.ts';
import type { UnixSeconds } from '../result.ts';
import type { Listing, LogGap } from './chain-log.ts';

/** A block, by number and hash: a number alone can come to mean another block. */
export type BlockMark = { readonly number: bigint; readonly hash: Hex };

export type Block = BlockMark & { readonly timeSeconds: UnixSeconds };

/** Where on the chain a fact stands. */
export type FactPlace = {
  readonly txHash: Hex;
  readonly logIndex: number;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly blockTimeSeconds: UnixSeconds;
};

/** A contract the factory has created. Addresses here and below are lower-cased. */
export type CreationFact = FactPlace & { readonly address: Address; readonly owner: Address };

/** One execution of an order. */
export type FillFact = FactPlace & {
  readonly account: Address;
  readonly orderHash: Hex;
  readonly taker: Address;
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly sellUnits: bigint;
  readonly buyUnits: bigint;
};

/** A transfer in or out that is not part of a fill. */
export type CashFlowFact = FactPlace & {
  readonly account: Address;
  readonly token: Address;
  readonly direction: 'in' | 'out';
  readonly units: bigint;
  readonly counterparty: Address;
};

/** One of a contract's own events. */
export type EventFact = FactPlace & {
  readonly account: Address;
  /** The event's name, as in the contract. */
  readonly name: string;
  readonly details: Json;
};

/** Logs that the node would not hand out: what the account did with the token in this block is not known. */
export type GapFact = LogGap & { readonly blockHash: Hex };

/** Everything the chain says about a range of blocks that ends with `to`, and about some below `after` that were read once more. */
export type ChainRange = {
  readonly chainId: number;
  /** How far the index reached when the range was read; it is applied only while that still holds. */
  readonly after: BlockMark;
  readonly to: Block;
  readonly creations: readonly CreationFact[];
  /** What the created contracts say of themselves: whether they become portfolios, so that the range's facts have one. */
  readonly states: readonly AccountState[];
  readonly fills: readonly FillFact[];
  readonly cashFlows: readonly CashFlowFact[];
  readonly events: readonly EventFact[];
  /** Tokens that accounts have begun to list. */
  readonly listings: readonly Listing[];
  readonly gaps: readonly GapFact[];
};

/** What a contract says about itself at one block. */
export type AccountState = {
  readonly address: Address;
  readonly owner: Address;
  /** Null when no bot may sign. */
  readonly signer: Address | null;
  readonly generation: bigint;
  readonly paused: boolean;
  /** Assets it lists now, those that could be read. */
  readonly tokens: readonly Address[];
};

/** How things stand after settling. */
export type Settled = {
  /** Decisions are taken on this block. */
  readonly head: Block;
  /**
   * `settled`: the database says what the chain says at `head`. `lagging`: the node is behind what is already known, so that
   * nothing can be concluded. `behind`: time ran out before the index reached the head.
   */
  readonly state: 'settled' | 'lagging' | 'behind';
  readonly reorganised: boolean;
};
