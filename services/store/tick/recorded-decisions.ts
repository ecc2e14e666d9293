import type { TransactionSql } from 'postgres';
import type { RecordedDecision } from '../../../lib/ledger/replay.ts';

type Row = {
  readonly id: string;
  readonly engine_version: string;
  readonly snapshot: unknown;
  readonly policy: unknown;
  readonly decision: unknown;
};

const recordedOf = (row: Row): RecordedDecision => ({
  id: row.id,
  engineVersion: row.engine_version,
  snapshot: row.snapshot,
  policy: row.policy,
  decision: row.decision,
});

/** One decision with the snapshot and the policy it was made from; null when there is none with this id. */
export const readRecordedDecision = async (
  sql: TransactionSql,
  id: string,
): Promise<RecordedDecision | null> => {
  const [row] = await sql<Row[]>`
    select d.id::text, d.engine_version, s.snapshot, p.policy, d.decision
    from decisions d
    join snapshots s on s.id = d.snapshot_id
    join policies p on p.portfolio_id = d.portfolio_id and p.version = d.policy_version
    where d.id = ${id}`;
  return row === undefined ? null : recordedOf(row);
};

/** The next decisions after an id, in the order they were made; page on with the last one's id. */
export const readRecordedDecisionsAfter = async (
  sql: TransactionSql,
  after: { readonly id: string; readonly rowsMax: number },
): Promise<readonly RecordedDecision[]> => {
  const rows = await sql<Row[]>`
    select d.id::text, d.engine_version, s.snapshot, p.policy, d.decision
    from decisions d
    join snapshots s on s.id = d.snapshot_id
    join policies p on p.portfolio_id = d.portfolio_id and p.version = d.policy_version
    where d.id > ${after.id}
    order by d.id
    limit ${after.rowsMax}`;
  return rows.map(recordedOf);
};

/** One decision about an owner's cash, with all that it was made from; null when there is none with this id. */
export const readRecordedCash = async (sql: TransactionSql, id: string): Promise<RecordedDecision | null> => {
  const [row] = await sql<Row[]>`
    select id::text, cash_version as engine_version, snapshot, policy, decision from cash_decisions where id = ${id}`;
  return row === undefined ? null : recordedOf(row);
};

/** The next decisions about cash after an id, in the order they were made; page on with the last one's id. */
export const readRecordedCashAfter = async (
  sql: TransactionSql,
  after: { readonly id: string; readonly rowsMax: number },
): Promise<readonly RecordedDecision[]> => {
  const rows = await sql<Row[]>`
    select id::text, cash_version as engine_version, snapshot, policy, decision from cash_decisions
    where id > ${after.id} order by id limit ${after.rowsMax}`;
  return rows.map(recordedOf);
};
