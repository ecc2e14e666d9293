import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { AlertKind } from '../../lib/alerts/alert-kinds.ts';
import type { Condition, OpenAlert } from '../../lib/alerts/judge-alerts.ts';
import { formatUtcDate, formatUtcTime } from '../../lib/time/utc.ts';

const KIND: AlertKind & 'SWAP_OVERDUE' = 'SWAP_OVERDUE';

const overdueRow = z.object({
  ...{ id: z.string(), account_id: z.string(), name: z.string(), from: z.string(), to: z.string() },
  ...{ planned_at: z.coerce.number(), why: z.string().nullable() },
});
const openRow = z
  .object({ id: z.string(), subject: z.string(), age: z.number() })
  .transform(({ id, subject, age }): OpenAlert => ({ id, kind: KIND, subject, ageSeconds: age }));

const SENTENCE_LENGTH_MAX = 400;

const sentenceOf = ({ name, from, to, planned_at: at, why }: z.output<typeof overdueRow>): string =>
  `A swap of ${from} for ${to} in “${name}”, planned on ${formatUtcDate(at)} ${formatUtcTime(at)} UTC, is open still: ${why ?? 'nobody says why'}.`.slice(
    0,
    SENTENCE_LENGTH_MAX,
  );

/** Swaps of index accounts that are open for too long, and the alerts there are of such. One that has ended has recovered. */
export const readIndexAlerts = async (
  sql: TransactionSql,
): Promise<{ readonly conditions: readonly Condition[]; readonly open: readonly OpenAlert[] }> => {
  const overdue = await sql`
    select l.id, l.account_id::text, i.name, l.origin_asset as from, l.destination_asset as to, l.planned_at_seconds::text as planned_at, l.why
    from index_legs l join index_accounts i on i.id = l.account_id
    where l.leg_end is null and l.overdue_at is not null order by l.id`;
  const open = await sql`
    select id::text, subject, extract(epoch from now() - first_seen_at)::float8 as age from alerts
    where kind = ${KIND} and recovered_at is null order by id`;
  return {
    conditions: overdue.map((found) => {
      const row = overdueRow.parse(found);
      const subject = `index-leg:${row.id}`;
      return {
        ...{ kind: KIND, subject, portfolioId: null, indexAccountId: row.account_id },
        sentence: sentenceOf(row),
      };
    }),
    open: open.map((row) => openRow.parse(row)),
  };
};
