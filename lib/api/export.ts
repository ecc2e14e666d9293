import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { idField } from './fields.ts';

export const EXPORTED = ['movements', 'orders', 'fills', 'decisions', 'snapshots', 'activity'] as const;
export type Exported = (typeof EXPORTED)[number];

/** Rows of one export; the rest comes with its cursor. */
export const EXPORT_ROWS_MAX = 10_000;

export const exportPortfolio = endpoint({
  id: 'exportPortfolio',
  method: 'GET',
  path: '/api/portfolios/{id}/export',
  tag: 'History',
  summary: `A table of your portfolio as a file, the latest row first, at most ${EXPORT_ROWS_MAX} rows; x-next-cursor says how to go on.`,
  access: { who: 'user', scope: 'portfolios:read' },
  params: z.strictObject({ id: idField }),
  query: z.strictObject({
    what: z
      .enum(EXPORTED)
      .describe('Which table; movements: deposits, withdrawals and both sides of fills with their prices.'),
    format: z.enum(['csv', 'json']).default('csv').describe('Default csv.'),
    cursor: z
      .string()
      .regex(/^\d{1,18}(-(\d{1,9}|0x[0-9a-f]{64}))?$/, 'must be the x-next-cursor of an export')
      .optional()
      .describe('Of the export before.'),
  }),
  answer: z.object({ rows: z.array(z.unknown()), nextCursor: z.string().nullable() }),
  media: 'text/csv',
  cost: 10,
});
