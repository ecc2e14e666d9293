import { z } from 'zod';

// JSON as the database stores it, and the fields that bigints are in it.

/** Every bigint is a decimal string. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The stored form of a value; a field that is undefined is left out. @throws for what no row can hold, which is a bug */
export const toJson = (value: unknown): Json => {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') throw new TypeError(`cannot store a ${typeof value}`);
  const json: Record<string, Json> = {};
  for (const [key, entry] of Object.entries(value)) if (entry !== undefined) json[key] = toJson(entry);
  return json;
};

export const integer = z
  .string()
  .regex(/^-?\d+$/, 'an integer as decimal text')
  .transform((text) => BigInt(text));
export const natural = z
  .string()
  .regex(/^\d+$/, 'a non-negative integer as decimal text')
  .transform((text) => BigInt(text));
