import { isLosslessNumber } from 'lossless-json';
import type { Address, Hex } from 'viem';
import { z } from 'zod';

// As lossless-json reads a service's answer: numbers are texts.
const UINT256_END = 1n << 256n;

export const addressField = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => text.toLowerCase() as Address);

export const hashField = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text) => text.toLowerCase() as Hex);

export const bytesField = z
  .string()
  .max(40_000)
  .regex(/^0x([0-9a-fA-F]{2})*$/)
  .transform((text) => text.toLowerCase() as Hex);

/** A word of an order as decimal text. */
export const wordField = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt)
  .refine((word) => word < UINT256_END);

/** A whole number within bounds, from its digits. */
export const countField = (min: number, max: number) =>
  z.unknown().transform((value, context) => {
    const text = isLosslessNumber(value) ? value.value : '';
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= min && number <= max) return number;
    context.addIssue({ code: 'custom', message: `must be a whole number from ${min} to ${max}` });
    return z.NEVER;
  });
