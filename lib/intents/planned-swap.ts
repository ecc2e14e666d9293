import type { Hex } from 'viem';
import type { AskedSwap } from './quote.ts';

/** What a leg is for: building an index up, bringing it back to its shares, or one of the two steps of a withdrawal. */
export const LEG_PURPOSES = ['construct', 'rebalance', 'sell-for-withdrawal', 'exit'] as const;
export type LegPurpose = (typeof LEG_PURPOSES)[number];

/** A swap that is planned and not asked for yet. Its money comes from the account, and what is refunded goes back to it. */
export type PlannedSwap = {
  /** 32 bytes from its content: whoever plans the same has the same. */
  readonly legId: Hex;
  readonly purpose: LegPurpose;
  readonly asked: Omit<AskedSwap, 'depositType' | 'refundType' | 'refundTo' | 'deadlineSeconds'>;
  /** Of what is given, by the look's prices, in 18 decimals; null where there is none. */
  readonly valueUsdE18: bigint | null;
};
