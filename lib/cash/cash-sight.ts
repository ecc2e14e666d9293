import type { Address, Hex } from 'viem';
import type { UnixSeconds } from '../result.ts';
import type { CashSnapshot } from './cash-snapshot.ts';

/** A vault of one portfolio as its contract tells of it, in the block of the look. */
export type CashVaultSight = {
  readonly vault: Address;
  /** Of its shares. */
  readonly decimals: number;
  readonly shares: bigint;
  /** USDC units a whole share: now, and the highest that has counted. */
  readonly liveUnits: bigint;
  readonly markUnits: bigint;
  /** Up to when the growth that its mark may have has been used. */
  readonly spentUntilSeconds: UnixSeconds;
};

/** Whom a portfolio may bridge to, under Circle's number of that chain. */
export type CashSiblingSight = {
  readonly chainId: number;
  readonly domain: number;
  readonly address: Address;
  readonly openUntilSeconds: UnixSeconds;
};

/** What a signed move of one portfolio is made of, as its chain said it in the block of the look. Addresses lower-cased. */
export type CashAccountSight = {
  readonly portfolioId: string;
  readonly chainId: number;
  readonly domain: number;
  readonly address: Address;
  readonly owner: Address;
  readonly signer: Address;
  readonly generation: bigint;
  /** Used bits of nonces 0 to 255. */
  readonly nonceWord0: bigint;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly blockSeconds: UnixSeconds;
  /** Most remaining life of a signed move. */
  readonly deadlineMaxSeconds: number;
  /** Most that one deposit or redemption may lose of what it moves. */
  readonly maxLossBps: number;
  readonly siblings: readonly CashSiblingSight[];
  readonly vaults: readonly CashVaultSight[];
};

/** One look at all of an owner's cash: what is decided on, and what moves are signed by. */
export type CashSight = {
  readonly snapshot: CashSnapshot;
  readonly accounts: readonly CashAccountSight[];
};
