import { E18_PER_BPS, formatDecimalRounded } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';

/** Above it a rate is believed by nobody: nothing goes in or out by it. */
export const RATE_ABSURD_E18 = 5_000n * E18_PER_BPS;
/** Above it a rate is doubted: nothing goes in by it. */
export const RATE_DOUBTED_E18 = 1_500n * E18_PER_BPS;
/** Older than that, a rate tells nothing of today. */
export const RATE_AGE_SECONDS_MAX = 36 * 3_600;

export const RATE_FAULTS = ['missing', 'stale', 'negative', 'absurd', 'doubted'] as const;
export type RateFault = (typeof RATE_FAULTS)[number];

/** What is wrong with a rate; `detail` is a plain clause without a full stop. */
export type FaultyRate = { readonly fault: RateFault; readonly detail: string };

/** A rate as one source told it last. */
export type ToldRate = { readonly rateE18: bigint | null; readonly atSeconds: UnixSeconds };

/** "4.25 %" of a rate. */
export const rateText = (rateE18: bigint): string =>
  `${formatDecimalRounded(rateE18, 16, 2).replace('-', '−')} %`;

/** Why nothing is moved by this rate; null when it may be used. A rate of exactly a limit is inside it. */
export const rateFault = (told: ToldRate | null, nowSeconds: UnixSeconds): FaultyRate | null => {
  if (told === null || told.rateE18 === null)
    return { fault: 'missing', detail: 'no source tells what it pays' };
  const { rateE18, atSeconds } = told;
  const ageSeconds = nowSeconds - atSeconds;
  if (ageSeconds > RATE_AGE_SECONDS_MAX || ageSeconds < 0) {
    const age =
      ageSeconds < 0 ? 'of a time to come' : `${Math.floor(ageSeconds / 3_600)} h old, at most 36 h count`;
    return { fault: 'stale', detail: `its rate is ${age}` };
  }
  if (rateE18 < 0n) return { fault: 'negative', detail: `its rate is ${rateText(rateE18)}` };
  if (rateE18 > RATE_ABSURD_E18)
    return { fault: 'absurd', detail: `its rate would be ${rateText(rateE18)}, at most 50 % is believed` };
  if (rateE18 > RATE_DOUBTED_E18)
    return { fault: 'doubted', detail: `its rate would be ${rateText(rateE18)}, above 15 % it is doubted` };
  return null;
};
