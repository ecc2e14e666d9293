import { isIP } from 'node:net';
import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';

/** Who did it. A person by his wallet, a program by its token's id, the bot by the key it signs with. */
export type ActorId =
  | `user:${Address}`
  | `token:${string}`
  | `delegate:${Address}`
  | `bot:${Address}`
  /** At the command line, with the database's password and no other proof. */
  | 'operator'
  | 'system';

/** A value as JSON holds it; a bigint is written as its decimal digits, and a field that is undefined is left out. */
export type AuditValue =
  | null
  | string
  | number
  | boolean
  | bigint
  | readonly AuditValue[]
  | { readonly [key: string]: AuditValue | undefined };

/** Where a request came from. Of the address the network is kept, a /24 or a /48; of the user agent 200 characters. */
export type Origin = { readonly ip: string | null; readonly userAgent: string | null };

export type AuditEntry = {
  readonly actor: ActorId;
  /** In kebab-case and the past tense, as `policy-changed`. */
  readonly action: string;
  /** Null = done to the system, or to who did it. */
  readonly portfolioId: string | null;
  /** As it was; null = there was nothing. Never a secret: nothing is ever removed from the log. */
  readonly before: AuditValue;
  readonly after: AuditValue;
  /** Null = not by a request. */
  readonly origin: Origin | null;
};

const USER_AGENT_LENGTH_MAX = 200;

const jsonOf = (value: AuditValue): string | null =>
  value === null
    ? null
    : JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));

/** A control character would fail the whole transaction, and a header is a stranger's word. */
const printable = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, '?').slice(0, USER_AGENT_LENGTH_MAX);

/**
 * Adds a row to the audit log, in the transaction of what it tells of, as its last statement: the log's head stays locked until
 * the commit. The database gives it its place, time and hash. As `balancer_app` the actor must be the transaction's `app.actor`.
 */
export const appendAudit = async (sql: TransactionSql, entry: AuditEntry): Promise<void> => {
  const { actor, action, portfolioId, origin } = entry;
  const [kind = ''] = actor.split(':');
  await sql`
    insert into audit_log (actor_kind, actor, portfolio_id, action, before, after, ip, user_agent)
    values (${kind}, ${actor}, ${portfolioId}, ${action}, ${jsonOf(entry.before)}::text::jsonb,
      ${jsonOf(entry.after)}::text::jsonb, ${origin?.ip != null && isIP(origin.ip) > 0 ? origin.ip : null}::text::inet,
      ${origin?.userAgent == null ? null : printable(origin.userAgent)})`;
};
