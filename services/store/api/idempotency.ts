import { createHash } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import { z } from 'zod';

export type KeyedRequest = {
  readonly key: string;
  /** What the request asks for, as text: the same text is the same request. */
  readonly content: string;
  readonly status: number;
};

/** `new`: nobody used the key, and the request is this transaction's to do. */
export type KeyState =
  | { readonly kind: 'new' }
  | { readonly kind: 'other-request' }
  | { readonly kind: 'answered'; readonly answer: unknown };

const hashOf = (content: string): Buffer => createHash('sha256').update(content).digest();
const found = z.object({ same: z.boolean(), answer: z.unknown() });

/** Keys of a day ago are forgotten, and may be used again. */
const KEPT = '24 hours';

/**
 * Takes a key of the viewer for this transaction. One that arrives while another transaction holds it waits for that one's end: it is then
 * answered as that one was, or, had it failed, does the work itself.
 */
export const takeKey = async (sql: TransactionSql, { key, content }: KeyedRequest): Promise<KeyState> => {
  await sql`delete from idempotency_keys where user_id = viewer_id() and created_at < now() - ${KEPT}::interval`;
  const taken = await sql`
    insert into idempotency_keys (user_id, key, request_hash) values (viewer_id(), ${key}, ${hashOf(content)})
    on conflict (user_id, key) do nothing returning key`;
  if (taken.length === 1) return { kind: 'new' };
  const [row] = await sql`
    select request_hash = ${hashOf(content)} as same, answer from idempotency_keys where user_id = viewer_id() and key = ${key}`;
  const { same, answer } = found.parse(row);
  return same ? { kind: 'answered', answer } : { kind: 'other-request' };
};

/** Keeps the answer under its key, with the transaction that did the work. */
export const keepAnswer = async (
  sql: TransactionSql,
  { key, status }: KeyedRequest,
  answer: unknown,
): Promise<void> => {
  await sql`
    update idempotency_keys set status = ${status}, answer = ${JSON.stringify(answer ?? null)}::text::jsonb
    where user_id = viewer_id() and key = ${key}`;
};
