import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../lib/result.ts';

/** What a signature over a nonce is good for. A step-up's belongs to one session. */
export type NoncePurpose =
  | { readonly purpose: 'login'; readonly sessionId: null }
  | { readonly purpose: 'step-up'; readonly sessionId: string };

export type NonceToIssue = NoncePurpose & { readonly nonce: string; readonly lastsSeconds: number };

/** Sweeping keeps pace with issuing, and never takes long. */
const SWEPT_MAX = 20;

const issuedRow = z.object({ expiresAtSeconds: z.coerce.number().int() });

/** Keeps a nonce until it is used, and sweeps away some that nobody has used in time. */
export const issueNonce = async (
  sql: TransactionSql,
  { nonce, purpose, sessionId, lastsSeconds }: NonceToIssue,
): Promise<z.output<typeof issuedRow>> => {
  await sql`
    delete from login_nonces where nonce in (
      select nonce from login_nonces where expires_at < now() - interval '1 hour' order by expires_at limit ${SWEPT_MAX})`;
  const [row] = await sql`
    insert into login_nonces (nonce, purpose, session_id, expires_at)
    values (${nonce}, ${purpose}, ${sessionId}, now() + make_interval(secs => ${lastsSeconds}))
    returning floor(extract(epoch from expires_at))::bigint as "expiresAtSeconds"`;
  return issuedRow.parse(row);
};

export type NonceToConsume = NoncePurpose & { readonly nonce: string };

const nowRow = z.object({ nowMs: z.coerce.number() });

const whyNot = async (
  sql: TransactionSql,
  { nonce, purpose, sessionId }: NonceToConsume,
): Promise<Result<never>> => {
  const [row] = await sql`
    select consumed_at is not null as used from login_nonces
    where nonce = ${nonce} and purpose = ${purpose} and session_id is not distinct from ${sessionId}::uuid`;
  if (row === undefined)
    return fail('nonce-unknown', 'The nonce of the message is not one that was given out here for this.');
  return row.used
    ? fail('nonce-used', 'The nonce of the message was used before: sign a new message.')
    : fail('nonce-expired', 'The nonce of the message has expired: sign a new message.');
};

/**
 * Uses a nonce up, in one statement: of any number who bring it at once, one gets it. Answers the time by the database's clock. Fails with
 * `nonce-unknown`, also when it is for another purpose or session, `nonce-used` or `nonce-expired`.
 */
export const consumeNonce = async (
  sql: TransactionSql,
  query: NonceToConsume,
): Promise<Result<{ readonly nowMs: number }>> => {
  const { nonce, purpose, sessionId } = query;
  const [row] = await sql`
    update login_nonces set consumed_at = now()
    where nonce = ${nonce} and purpose = ${purpose} and session_id is not distinct from ${sessionId}::uuid
      and consumed_at is null and expires_at > now()
    returning floor(extract(epoch from clock_timestamp()) * 1000)::bigint as "nowMs"`;
  return row === undefined ? whyNot(sql, query) : ok(nowRow.parse(row));
};
