import { z } from 'zod';
import { addressSchema } from '../json/address-schema.ts';

const CHAIN_ID_MAX = 2 ** 48;
const PORTFOLIOS_MAX = 100;
const TOKENS_MAX = 20;

const chainId = z.int().positive().max(CHAIN_ID_MAX);

/** Whom a moved price concerns: portfolios by their contracts, or whoever lists a token. */
export const wakeSchema = z
  .strictObject({
    portfolios: z
      .array(z.strictObject({ chainId, address: addressSchema }))
      .max(PORTFOLIOS_MAX)
      .default([]),
    tokens: z
      .array(z.strictObject({ chainId, token: addressSchema }))
      .max(TOKENS_MAX)
      .default([]),
  })
  .refine(
    ({ portfolios, tokens }) => portfolios.length + tokens.length > 0,
    'portfolios or tokens must name somebody',
  );

/** What came of a message. */
export type WakeDto = {
  /** Portfolios that come due earlier than they would have. */
  readonly woken: number;
  /** The same message was obeyed before: this time nothing was done. */
  readonly repeated: boolean;
};
