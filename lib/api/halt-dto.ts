import { z } from 'zod';

/** The stop of all trading, and what it can't take back: orders that were shown before. */
export const haltDtoSchema = z.object({
  sinceSeconds: z.int().min(0).describe("The database's clock."),
  by: z.string().describe("An actor's id, as in the audit log: user:0x…, or operator for the command line."),
  fillable: z.object({
    orders: z.int().min(0).describe('Shown before the stop, and still within their contracts’ rules.'),
    valueUsd: z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .describe('What is left of them, at the prices they were decided at.'),
    unpriced: z.int().min(0).describe('Those of them that have no such price, and count nothing.'),
    revoking: z
      .int()
      .min(0)
      .describe('Those of them that a transaction of the bot is about to revoke on chain.'),
    untilSeconds: z.int().min(0).nullable().describe("The last expiry, in time of the chain's blocks."),
  }),
});
export type HaltDto = z.infer<typeof haltDtoSchema>;
