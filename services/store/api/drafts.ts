import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { type Draft, type DraftDto, draftDtoSchema } from '../../../lib/api/drafts.ts';
import { type PageQuery, positionOf } from '../../../lib/api/fields.ts';
import { countInTurn } from '../count-in-turn.ts';

const columns = (sql: TransactionSql) => sql`
  id, version, draft, floor(extract(epoch from created_at))::float8 as "createdAtSeconds",
  floor(extract(epoch from updated_at))::float8 as "updatedAtSeconds",
  (extract(epoch from created_at) * 1000000)::bigint::text as micros`;

const json = (draft: Draft): string => JSON.stringify(draft);

/** With the microsecond it was made in, by which pages go on. */
export type PlacedDraft = { readonly micros: string; readonly draft: DraftDto };

/** The viewer's drafts, the latest first; one more than the page has. */
export const readDrafts = async (
  sql: TransactionSql,
  { cursor, limit }: PageQuery,
): Promise<readonly PlacedDraft[]> => {
  const below = positionOf(cursor)?.first ?? null;
  const rows = await sql`
    select ${columns(sql)} from portfolio_drafts
    where user_id = viewer_id() ${
      below === null
        ? sql``
        : sql`and created_at < timestamptz 'epoch' + ${below}::bigint * interval '1 microsecond'`
    }
    order by created_at desc, id limit ${limit + 1}`;
  return rows.map((row) => ({ micros: String(row.micros), draft: draftDtoSchema.parse(row) }));
};

/** One of the viewer's drafts, held until the transaction ends; null when there is none of this id. */
export const holdDraft = async (sql: TransactionSql, id: string): Promise<DraftDto | null> => {
  const [row] = await sql`select ${columns(sql)} from portfolio_drafts where id = ${id}::uuid for update`;
  return row === undefined ? null : draftDtoSchema.parse(row);
};

/** How many the viewer has. */
export const countDrafts = async (sql: TransactionSql): Promise<number> => {
  await countInTurn(sql, 'drafts');
  const [row] = await sql`select count(*)::int as count from portfolio_drafts where user_id = viewer_id()`;
  return z.object({ count: z.number() }).parse(row).count;
};

export const insertDraft = async (sql: TransactionSql, draft: Draft): Promise<DraftDto> => {
  const [row] = await sql`
    insert into portfolio_drafts (user_id, draft) values (viewer_id(), ${json(draft)}::text::jsonb) returning ${columns(sql)}`;
  return draftDtoSchema.parse(row);
};

/** Replaces a draft that is held, as its next version. */
export const replaceDraft = async (sql: TransactionSql, id: string, draft: Draft): Promise<DraftDto> => {
  const [row] = await sql`
    update portfolio_drafts set draft = ${json(draft)}::text::jsonb, version = version + 1, updated_at = now()
    where id = ${id}::uuid returning ${columns(sql)}`;
  return draftDtoSchema.parse(row);
};

/** False when there is none of this id. */
export const deleteDraft = async (sql: TransactionSql, id: string): Promise<boolean> => {
  const rows = await sql`delete from portfolio_drafts where id = ${id}::uuid returning id`;
  return rows.length === 1;
};
