import type { UnixSeconds } from '../result.ts';

/** What a source beside the provider says that a token is worth, or why it doesn't. */
export type SecondPrice = { readonly source: string } & (
  | { readonly ok: true; readonly usdE18: bigint; readonly updatedAtSeconds: UnixSeconds }
  | {
      readonly ok: false;
      readonly fault: 'missing' | 'stale' | 'absurd' | 'disagree';
      readonly detail: string;
    }
);

/** A token as the provider lists it. */
export type ListedToken = {
  readonly assetId: string;
  readonly symbol: string;
  readonly blockchain: string;
  readonly decimals: number;
  /** What a source beside the provider says of it; undefined = none is asked. */
  readonly second?: SecondPrice;
  /** USD per whole token, 18 decimals; a number that no token is worth is `absurd`. */
  readonly price: { readonly usdE18: bigint; readonly updatedAtSeconds: UnixSeconds } | 'none' | 'absurd';
};
