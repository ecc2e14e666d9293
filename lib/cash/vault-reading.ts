import type { Result, UnixSeconds } from '../result.ts';

/** What a vault said of itself at a block. */
export type VaultReading = {
  /** USDC that a whole share is worth, 18 decimals. Above 0. */
  readonly sharePriceE18: bigint;
  /** All that it holds, in USDC units. */
  readonly tvlUnits: bigint;
};

/** One vault of several, and what it said; fails with `vault-unreadable`, in words, by itself. */
export type ReadVault = { readonly vault: string; readonly reading: Result<VaultReading> };

/** All vaults of a chain, read at one block. */
export type VaultsRead = {
  readonly block: { readonly number: bigint; readonly timeSeconds: UnixSeconds };
  /** In the order asked. */
  readonly vaults: readonly ReadVault[];
};
