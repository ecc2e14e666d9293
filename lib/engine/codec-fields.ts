import type { Address, Hex } from 'viem';
import { z } from 'zod';

// The fields that stored snapshots and decisions are made of.

export const integer = z
  .string()
  .regex(/^-?\d+$/, 'an integer as decimal text')
  .transform((text) => BigInt(text));
export const natural = z
  .string()
  .regex(/^\d+$/, 'a non-negative integer as decimal text')
  .transform((text) => BigInt(text));
export const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/, 'a lower-cased address')
  .transform((text) => text as Address);
export const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/, 'hexadecimal')
  .transform((text) => text as Hex);
export const seconds = z.int();
export const bps = z.int();
