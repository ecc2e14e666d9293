import { type Address, type Hex, toEventSelector } from 'viem';
import type { UnixSeconds } from '../result.ts';

/** Of WETH9's `Deposit`: ether that became as much of the token for an account. It comes instead of a Transfer. */
export const WRAPPED_TOPIC = toEventSelector('Deposit(address,uint256)');

/** Blocks from one number to another, both included. */
export type BlockSpan = { readonly fromBlock: bigint; readonly toBlock: bigint };

/** A log of an included block. Addresses and hashes are lower-cased. */
export type ChainLog = {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  /** Null where the node leaves it to the block's header. */
  readonly blockTimeSeconds: UnixSeconds | null;
  readonly transactionHash: Hex;
  readonly logIndex: number;
};

/** Logs of one block that no question is small enough for. */
export type LogGap = {
  readonly account: Address;
  /** The token whose transfers are missing; null when events of the account itself are. */
  readonly token: Address | null;
  readonly blockNumber: bigint;
};

/** Logs, complete but for the gaps up to `toBlock`, which may be short of the block that was asked for when time ran out. */
export type FoundLogs = {
  readonly logs: readonly ChainLog[];
  readonly gaps: readonly LogGap[];
  readonly toBlock: bigint;
};

/** The tokens an account holds by its own list: only their transfers are flows, whatever else is sent to it. */
export type Listing = { readonly account: Address; readonly tokens: readonly Address[] };

/** The order of the chain. */
export const byPlace = (a: ChainLog, b: ChainLog): number =>
  a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : a.blockNumber < b.blockNumber ? -1 : 1;
