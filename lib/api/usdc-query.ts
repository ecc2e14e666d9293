import { z } from 'zod';
import { CASH_PROFILES } from '../cash/cash-policy.ts';
import { hashedPageQuery } from './fields.ts';

/** More of it than anybody is shown. */
const TEXT_MAX = 60;
/** Moves of one page of scores. */
const SCORE_ROWS = 25;

const text = z
  .string()
  .transform((words) => (words.trim() === '' ? undefined : words.trim().slice(0, TEXT_MAX)))
  .optional()
  .catch(undefined);

/** What the address of the page of USDC asks of an amount. What can't be read counts as not said, but for the amount. */
export const usdcQuerySchema = z.object({
  amount: text,
  risk: z.enum(CASH_PROFILES).optional().catch(undefined),
  chain: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
});
export type UsdcQuery = z.output<typeof usdcQuerySchema>;

/** How far back the page of scores looks; a cursor that is none counts as not given. */
export const scoreQuerySchema = z.object({
  cursor: hashedPageQuery.cursor.catch(undefined),
  limit: z.literal(SCORE_ROWS).default(SCORE_ROWS).catch(SCORE_ROWS),
});
