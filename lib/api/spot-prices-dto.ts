import { z } from 'zod';
import { addressSchema } from '../json/address-schema.ts';

/** So many are asked of a source with one question. */
const TOKENS_MAX = 50;

/** Which prices are wanted: tokens of one chain, by its word or id. */
export const spotPricesSchema = z.strictObject({
  chain: z.union([
    z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be the word or id of a chain'),
    z
      .int()
      .positive()
      .max(2 ** 48),
  ]),
  tokens: z
    .array(addressSchema)
    .min(1, 'at least one token is needed')
    .max(TOKENS_MAX, `at most ${TOKENS_MAX} tokens are priced at a time`)
    .refine((tokens) => new Set(tokens).size === tokens.length, 'a token is named twice'),
});

export type SpotPrice = { readonly token: string } & (
  | {
      readonly ok: true;
      /** USD per whole token, a plain decimal. */
      readonly usd: string;
      /** Who said so. */
      readonly source: string;
      readonly updatedAtSeconds: number;
      /** At the block's time. */
      readonly ageSeconds: number;
    }
  | { readonly ok: false; readonly fault: string; readonly why: string }
);

/** The prices of tokens of one chain at one block, in the order asked; what has none says why. */
export type SpotPricesDto = {
  readonly chainId: number;
  readonly blockNumber: string;
  readonly blockTimeSeconds: number;
  readonly prices: readonly SpotPrice[];
};
