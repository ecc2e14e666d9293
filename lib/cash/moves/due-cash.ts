import type { Address } from 'viem';
import type { Result } from '../../result.ts';
import type { CashPolicy } from '../cash-policy.ts';
import type { AnchorShare } from '../cash-snapshot.ts';

/** An owner whose cash one tick holds for a while. */
export type DueCash = {
  readonly ownerId: string;
  readonly owner: Address;
  /** What it writes counts only while this is the row's. */
  readonly token: bigint;
  readonly policy: Result<CashPolicy>;
  /** Empty until it has been chosen. */
  readonly anchor: readonly AnchorShare[];
  readonly leadE18: bigint;
};
