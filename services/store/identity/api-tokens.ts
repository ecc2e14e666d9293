import { createHash, randomBytes } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import { type PageQuery, positionOf } from '../../../lib/api/fields.ts';
import type { Scope } from '../../../lib/api/scopes.ts';
import { type TokenRow, tokenRowSchema } from '../../../lib/api/tokens.ts';
import { countInTurn } from '../count-in-turn.ts';

const PREFIX = '1b_';
const TOKEN = /^1b_[A-Za-z0-9_-]{43}$/;
const SHOWN_LENGTH = 9;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** What is stored of a token; null for a text that can't be one. */
export const tokenHash = (token: string): Buffer | null => (TOKEN.test(token) ? hashOf(token) : null);

const columns = (sql: Sql | TransactionSql) => sql`
  id, name, prefix, scopes, floor(extract(epoch from created_at))::float8 as "createdAtSeconds",
  floor(extract(epoch from last_used_at))::float8 as "lastUsedAtSeconds",
  floor(extract(epoch from expires_at))::float8 as "expiresAtSeconds",
  floor(extract(epoch from revoked_at))::float8 as "revokedAtSeconds",
  (extract(epoch from created_at) * 1000000)::bigint::text as micros`;

export type TokenToMake = {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresInDays: number;
};

/** Makes a token for the viewer: 256 random bits, of which the SHA-256 is stored. The token itself is in this answer alone. */
export const insertToken = async (
  sql: TransactionSql,
  { name, scopes, expiresInDays }: TokenToMake,
): Promise<TokenRow & { readonly token: string }> => {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  const [row] = await sql`
    insert into api_tokens (user_id, name, prefix, scopes, token_hash, expires_at)
    values (viewer_id(), ${name}, ${token.slice(0, SHOWN_LENGTH)}, ${[...new Set(scopes)]}, ${hashOf(token)},
      now() + make_interval(days => ${expiresInDays}))
    returning ${columns(sql)}`;
  return { ...tokenRowSchema.parse(row), token };
};

/** With the microsecond it was made in, by which pages go on. */
export type PlacedToken = { readonly micros: string; readonly token: TokenRow };

/** The viewer's tokens, the latest first; one more than the page has. */
export const readTokens = async (
  sql: TransactionSql,
  { cursor, limit }: PageQuery,
): Promise<readonly PlacedToken[]> => {
  const below = positionOf(cursor)?.first ?? null;
  const rows = await sql`
    select ${columns(sql)} from api_tokens
    where user_id = viewer_id() ${
      below === null
        ? sql``
        : sql`and created_at < timestamptz 'epoch' + ${below}::bigint * interval '1 microsecond'`
    }
    order by created_at desc, id limit ${limit + 1}`;
  return rows.map((row) => ({ micros: String(row.micros), token: tokenRowSchema.parse(row) }));
};

/** How many of the viewer's tokens are good for anything. */
export const countLiveTokens = async (sql: TransactionSql): Promise<number> => {
  await countInTurn(sql, 'tokens');
  const [row] = await sql`
    select count(*)::int as count from api_tokens where user_id = viewer_id() and revoked_at is null and expires_at > now()`;
  return z.object({ count: z.number() }).parse(row).count;
};

/** Ends a token of the viewer; false when there is none of this id. One that has ended keeps the time of its end. */
export const endToken = async (
  sql: TransactionSql,
  id: string,
): Promise<'ended' | 'had-ended' | 'unknown'> => {
  const ended = await sql`
    update api_tokens set revoked_at = now() where id = ${id}::uuid and user_id = viewer_id() and revoked_at is null returning id`;
  if (ended.length === 1) return 'ended';
  const found = await sql`select id from api_tokens where id = ${id}::uuid and user_id = viewer_id()`;
  return found.length === 1 ? 'had-ended' : 'unknown';
};
