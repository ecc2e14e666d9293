import type { Address, Hex } from 'viem';
import { z } from 'zod';

/** Where a portfolio is, as pages' addresses say it; the address lower-cased. */
export const portfolioPlaceSchema = z.object({
  chainId: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
  address: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .transform((text) => text.toLowerCase() as Address),
});
export type PortfolioPlace = z.output<typeof portfolioPlaceSchema>;

/** A paper portfolio's id, as its page's address says it. */
export const paperIdSchema = z.uuid();

/** What a page may ask the version of: `portfolios`, `status`, a portfolio as `31337:0x…`, or one on paper as `paper:` and its id. */
export const liveQuerySchema = z.union([
  z.enum(['portfolios', 'status']),
  z
    .string()
    .regex(/^paper:/)
    .transform((text) => ({ paperId: text.slice('paper:'.length) }))
    .pipe(z.object({ paperId: paperIdSchema })),
  z
    .string()
    .transform((text) => {
      const [chainId, address] = text.split(':');
      return { chainId, address };
    })
    .pipe(portfolioPlaceSchema),
]);
export type LiveQuery = z.output<typeof liveQuerySchema>;

/** Another version means that the page is worth asking for; null while nothing can be read. */
export type LiveDto = { readonly version: string | null; readonly readAtSeconds: number };

/** A decision of a portfolio, as its page's address says it. */
export const decisionPlaceSchema = portfolioPlaceSchema.extend({ id: z.string().regex(/^[1-9]\d{0,17}$/) });

/** A transaction's or an order's hash in an address, lower-cased. */
export const hashInPathSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text) => text.toLowerCase() as Hex);

/** An order of a portfolio, as its page's address says it. */
export const orderPlaceSchema = portfolioPlaceSchema.extend({ hash: hashInPathSchema });
