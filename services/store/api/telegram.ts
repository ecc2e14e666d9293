import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { addressSchema } from '../../../lib/json/address-schema.ts';

export type TelegramTurn = {
  readonly channelId: string;
  readonly secretHash: Buffer;
  readonly chatHash: Buffer;
  readonly updateId: number;
};

const verdictRow = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.enum(['unknown', 'stranger', 'repeated', 'limited']), owner: z.null() }),
  z.object({ verdict: z.literal('taken'), owner: addressSchema }),
]);

/** Whether an update is one to obey, and whose. Each is taken once. */
export const takeTelegramUpdate = async (
  sql: TransactionSql,
  { channelId, secretHash, chatHash, updateId }: TelegramTurn,
): Promise<{ readonly verdict: string; readonly owner: Address | null }> => {
  const [row] = await sql`
    select verdict, owner from take_telegram_update(${channelId}::uuid, ${secretHash}, ${chatHash}, ${updateId}::bigint)`;
  return verdictRow.parse(row);
};

const countRow = z.object({ id: z.string(), count: z.number() });

/** How many alerts are open of each of the viewer's portfolios that has any. */
export const countOpenAlerts = async (sql: TransactionSql): Promise<ReadonlyMap<string, number>> => {
  const rows = await sql`
    select portfolio_id::text as id, count(*)::int as count from alerts
    where recovered_at is null and raised_at is not null and portfolio_id is not null group by 1 order by 1`;
  return new Map(rows.map((row) => countRow.parse(row)).map(({ id, count }) => [id, count]));
};
