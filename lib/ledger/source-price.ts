import type { Address } from 'viem';
import type { PriceFault } from '../engine/snapshot.ts';
import type { UnixSeconds } from '../result.ts';

/** What one source says an asset is worth, or why it can't say. */
export type SourcePrice = {
  /** The source's name, as a reader of a decision sees it. */
  readonly source: string;
  /** Lower-cased. */
  readonly token: Address;
} & (
  | {
      readonly ok: true;
      /** USD per whole token, 18 decimals, above zero. */
      readonly usdE18: bigint;
      readonly updatedAtSeconds: UnixSeconds;
    }
  | { readonly ok: false; readonly fault: PriceFault; readonly detail: string }
);
