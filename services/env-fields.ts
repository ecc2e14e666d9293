import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { addressSchema } from '../lib/json/address-schema.ts';
import { parseDecimal } from '../lib/money/fixed-point.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { fallbackOf, type VariableName } from './env-variables.ts';
import { Secret } from './secret.ts';

// How the text of a variable is read: each field refuses with what its value must be, and never quotes it.

/** URLs with commas between them; one within a URL parts nothing. */
const urlsOf = (list: string): readonly string[] =>
  list.split(/,(?=\s*[a-z][a-z0-9+.-]*:\/\/)/i).map((url) => url.trim().replace(/\/+$/, ''));

const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    );

/** A URL without the slash at its end. */
export const httpUrl = url('http:', 'https:').transform((text) => text.replace(/\/+$/, ''));

/** URLs with commas between them; secret, since providers put their key into them. */
export const httpUrls = z
  .string()
  .transform(urlsOf)
  .pipe(z.array(httpUrl))
  .transform((urls) => urls.map((one) => new Secret(one)));

/** What is read and never shown. */
export const secretOf = (schema: z.ZodType<string>) => schema.transform((text) => new Secret(text));

/** Of a database, with the password in it. */
export const postgresUrl = secretOf(url('postgres:', 'postgresql:'));

/** Addresses with commas between them, lower-cased. */
export const addresses = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(addressSchema));

/** 32-byte hashes with commas between them, lower-cased. */
export const hashes = z
  .string()
  .regex(
    /^ *0x[0-9a-fA-F]{64}( *, *0x[0-9a-fA-F]{64})* *$/,
    'must be hashes of 32 bytes with commas between them',
  )
  .transform((text) => text.split(',').map((part) => part.trim().toLowerCase()));

/** A whole number within a range, both ends included. */
export const whole = (range: { readonly min: number; readonly max: number }) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= range.min && value <= range.max, `must be from ${range.min} to ${range.max}`);

/** Per cent with up to two decimals, to basis points. */
export const percentToBps = (maxBps: number) =>
  z
    .string()
    .regex(/^\d{1,3}(\.\d{1,2})?$/, 'must be per cent with at most two decimals')
    .transform((text) => Number(parseDecimal(text, 2) ?? 0n))
    .refine((bps) => bps >= 1 && bps <= maxBps, `must be from 0.01 to ${maxBps / 100}`);

/** US dollars, in 18 decimals. */
export const usd = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,18})?$/, 'must be US dollars as a plain decimal')
  .transform((text) => parseDecimal(text, 18) ?? 0n);

/** Keys of a service with commas between them. */
export const apiKeys = z
  .string()
  .regex(/^[\x21-\x2b\x2d-\x7e]+( *, *[\x21-\x2b\x2d-\x7e]+)*$/, 'must be keys with commas between them')
  .transform((text) => text.split(',').map((key) => new Secret(key.trim())));

/** The text of a file that the environment names. Fails with `file-missing`, naming the path and the system's word. */
export const readTextFile = (path: string): Result<string> => {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return fail('file-missing', `${path} can't be read${code}`);
  }
};

/** A field that counts as its default where it is absent. */
export const defaulted = <T>(name: VariableName, schema: z.ZodType<T, string>) =>
  z.string().default(fallbackOf(name)).pipe(schema);
