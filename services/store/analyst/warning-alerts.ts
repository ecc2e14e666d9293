import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { AlertKind } from '../../../lib/alerts/alert-kinds.ts';
import type { AlertChanges, Condition, OpenAlert } from '../../../lib/alerts/judge-alerts.ts';
import { warningSentence } from '../../../lib/analyst/warnings/warning-sentences.ts';
import { warningColumns, warningRow } from './warnings.ts';

/** Warnings that are told in one go; the rest come with the next tick. */
const TOLD_MAX = 1_000;
const KIND: AlertKind & 'ANALYST_WARNING' = 'ANALYST_WARNING';

/** Warnings that nobody has been told of, as what is wrong; and the alerts of those that were judged since. */
export type WarningAlerts = { readonly warned: readonly Condition[]; readonly open: readonly OpenAlert[] };

const untoldRow = z.object({ portfolio_id: z.string() });
const overRow = z
  .object({ id: z.string(), subject: z.string(), age: z.number() })
  .transform(({ id, subject, age }): OpenAlert => ({ id, kind: KIND, subject, ageSeconds: age }));

/**
 * Only what changes: a warning that is told stands for a week, and nothing of it is read or written by the ticks between. One of a portfolio that
 * is archived is told to nobody.
 */
export const readWarningAlerts = async (sql: TransactionSql, chainId: number): Promise<WarningAlerts> => {
  const untold = await sql`
    select w.portfolio_id::text, ${warningColumns(sql)} from warnings w
    join portfolios p on p.id = w.portfolio_id and p.archived_at is null
    join accounts a on a.id = p.account_id and a.chain_id = ${chainId}
    where w.alert = 'wanted' and w.outcome is null order by w.id limit ${TOLD_MAX}`;
  const over = await sql`
    select l.id::text, l.subject, extract(epoch from now() - l.first_seen_at)::float8 as age
    from warnings w
    join portfolios p on p.id = w.portfolio_id join accounts a on a.id = p.account_id and a.chain_id = ${chainId}
    join alerts l on l.kind = ${KIND} and l.subject = 'warning:' || w.id and l.recovered_at is null
    where w.alert = 'open' and w.outcome is not null order by w.id limit ${TOLD_MAX}`;
  return {
    warned: untold.map((row) => {
      const { id, ...warning } = warningRow.parse(row);
      const { portfolio_id: portfolioId } = untoldRow.parse(row);
      return { kind: KIND, subject: `warning:${id}`, portfolioId, sentence: warningSentence(warning) };
    }),
    open: over.map((row) => overRow.parse(row)),
  };
};

/** Keeps which warnings' alerts are there by now, and which are over: in the transaction that writes the alerts. */
export const noteWarningAlerts = async (
  sql: TransactionSql,
  { seen, recovered }: AlertChanges,
): Promise<void> => {
  const raised = seen.flatMap(({ kind, subject }) =>
    kind === KIND ? [subject.replace('warning:', '')] : [],
  );
  if (raised.length > 0)
    await sql`update warnings set alert = 'open' where id = any(${raised}::bigint[]) and alert = 'wanted'`;
  if (recovered.length > 0)
    await sql`
      update warnings w set alert = 'over' from alerts l
      where l.id = any(${[...recovered]}::bigint[]) and l.kind = ${KIND} and l.subject = 'warning:' || w.id and w.outcome is not null`;
};
