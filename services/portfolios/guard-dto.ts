import type { GuardDto } from '../../lib/api/portfolio-detail-dto.ts';
import type { Snapshot } from '../../lib/engine/snapshot.ts';
import { e18ToBpsDown } from '../../lib/money/fixed-point.ts';

/** The contract's own limits and what is left of them; every remainder is rounded down. */
export const guardDtoOf = ({ guard, buckets, nowSeconds }: Snapshot): GuardDto => ({
  maxSlippageBps: guard.maxSlippageBps,
  lossBpsPerDay: guard.lossBpsPerDay,
  turnoverBpsPerDay: guard.turnoverBpsPerDay,
  orderTtlMaxSeconds: guard.orderTtlMaxSeconds,
  cooldownSeconds: guard.cooldownSeconds,
  minDriftBps: guard.minDriftBps,
  lossCapacityBps: guard.lossBpsPerDay / 2,
  turnoverCapacityBps: guard.turnoverBpsPerDay / 2,
  lossLeftBps: e18ToBpsDown(buckets.lossLeftE18),
  turnoverLeftBps: e18ToBpsDown(buckets.turnoverLeftE18),
  oneOffTurnoverLeftBps:
    buckets.oneOffExpiresAtSeconds > nowSeconds ? e18ToBpsDown(buckets.oneOffTurnoverLeftE18) : 0,
});
