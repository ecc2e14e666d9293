import type { TransactionSql } from 'postgres';
import { ALERT_RULES, type AlertKind } from '../../../lib/alerts/alert-kinds.ts';
import { type AlertQuery, type AlertRow, alertRow } from '../../../lib/api/alerts.ts';

/** Rows that row level security shows; one more than the page has. @param portfolioId null = the system's */
export const readAlertRows = async (
  sql: TransactionSql,
  { state, cursor, limit, portfolioId }: AlertQuery & { readonly portfolioId: string | null },
): Promise<readonly AlertRow[]> => {
  const wanted = {
    open: sql`recovered_at is null`,
    past: sql`recovered_at is not null`,
    all: sql`true`,
  }[state];
  const rows = await sql`
    select id::text, kind, sentence, floor(extract(epoch from raised_at))::float8 as "raisedAtSeconds",
      floor(extract(epoch from last_seen_at))::float8 as "lastSeenAtSeconds",
      floor(extract(epoch from recovered_at))::float8 as "recoveredAtSeconds", count
    from alerts
    where raised_at is not null and ${wanted}
      and ${portfolioId === null ? sql`portfolio_id is null` : sql`portfolio_id = ${portfolioId}::bigint`}
      ${cursor === undefined ? sql`` : sql`and id < ${cursor}::bigint`}
    order by id desc limit ${limit + 1}`;
  return rows.map((row) => {
    const { title, severity, meaning, remedy } = ALERT_RULES[row.kind as AlertKind];
    return alertRow.parse({ ...row, title, severity, meaning, remedy });
  });
};
