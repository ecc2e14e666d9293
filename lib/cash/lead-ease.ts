import { E18, E18_PER_BPS, larger, mulDivDown, mulDivUp, smaller } from '../money/fixed-point.ts';

/** So far ahead of staying, a lead has eased all that it eases (docs/decisions/0143): chosen by the back-test. */
const EASED_LEAD_E18 = 10n * E18_PER_BPS;

/**
 * How much of what is asked for caution's sake a lead lets go of: from 0 (none, or behind) to 1 in 18 decimals, in proportion. What is bet is what
 * was won, so being wrong costs a lead and not what staying would have kept.
 */
export const easeE18 = (leadE18: bigint): bigint =>
  mulDivDown(smaller(larger(leadE18, 0n), EASED_LEAD_E18), E18, EASED_LEAD_E18);

/** What is between `careful` (no ease) and `eased` (all of it), towards the careful one. */
export const easedTo = (careful: bigint, eased: bigint, ease: bigint): bigint =>
  careful >= eased
    ? careful - mulDivDown(careful - eased, ease, E18)
    : careful + mulDivDown(eased - careful, ease, E18);

/** What is left of something that all ease takes away, up. */
export const uneasedUp = (value: bigint, ease: bigint): bigint => mulDivUp(value, E18 - ease, E18);
