import type { TransactionSql } from 'postgres';
import type { Caller } from '../../../lib/api/caller.ts';
import { actorOf } from '../../store/as-viewer.ts';
import { type AuditEntry, appendAudit, type Origin } from '../../store/audit/audit-log.ts';
import { visitorOf } from '../api.ts';

/** Where a request comes from, for the audit log. */
export const originOf = (request: Request): Origin => ({
  ip: visitorOf(request)?.replace('/64', '') ?? null,
  userAgent: request.headers.get('user-agent'),
});

type Asked = { readonly caller: Caller; readonly request: Request };

/** Notes in the audit log what a request did, as the last statement of its transaction. */
export const note = async (
  sql: TransactionSql,
  { caller, request }: Asked,
  entry: Pick<AuditEntry, 'action' | 'portfolioId' | 'before' | 'after'>,
): Promise<void> => {
  if (caller.kind === 'anonymous') throw new Error('nobody changes anything without a name');
  await appendAudit(sql, { ...entry, actor: actorOf(caller), origin: originOf(request) });
};
