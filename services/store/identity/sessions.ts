import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';

const seconds = z.coerce.number().int();

export type SessionToOpen = {
  readonly address: Address;
  readonly chainId: number;
  readonly userAgent: string | null;
  readonly lastsSeconds: number;
};

const openedRow = z.object({ id: z.uuid(), endsAtSeconds: seconds });

/** Opens a session for the viewer's own address, whose first one makes the user. Its end is absolute: nothing moves it. */
export const openSession = async (
  sql: TransactionSql,
  { address, chainId, userAgent, lastsSeconds }: SessionToOpen,
): Promise<z.output<typeof openedRow>> => {
  await sql`insert into users (address) values (${address}) on conflict (address) do nothing`;
  const [row] = await sql`
    insert into sessions (user_id, user_agent, chain_id, expires_at)
    select id, ${userAgent}, ${chainId}, now() + make_interval(secs => ${lastsSeconds}) from users where address = ${address}
    returning id, floor(extract(epoch from expires_at))::bigint as "endsAtSeconds"`;
  return openedRow.parse(row);
};

const listedRow = z.object({
  id: z.uuid(),
  userAgent: z.string().nullable(),
  chainId: z.coerce.number().nullable(),
  createdAtSeconds: seconds,
  lastSeenAtSeconds: seconds,
  endsAtSeconds: seconds,
});

/** A session as its owner sees it. */
export type ListedSession = z.output<typeof listedRow>;

/** Those of the viewer that still last, the newest first. */
export const listLiveSessions = async (sql: TransactionSql): Promise<readonly ListedSession[]> => {
  const rows = await sql`
    select id, user_agent as "userAgent", chain_id::text as "chainId",
      floor(extract(epoch from created_at))::bigint as "createdAtSeconds",
      floor(extract(epoch from last_seen_at))::bigint as "lastSeenAtSeconds",
      floor(extract(epoch from expires_at))::bigint as "endsAtSeconds"
    from sessions where user_id = viewer_id() and revoked_at is null and expires_at > now()
    order by created_at desc, id limit 200`;
  return rows.map((row) => listedRow.parse(row));
};

/** Ends a session of the viewer. */
export const endSession = async (
  sql: TransactionSql,
  id: string,
): Promise<'ended' | 'had-ended' | 'unknown'> => {
  const ended = await sql`
    update sessions set revoked_at = now()
    where id = ${id}::uuid and user_id = viewer_id() and revoked_at is null and expires_at > now() returning id`;
  if (ended.length === 1) return 'ended';
  const found = await sql`select id from sessions where id = ${id}::uuid and user_id = viewer_id()`;
  return found.length === 1 ? 'had-ended' : 'unknown';
};

/** Ends all of the viewer's sessions; answers how many there were. */
export const endAllSessions = async (sql: TransactionSql): Promise<number> => {
  const ended = await sql`
    update sessions set revoked_at = now()
    where user_id = viewer_id() and revoked_at is null and expires_at > now() returning id`;
  return ended.length;
};

/** Notes a fresh signature on the viewer's session, and answers when; null when the session has ended meanwhile. */
export const markSteppedUp = async (sql: TransactionSql, id: string): Promise<number | null> => {
  const [marked] = await sql`
    update sessions set stepped_up_at = now()
    where id = ${id} and user_id = viewer_id() and revoked_at is null and expires_at > now()
    returning floor(extract(epoch from stepped_up_at))::bigint as "atSeconds"`;
  return marked === undefined ? null : seconds.parse(marked['atSeconds']);
};
