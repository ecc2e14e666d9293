import type { TransactionSql } from 'postgres';
import { z } from 'zod';

const row = z
  .object({ count: z.number(), unpriced: z.number(), wei: z.string(), usd_e18: z.string() })
  .transform(({ count, unpriced, wei, usd_e18 }) => ({
    ...{ count, unpriced },
    ...{ costWei: BigInt(wei), usdE18: BigInt(usd_e18) },
  }));

/** What the bot's own transactions for one portfolio cost: whoever fills an order pays for that one's. */
export type GasSpent = {
  /** Transactions in blocks, failed ones too. */
  readonly count: number;
  /** Of them, those of a time when the native coin's price wasn't noted; not in the dollars. */
  readonly unpriced: number;
  readonly costWei: bigint;
  readonly usdE18: bigint;
};

/** Gas of the transactions in blocks after one, up to another. */
export const readGasSpent = async (
  sql: TransactionSql,
  span: { readonly portfolioId: string; readonly afterBlock: bigint; readonly toBlock: bigint },
): Promise<GasSpent> => {
  const [found] = await sql`
    select count(*)::int as count, count(*) filter (where t.native_usd_e18 is null)::int as unpriced,
      coalesce(sum(t.gas_used * t.gas_price_wei), 0)::text as wei,
      coalesce(sum(div(t.gas_used * t.gas_price_wei * t.native_usd_e18, 1000000000000000000)), 0)::text as usd_e18
    from calls c join transactions t on t.call_id = c.id
    where c.portfolio_id = ${span.portfolioId}::bigint and t.block_number > ${`${span.afterBlock}`}::bigint
      and t.block_number <= ${`${span.toBlock}`}::bigint`;
  return row.parse(found);
};
