import { type Address, getAddress, isAddress } from 'viem';
import { z } from 'zod';

/** Written in one case it has no checksum to be wrong. */
const isChecked = (text: string): boolean =>
  text === text.toLowerCase() || text.slice(2) === text.slice(2).toUpperCase() || getAddress(text) === text;

/** An address that somebody has written down: a wrong checksum (EIP-55) is a mistyped digit and is refused. Gives it lower-cased. */
export const addressSchema = z
  .string()
  .refine((text) => isAddress(text, { strict: false }), 'must be an address: 0x and 40 hex digits')
  .refine(
    (text) => !isAddress(text, { strict: false }) || isChecked(text),
    'its checksum (EIP-55) is wrong: a digit was mistyped',
  )
  .transform((text) => text.toLowerCase() as Address);
