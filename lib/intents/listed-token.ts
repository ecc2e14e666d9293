import type { UnixSeconds } from '../result.ts';

/** A token as the provider lists it. */
export type ListedToken = {
  readonly assetId: string;
  readonly symbol: string;
  readonly blockchain: string;
  readonly decimals: number;
  /** USD per whole token, 18 decimals; a number that no token is worth is `absurd`. */
  readonly price: { readonly usdE18: bigint; readonly updatedAtSeconds: UnixSeconds } | 'none' | 'absurd';
};
