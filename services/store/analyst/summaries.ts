import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { CONFIDENCES, type Confidence } from '../../../lib/analyst/confidence.ts';
import type { Said } from '../../../lib/analyst/said.ts';
import type { UnixSeconds } from '../../../lib/result.ts';
import { seconds } from '../pages/columns.ts';

/** Portfolios that are looked at are told of once an hour, while their last look is younger than two. */
const EVERY_SECONDS = 3_600;
const FRESH_SECONDS = 7_200;
/** Whoever dies with a turn gives it back after this. */
const LEASE_SECONDS = 300;
const KEPT_DAYS = 30;
const SWEPT_MAX = 1_000;

/** A summary as it is stored. */
export type NewSummary = {
  readonly portfolioId: string;
  readonly asOfSeconds: UnixSeconds;
  readonly sentences: readonly Said[];
  readonly confidence: Confidence;
  /** Null: worded by a model. */
  readonly whyTemplate: string | null;
};

const claimedRow = z.object({ portfolio_id: z.string() });

/**
 * Takes the turns of portfolios of a chain that are due and were looked at lately, for one process alone. One whose newest look has its
 * summary is left alone until there is another: nobody is asked to word the same facts twice.
 */
export const claimSummaries = async (
  sql: TransactionSql,
  { chainId, limit }: { readonly chainId: number; readonly limit: number },
): Promise<readonly string[]> => {
  const rows = await sql`
    with wanted as (
      select p.id from portfolios p
      join accounts a on a.id = p.account_id and a.chain_id = ${chainId} and a.kind in ('balancer', 'delegated')
      left join summary_turns s on s.portfolio_id = p.id
      where p.archived_at is null and (s.due_at is null or s.due_at <= now())
        and exists (select from decisions d join ticks t on t.id = d.tick_id and not t.dry_run
          where d.portfolio_id = p.id and d.created_at > now() - make_interval(secs => ${FRESH_SECONDS}))
        and not exists (select from summaries m where m.portfolio_id = p.id and m.as_of_seconds >= (
          select n.block_time_seconds from decisions d join ticks t on t.id = d.tick_id and not t.dry_run
          join snapshots n on n.id = d.snapshot_id where d.portfolio_id = p.id order by d.id desc limit 1))
      order by s.due_at nulls first, p.id limit ${limit}
    ), taken as (
      insert into summary_turns as s (portfolio_id, due_at)
      select id, now() + make_interval(secs => ${LEASE_SECONDS}) from wanted order by id
      on conflict (portfolio_id) do update set due_at = excluded.due_at where s.due_at <= now()
      returning portfolio_id
    )
    select portfolio_id::text from taken order by portfolio_id`;
  return rows.map((row) => claimedRow.parse(row).portfolio_id);
};

/** Stores what was written, once for each look however often it comes; their next turns are an hour from now. */
export const saveSummaries = async (sql: TransactionSql, summaries: readonly NewSummary[]): Promise<void> => {
  if (summaries.length === 0) return;
  const input = summaries.map(({ portfolioId, asOfSeconds, sentences, confidence, whyTemplate }) => ({
    ...{ portfolio: portfolioId, as_of: asOfSeconds, sentences, confidence, why: whyTemplate },
  }));
  const json = JSON.stringify(input);
  await sql`
    insert into summaries (portfolio_id, as_of_seconds, sentences, confidence, why_template)
    select i.portfolio, i.as_of, i.sentences, i.confidence, i.why
    from jsonb_to_recordset(${json}::text::jsonb)
      as i(portfolio bigint, as_of bigint, sentences jsonb, confidence text, why text)
    order by i.portfolio
    on conflict (portfolio_id, as_of_seconds) do nothing`;
  await sql`
    update summary_turns set due_at = now() + make_interval(secs => ${EVERY_SECONDS})
    where portfolio_id = any(${summaries.map(({ portfolioId }) => portfolioId)}::bigint[])`;
};

/** Lets go of a bounded number of those that are older than thirty days; what is done twice takes nothing more. */
export const sweepSummaries = async (sql: TransactionSql): Promise<number> => {
  const gone = await sql`
    delete from summaries where id in (
      select id from summaries where created_at < now() - make_interval(days => ${KEPT_DAYS}) order by created_at, id limit ${SWEPT_MAX}
    )`;
  return gone.count;
};

/** An owner's wish for a new one: with the next tick. */
export const askForSummary = async (sql: TransactionSql, portfolioId: string): Promise<void> => {
  await sql`
    insert into summary_turns as s (portfolio_id, due_at) values (${portfolioId}::bigint, now())
    on conflict (portfolio_id) do update set due_at = excluded.due_at where s.due_at > now() + make_interval(secs => ${LEASE_SECONDS})`;
};

/** A stored summary, with the id it is cited by. */
export type StoredSummary = Omit<NewSummary, 'portfolioId'> & {
  readonly id: string;
  readonly createdAtSeconds: UnixSeconds;
};

const summaryRow = z
  .object({
    id: z.string(),
    as_of: seconds,
    sentences: z.array(z.object({ text: z.string(), factIds: z.array(z.string()) })),
    confidence: z.enum(CONFIDENCES),
    why_template: z.string().nullable(),
    created: z.number(),
  })
  .transform(
    ({ id, as_of, sentences, confidence, why_template, created }): StoredSummary => ({
      ...{ id, asOfSeconds: as_of, sentences, confidence, whyTemplate: why_template },
      createdAtSeconds: Math.floor(created),
    }),
  );

/** The newest summaries of a portfolio, newest first. */
export const readSummaries = async (
  sql: TransactionSql,
  { portfolioId, limit }: { readonly portfolioId: string; readonly limit: number },
): Promise<readonly StoredSummary[]> => {
  const rows = await sql`
    select id::text, as_of_seconds::text as as_of, sentences, confidence, why_template, extract(epoch from created_at)::float8 as created
    from summaries where portfolio_id = ${portfolioId}::bigint order by id desc limit ${limit}`;
  return rows.map((row) => summaryRow.parse(row));
};
