import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { type AuditBreak, type AuditHead, auditCheck } from '../../../lib/ledger/audit-chain.ts';
import { type AuditRow, auditRowSchema } from '../../../lib/ledger/audit-row.ts';
import type { BotDatabase } from '../database.ts';

const PAGE_ROWS = 1_000;
/** Below every place there is: a row put in before the first is read as well. */
const BELOW_ALL = '-9223372036854775808';

const headRow = z.object({ position: z.string().transform(BigInt), hash: z.string() });

/** Rows by position, `last` included: those of a head that grows while they are read are left for the next time. */
const readRows = async (
  sql: TransactionSql,
  { after, last }: { readonly after: string; readonly last: string },
): Promise<readonly AuditRow[]> => {
  const rows = await sql`
    select position::text, encode(previous_hash, 'hex') as "previousHash", portfolio_position::text as "portfolioPosition",
      encode(portfolio_previous_hash, 'hex') as "portfolioPreviousHash", id::text,
      (extract(epoch from at) * 1000000)::bigint::text as "atMicros", actor_kind as "actorKind", actor,
      portfolio_id::text as "portfolioId", action, details::text, before::text, after::text, ip::text, user_agent as "userAgent",
      chain_id::text as "chainId", tx_hash as "txHash", log_index::text as "logIndex", block_number::text as "blockNumber",
      block_hash as "blockHash", encode(hash, 'hex') as hash
    from audit_log l where l.position > ${after}::text::bigint and l.position <= ${last}::text::bigint
    order by l.position limit ${PAGE_ROWS}`;
  return rows.map((row) => auditRowSchema.parse(row));
};

/** Head and greatest position of one moment: a row and its head are written together. */
const readEnd = async (sql: TransactionSql) => {
  const [row] = await sql`
    select (select max(position) from audit_log)::text as last, h.position::text as position, encode(h.hash, 'hex') as hash
    from (select) one left join audit_heads h on h.chain = 'log'`;
  return {
    last: z.string().nullable().parse(row?.last) ?? '0',
    head: row?.position === null ? null : headRow.parse(row),
  };
};

export type AuditVerdict = {
  /** The first broken row; null = whole. */
  readonly broken: AuditBreak | null;
  /** The last row that was found good, to be kept outside the database; null = there is none. */
  readonly head: AuditHead | null;
};

/** Tells every hash of the log again, from the first row to the last, a page at a time. */
export const verifyAuditLog = async (
  database: BotDatabase,
  kept: AuditHead | null,
): Promise<AuditVerdict> => {
  const { last, head } = await database.run(readEnd);
  const check = auditCheck(kept);
  let after = BELOW_ALL;
  for (;;) {
    const from = after;
    const rows = await database.run((sql) => readRows(sql, { after: from, last }));
    for (const row of rows) {
      const broken = check.take(row);
      if (broken !== null) return { broken, head: check.last() };
      after = row.position;
    }
    if (rows.length < PAGE_ROWS) return { broken: check.end(head), head: check.last() };
  }
};
