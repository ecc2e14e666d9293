import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { type ComplianceDto, complianceDto, type DoingRow, doingRow } from '../../../lib/api/compliance.ts';
import { rightOf } from '../../../lib/reports/rights.ts';

/** What everybody did to one portfolio, by actor and action, the latest first. Looks that found nothing to do are in its decisions. */
export const readDoings = async (sql: TransactionSql, portfolioId: string): Promise<readonly DoingRow[]> => {
  const rows = await sql`
    with done as (
      select actor, action, floor(extract(epoch from at)) as at from audit_log where portfolio_id = ${portfolioId}::bigint
      union all
      select 'contract:' || account, name, block_time_seconds::bigint from chain_events where portfolio_id = ${portfolioId}::bigint
      union all
      select 'bot:' || coalesce(a.signer, 'unnamed'), 'order-signed', floor(extract(epoch from o.signed_at))
      from orders o join portfolios p on p.id = o.portfolio_id join accounts a on a.id = p.account_id
      where o.portfolio_id = ${portfolioId}::bigint
      union all
      select 'taker:' || taker, 'order-filled', block_time_seconds::bigint from fills where portfolio_id = ${portfolioId}::bigint
    )
    select actor, action, count(*)::int as count, min(at)::float8 as "firstAtSeconds", max(at)::float8 as "lastAtSeconds"
    from done group by actor, action order by max(at) desc nulls last, actor, action`;
  return rows.map((row) => doingRow.parse({ ...row, right: rightOf(String(row.actor)) }));
};

/** Who may do what with a portfolio now. */
export const readWho = async (sql: TransactionSql, portfolioId: string): Promise<ComplianceDto['who']> => {
  const [row] = await sql`
    select a.kind, a.owner, a.guardian, a.signer, a.generation::text, a.paused,
      (select count(*)::int from api_tokens t join users u on u.id = t.user_id
        where u.address = a.owner and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())) as "liveTokens"
    from portfolios p join accounts a on a.id = p.account_id where p.id = ${portfolioId}::bigint`;
  return complianceDto.shape.who.parse(row);
};

const checkRow = z
  .object({
    rows: z.coerce.number(),
    head: z.string().nullable(),
    broken_place: z.coerce.number().nullable(),
    why: z.string().nullable(),
  })
  .transform(({ broken_place: brokenPlace, ...rest }) => ({ ...rest, brokenPlace }));

/** Whether a portfolio's part of the audit log is as it was written. @throws for whoever neither owns nor guards it */
export const readAuditPart = async (
  sql: TransactionSql,
  portfolioId: string,
): Promise<ComplianceDto['auditLog']> => {
  const [row] = await sql`
    select rows::text, head, broken_place::text, why from audit_part_check(${portfolioId}::bigint)`;
  return checkRow.parse(row);
};
