import { z } from 'zod';
import { haltDtoSchema } from './halt-dto.ts';
import { botDtoSchema, portfolioDtoSchema } from './portfolio-dto.ts';
import { PORTFOLIO_SORTS, PORTFOLIO_STATES } from './portfolio-words.ts';

/** By what a list of portfolios is sorted; the first is the one nobody asked for. */
export type PortfolioSort = (typeof PORTFOLIO_SORTS)[number];

export const PORTFOLIOS_PER_PAGE = 50;

const pageNumber = z.coerce.number().int().min(1).max(100_000);

/** What an address may ask of the list. Nonsense is as good as nothing. */
export const portfolioListQuerySchema = z.object({
  sort: z.enum(PORTFOLIO_SORTS).catch('needs-me'),
  state: z.enum(PORTFOLIO_STATES).nullable().catch(null),
  page: pageNumber.catch(1),
});
export type PortfolioListQuery = z.infer<typeof portfolioListQuerySchema>;

/** One page of a sorted list, what all of it comes to, and how old that is. */
export const portfolioListDtoSchema = z.object({
  readAtSeconds: z.int().min(0),
  /** The same as long as nothing of the list has changed but its age. */
  version: z.string(),
  bot: botDtoSchema,
  halted: haltDtoSchema.nullable().describe('Null while trading goes on.'),
  simulated: z.boolean().describe('Some portfolio lives on a local chain with replayed or simulated prices.'),
  totalUsd: z.string().nullable(),
  portfolioCount: z.int().min(0),
  countByState: z.partialRecord(z.enum(PORTFOLIO_STATES), z.int().min(0)),
  query: portfolioListQuerySchema,
  pageCount: z.int().min(1),
  portfolios: z.array(portfolioDtoSchema),
  rowVersions: z.array(z.string()).describe('Of each row: the same as long as it shows the same.'),
});
export type PortfolioListDto = z.infer<typeof portfolioListDtoSchema>;
