import { z } from 'zod';
import { idField, secondsField } from './fields.ts';

// What the endpoints of a portfolio's performance have in common.

export const usdE18 = z
  .string()
  .regex(/^-?\d{1,78}$/)
  .describe('US dollars × 10^18.');
export const signedUnits = z.string().regex(/^-?\d{1,80}$/);
export const bps = z.int();
export const blockTime = secondsField.describe("Time of the chain's blocks.");

const params = z.strictObject({ id: idField });
export const ofPortfolio = {
  method: 'GET',
  tag: 'Performance',
  access: { who: 'anyone', scope: 'portfolios:read' },
  params,
} as const;
