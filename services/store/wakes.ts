import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { fail, ok, type Result } from '../../lib/result.ts';

export type Wake = {
  /** Of the message: the same one again does nothing. */
  readonly contentId: Hex;
  readonly portfolios: readonly { readonly chainId: number; readonly address: Address }[];
  readonly tokens: readonly { readonly chainId: number; readonly token: Address }[];
  /** Between two looks at one portfolio at least. */
  readonly intervalSeconds: number;
};

/** Whoever sends more has lost count, or the secret. */
const MESSAGES_PER_MINUTE_MAX = 30;
/** Twice as long as a signature is good for. */
const KEPT_SECONDS = 1_200;
/** One at a time, so that two can't both be the thirtieth. */
const LOCK = 7_461_001;

/**
 * Lets the named portfolios, and those that list a named token, come due now: or, where one was looked at within the interval, when that
 * has passed. What is under way, set aside, or worth nothing stays as it is, and nothing is ever put off. The same message is obeyed once.
 * Fails with `rate-limited`; then nothing has changed.
 */
export const wakePortfolios = async (
  sql: TransactionSql,
  { contentId, portfolios, tokens, intervalSeconds }: Wake,
): Promise<Result<{ readonly woken: number; readonly repeated: boolean }>> => {
  await sql`select pg_advisory_xact_lock(${LOCK})`;
  await sql`delete from wakes where received_at < now() - make_interval(secs => ${KEPT_SECONDS})`;
  const [known] = await sql`select from wakes where content_id = ${contentId}`;
  if (known !== undefined) return ok({ woken: 0, repeated: true });
  const [{ recent } = { recent: 0 }] = await sql<{ recent: number }[]>`
    select count(*)::int as recent from wakes where received_at > now() - interval '1 minute'`;
  if (recent >= MESSAGES_PER_MINUTE_MAX)
    return fail('rate-limited', `More than ${MESSAGES_PER_MINUTE_MAX} messages a minute are not obeyed.`);
  const named = portfolios.map(({ chainId, address }) => ({ chain_id: chainId, address }));
  const held = tokens.map(({ chainId, token }) => ({ chain_id: chainId, token }));
  const locked = await sql<{ id: string }[]>`
    select l.id::text from leases l join portfolios p on p.id = l.id join accounts a on a.id = p.account_id
    where exists (select from jsonb_to_recordset(${JSON.stringify(named)}::text::jsonb) as n(chain_id bigint, address text)
        where n.chain_id = a.chain_id and n.address = a.address)
      or exists (select from jsonb_to_recordset(${JSON.stringify(held)}::text::jsonb) as h(chain_id bigint, token text)
        join account_tokens t on t.account_id = a.id and t.token = h.token where h.chain_id = a.chain_id)
    order by l.id for update of l`;
  const rows = await sql`
    with earliest as (
      select l.id, greatest(now(), coalesce(l.looked_at, '-infinity') + make_interval(secs => ${intervalSeconds})) as time
      from leases l where l.id = any(${locked.map(({ id }) => id)}::bigint[])
    )
    update leases l set visible_at = e.time
    from earliest e join portfolios p on p.id = e.id
    where l.id = e.id and l.lease_owner is null and l.visible_at > e.time and l.visible_at < 'infinity'
      and p.quarantined_at is null and p.archived_at is null and not p.unfunded
    returning l.id`;
  await sql`insert into wakes (content_id, woken) values (${contentId}, ${rows.length})`;
  return ok({ woken: rows.length, repeated: false });
};
