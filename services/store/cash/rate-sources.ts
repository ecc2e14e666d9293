import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { PutOff, RateSubject, RateTrouble } from '../../../lib/cash/rate-source.ts';

const claimed = z.object({ subject: z.string() });

/**
 * Takes the turns of those that are due, for one process alone: they come due again after `everySeconds`, by the database's clock. Whom nobody
 * has asked yet is due. In the order of their names.
 */
export const claimRateSources = async <S extends RateSubject>(
  sql: TransactionSql,
  claim: { readonly subjects: readonly S[]; readonly everySeconds: number; readonly limit: number },
): Promise<readonly S[]> => {
  const rows = await sql`
    with wanted as (
      select i.subject from unnest(${[...claim.subjects]}::text[]) i(subject)
      left join rate_sources s on s.subject = i.subject
      where s.due_at is null or s.due_at <= now()
      order by i.subject limit ${claim.limit}
    ), taken as (
      insert into rate_sources as s (subject, due_at)
      select subject, now() + make_interval(secs => ${claim.everySeconds}) from wanted order by subject
      on conflict (subject) do update set due_at = excluded.due_at where s.due_at <= now()
      returning subject
    )
    select subject from taken order by subject`;
  const names = new Set(rows.map((row) => claimed.parse(row).subject));
  return claim.subjects.filter((subject) => names.has(subject));
};

/** They have answered: no word of trouble is left. */
export const clearTroubles = async (sql: TransactionSql, subjects: readonly RateSubject[]): Promise<void> => {
  await sql`
    update rate_sources set failed_at = null, why = null
    where subject = any(${[...subjects]}::text[]) and why is not null`;
};

/** They have failed: why is kept, and their next turn comes sooner or later than it would have. */
export const putOffRateSources = async (sql: TransactionSql, failed: readonly PutOff[]): Promise<void> => {
  if (failed.length === 0) return;
  const input = failed.map(({ subject, why, retrySeconds }) => ({
    ...{ subject, why: why.slice(0, 500), seconds: retrySeconds },
  }));
  await sql`
    insert into rate_sources (subject, due_at, failed_at, why)
    select i.subject, now() + make_interval(secs => i.seconds), now(), i.why
    from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as i(subject text, why text, seconds float8)
    order by i.subject
    on conflict (subject) do update set due_at = excluded.due_at, failed_at = excluded.failed_at, why = excluded.why`;
};

const troubleRow = z.object({ subject: z.string(), why: z.string(), at: z.number() });

/** Those of them whose last try failed. */
export const readTroubles = async (
  sql: TransactionSql,
  subjects: readonly RateSubject[],
): Promise<ReadonlyMap<string, RateTrouble>> => {
  const rows = await sql`
    select subject, why, floor(extract(epoch from failed_at))::float8 as at from rate_sources
    where subject = any(${[...subjects]}::text[]) and why is not null order by subject`;
  return new Map(
    rows.map((row) => {
      const { subject, why, at } = troubleRow.parse(row);
      return [subject, { why, atSeconds: at }];
    }),
  );
};
