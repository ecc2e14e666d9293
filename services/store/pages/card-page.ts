import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { findPortfolioId, readPortfolioRecords } from '../portfolio-reads.ts';
import { heartbeatOf, readHalt } from './fleet-index.ts';

const sharing = z.object({ shared: z.boolean() });

/** What a card is made of, of a portfolio that a reader of cards may see; null alike for every other one. */
export const readCardPage = async (
  sql: TransactionSql,
  place: { readonly chainId: number; readonly address: Address },
) => {
  const id = await findPortfolioId(sql, place);
  if (id === null) return null;
  const [{ readAtSeconds }, halted, [portfolio], [row]] = await Promise.all([
    heartbeatOf(sql),
    readHalt(sql),
    readPortfolioRecords(sql, [id], 0),
    sql`select shared from portfolios where id = ${id}::bigint`,
  ]);
  if (portfolio === undefined || row === undefined) return null;
  return { readAtSeconds, halted, portfolio, amounts: sharing.parse(row).shared };
};
