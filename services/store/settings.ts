import type { TransactionSql } from 'postgres';
import { z } from 'zod';

const settingsSchema = z.object({
  /** Seconds of wall time between two looks at a portfolio. */
  tickIntervalSeconds: z.int().min(0).max(604_800).catch(300),
  /** The administrator's stop of all trading. A value that can't be read stops as well. */
  halted: z.boolean().default(false).catch(true),
});

/** What operators change without a deploy. */
export type Settings = z.output<typeof settingsSchema>;

export const readSettings = async (sql: TransactionSql): Promise<Settings> => {
  const rows = await sql<{ key: string; value: unknown }[]>`select key, value from settings`;
  return settingsSchema.parse(Object.fromEntries(rows.map(({ key, value }) => [key, value])));
};
