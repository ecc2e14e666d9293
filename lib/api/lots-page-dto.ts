import { z } from 'zod';
import { LOT_METHODS } from '../reports/lot-events.ts';
import type { LotsAnswer } from './lots.ts';
import type { ReportHead } from './report-page-dto.ts';

/** What the address of a page of lots may ask; nonsense is as good as nothing. A null year: all of them. */
export const lotsViewSchema = z.object({
  method: z.enum(LOT_METHODS).catch('fifo'),
  year: z
    .string()
    .regex(/^(19|20)\d\d$/)
    .transform(Number)
    .nullable()
    .catch(null)
    .default(null),
});
export type LotsView = z.output<typeof lotsViewSchema>;

/** A portfolio's lots, as their page shows them. */
export type LotsPageDto = ReportHead & {
  readonly view: LotsView;
  /** Null: whoever looks doesn't own the portfolio. */
  readonly answer: LotsAnswer | null;
};
