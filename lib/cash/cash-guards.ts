import { BRIDGE_BPS_PER_DAY, type CashProfile } from './cash-policy.ts';

const HOUR = 3_600;

const COMMON = {
  maxLossBps: 25,
  lossBpsPerDay: 100,
  minMoveBps: 10,
  cooldownSeconds: HOUR,
  deadlineMaxSeconds: HOUR,
} as const;

/**
 * The contract's limits that fit a profile. Half of a day's turnover is what a bucket holds at once: all of the value may go from one vault
 * to another in one look of the bold, in two of the others. The cooldown is below the time between two looks.
 */
export const CASH_GUARDS = {
  conservative: { ...COMMON, turnoverBpsPerDay: 20_000, bridgeBpsPerDay: BRIDGE_BPS_PER_DAY.conservative },
  balanced: { ...COMMON, turnoverBpsPerDay: 20_000, bridgeBpsPerDay: BRIDGE_BPS_PER_DAY.balanced },
  aggressive: { ...COMMON, turnoverBpsPerDay: 40_000, bridgeBpsPerDay: BRIDGE_BPS_PER_DAY.aggressive },
} as const satisfies Readonly<Record<CashProfile, object>>;
