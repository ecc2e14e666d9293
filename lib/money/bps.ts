import { E18, mulDivDown, mulDivUp } from './fixed-point.ts';

/** 100 % in basis points. */
export const BPS_WHOLE = 10_000;
/** The same where it meets amounts. */
export const BPS = 10_000n;
/** One basis point as an 18-decimal share. */
export const E18_PER_BPS = E18 / BPS;

/** Basis points as an exact 18-decimal share. */
export const bpsToE18 = (bps: number): bigint => BigInt(bps) * E18_PER_BPS;

/** A share in 18 decimals as whole basis points, towards zero. */
export const e18ToBpsDown = (shareE18: bigint): number => Number(shareE18 / E18_PER_BPS);

/** floor(amount × bps / 10,000) for a non-negative amount. */
export const bpsOfDown = (amount: bigint, bps: number): bigint => mulDivDown(amount, BigInt(bps), BPS);

/** ceil(amount × bps / 10,000) for a non-negative amount. */
export const bpsOfUp = (amount: bigint, bps: number): bigint => mulDivUp(amount, BigInt(bps), BPS);
