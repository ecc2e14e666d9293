import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { REASONS } from '../../../lib/engine/reasons.ts';
import type { PaperDay, PaperRow, PaperTradeRow } from '../../../lib/ledger/paper-record.ts';
import type { UnixSeconds } from '../../../lib/result.ts';
import { countInTurn } from '../count-in-turn.ts';

const big = z.string().transform(BigInt);
const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/)
  .transform((text) => text as Address);

const paperRow = z.object({
  ...{ id: z.string(), chainId: z.coerce.number(), name: z.string(), watched: address.nullable() },
  ...{ preset: z.string(), terms: z.unknown(), state: z.unknown(), steps: z.number() },
  ...{ openedAtSeconds: z.coerce.number(), rowAtSeconds: z.coerce.number() },
  ...{ openingUsdE18: big, valueUsdE18: big, heldUsdE18: big },
  kind: z.enum(['act', 'hold']).nullable(),
  reason: z.enum(REASONS).nullable(),
  ...{ why: z.string().nullable(), quarantineReason: z.string().nullable(), readAtSeconds: z.number() },
  nextTurnAtSeconds: z.number(),
});

const columns = (sql: TransactionSql) => sql`
  id, chain_id::text as "chainId", name, watched, preset, terms, state, steps, opened_at_seconds::text as "openedAtSeconds",
  row_at_seconds::text as "rowAtSeconds", opening_usd_e18::text as "openingUsdE18", value_usd_e18::text as "valueUsdE18",
  held_usd_e18::text as "heldUsdE18", kind, reason, why, quarantine_reason as "quarantineReason",
  floor(extract(epoch from now()))::float8 as "readAtSeconds", floor(extract(epoch from due_at))::float8 as "nextTurnAtSeconds"`;

/** How many paper portfolios the viewer follows; others of the viewer's requests that count them wait. */
export const countPapers = async (sql: TransactionSql): Promise<number> => {
  await countInTurn(sql, 'papers');
  const [row] = await sql`select count(*)::int as count from paper_portfolios where user_id = viewer_id()`;
  return z.object({ count: z.number() }).parse(row).count;
};

/** A paper portfolio at its opening. */
export type NewPaper = {
  readonly chainId: number;
  readonly name: string;
  readonly watched: Address | null;
  readonly preset: string;
  readonly terms: object;
  /** As JSON. */
  readonly stateText: string;
  readonly openedAtSeconds: UnixSeconds;
  readonly openingUsdE18: bigint;
};

/** Begins one of the viewer's; due at once. */
export const insertPaper = async (sql: TransactionSql, paper: NewPaper): Promise<PaperRow> => {
  const usd = paper.openingUsdE18.toString();
  const [row] = await sql`
    with opened as (
      insert into paper_portfolios (user_id, chain_id, name, watched, preset, terms, state, opened_at_seconds, row_at_seconds,
        opening_usd_e18, value_usd_e18, held_usd_e18)
      values (viewer_id(), ${paper.chainId}, ${paper.name}, ${paper.watched}, ${paper.preset},
        ${JSON.stringify(paper.terms)}::text::jsonb, ${paper.stateText}::text::jsonb, ${paper.openedAtSeconds},
        ${paper.openedAtSeconds}, ${usd}::numeric, ${usd}::numeric, ${usd}::numeric)
      returning *
    )
    select ${columns(sql)} from opened`;
  return paperRow.parse(row);
};

/** The viewer's, the latest first. */
export const readPapers = async (sql: TransactionSql): Promise<readonly PaperRow[]> => {
  const rows = await sql`
    select ${columns(sql)} from paper_portfolios where user_id = viewer_id() order by created_at desc, id`;
  return rows.map((row) => paperRow.parse(row));
};

/** One of the viewer's; null when there is none of this id. */
export const readPaper = async (sql: TransactionSql, id: string): Promise<PaperRow | null> => {
  const [row] = await sql`select ${columns(sql)} from paper_portfolios where id = ${id}::uuid`;
  return row === undefined ? null : paperRow.parse(row);
};

/** False when there is none of this id. Its trades and days go with it. */
export const deletePaper = async (sql: TransactionSql, id: string): Promise<boolean> => {
  const rows = await sql`delete from paper_portfolios where id = ${id}::uuid returning id`;
  return rows.length === 1;
};

const tradeRow = z.object({
  ...{ atSeconds: z.coerce.number(), leg: z.number(), sellToken: address, buyToken: address },
  ...{ sellUnitsE18: big, buyUnitsE18: big, sellUsdE18: big, costUsdE18: big },
});

/** The would-be trades of one, the latest first. */
export const readPaperTrades = async (
  sql: TransactionSql,
  { id, limit }: { readonly id: string; readonly limit: number },
): Promise<readonly PaperTradeRow[]> => {
  const rows = await sql`
    select at_seconds::text as "atSeconds", leg, sell_token as "sellToken", buy_token as "buyToken",
      sell_units_e18::text as "sellUnitsE18", buy_units_e18::text as "buyUnitsE18", sell_usd_e18::text as "sellUsdE18",
      cost_usd_e18::text as "costUsdE18"
    from paper_trades where paper_id = ${id}::uuid order by at_seconds desc, leg limit ${limit}`;
  return rows.map((row) => tradeRow.parse(row));
};

const dayRow = z.object({ atSeconds: z.coerce.number(), valueUsdE18: big, heldUsdE18: big });

/** What the days of one ended with, the oldest first; the latest of them where there are more. */
export const readPaperDays = async (
  sql: TransactionSql,
  { id, limit }: { readonly id: string; readonly limit: number },
): Promise<readonly PaperDay[]> => {
  const rows = await sql`
    select at_seconds::text as "atSeconds", value_usd_e18::text as "valueUsdE18", held_usd_e18::text as "heldUsdE18"
    from paper_days where paper_id = ${id}::uuid order by day_seconds desc limit ${limit}`;
  return rows.map((row) => dayRow.parse(row)).reverse();
};
