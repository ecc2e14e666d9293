import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import {
  UNJUDGED,
  WARNING_KINDS,
  WARNING_OUTCOMES,
  type Warning,
  type WarningVerdict,
} from '../../../lib/analyst/warnings/warning.ts';
import { decodeDecision, decodeSnapshot } from '../../../lib/engine/codec.ts';
import type { JournaledDecision } from '../../../lib/facts/decision-facts.ts';
import type { UnixSeconds } from '../../../lib/result.ts';
import { seconds } from '../pages/columns.ts';

/** Portfolios that are looked at are looked through four times a day, while their last look is younger than two hours. */
const EVERY_SECONDS = 21_600;
const FRESH_SECONDS = 7_200;
/** Whoever dies with a turn gives it back after this. */
const LEASE_SECONDS = 300;
/** Judged warnings are kept so long, and swept a piece at a time. */
const KEPT_DAYS = 365;
const SWEPT_MAX = 1_000;

const claimedRow = z.object({ portfolio_id: z.string() });

/** Takes the turns of portfolios of a chain that are due and were looked at lately, for one process alone. */
export const claimWarningTurns = async (
  sql: TransactionSql,
  { chainId, limit }: { readonly chainId: number; readonly limit: number },
): Promise<readonly string[]> => {
  const rows = await sql`
    with wanted as (
      select p.id from portfolios p
      join accounts a on a.id = p.account_id and a.chain_id = ${chainId} and a.kind in ('balancer', 'delegated')
      left join warning_turns s on s.portfolio_id = p.id
      where p.archived_at is null and (s.due_at is null or s.due_at <= now())
        and exists (select from decisions d join ticks t on t.id = d.tick_id and not t.dry_run
          where d.portfolio_id = p.id and d.created_at > now() - make_interval(secs => ${FRESH_SECONDS}))
      order by s.due_at nulls first, p.id limit ${limit}
    ), taken as (
      insert into warning_turns as s (portfolio_id, due_at)
      select id, now() + make_interval(secs => ${LEASE_SECONDS}) from wanted order by id
      on conflict (portfolio_id) do update set due_at = excluded.due_at where s.due_at <= now()
      returning portfolio_id
    )
    select portfolio_id::text from taken order by portfolio_id`;
  return rows.map((row) => claimedRow.parse(row).portfolio_id);
};

const newestRow = z.object({
  ...{ portfolio_id: z.string(), decision_id: z.string(), snapshot_id: z.string() },
  ...{ snapshot: z.unknown(), decision: z.unknown() },
});

/** The newest real decision of each of these portfolios, in one statement; one that this build can't read is left out. */
export const readNewestDecisions = async (
  sql: TransactionSql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, JournaledDecision>> => {
  const rows = await sql`
    select w.id::text as portfolio_id, d.id::text as decision_id, s.id::text as snapshot_id, s.snapshot, d.decision
    from unnest(${[...ids]}::bigint[]) as w(id)
    cross join lateral (
      select d.id, d.snapshot_id, d.decision from decisions d join ticks t on t.id = d.tick_id and not t.dry_run
      where d.portfolio_id = w.id order by d.id desc limit 1
    ) d
    join snapshots s on s.id = d.snapshot_id`;
  const newest = rows.flatMap((unread): (readonly [string, JournaledDecision])[] => {
    const {
      portfolio_id,
      decision_id: decisionId,
      snapshot_id: snapshotId,
      ...stored
    } = newestRow.parse(unread);
    const [snapshot, decision] = [decodeSnapshot(stored.snapshot), decodeDecision(stored.decision)];
    if (!snapshot.ok || !decision.ok) return [];
    return [[portfolio_id, { decisionId, snapshotId, snapshot: snapshot.value, decision: decision.value }]];
  });
  return new Map(newest);
};

/** What was found in one portfolio's turn. */
export type Warned = { readonly portfolioId: string; readonly warnings: readonly Warning[] };

/**
 * Stores what was found, and ends the turns. Of one kind and assets there is one that is open: raised again before it is judged, by whomever, it
 * stays the one that it is. Answers how many are new.
 */
export const saveWarnings = async (sql: TransactionSql, found: readonly Warned[]): Promise<number> => {
  if (found.length === 0) return 0;
  const input = found.flatMap(({ portfolioId, warnings }) =>
    warnings.map(({ kind, assets, threshold, seen, factIds, raisedAtSeconds, dueAtSeconds }) => ({
      ...{ portfolio: portfolioId, kind, assets, about: assets.map(({ name }) => name).join(' ') },
      ...{ threshold, seen, fact_ids: factIds, raised: raisedAtSeconds, due: dueAtSeconds },
    })),
  );
  const saved = await sql`
    insert into warnings (portfolio_id, kind, assets, about, threshold, seen, fact_ids, raised_at_seconds, due_at_seconds)
    select i.portfolio, i.kind, i.assets, i.about, i.threshold, i.seen, array(select jsonb_array_elements_text(i.fact_ids)), i.raised, i.due
    from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as i(portfolio bigint, kind text, assets jsonb, about text,
      threshold numeric, seen numeric, fact_ids jsonb, raised bigint, due bigint)
    order by i.portfolio, i.kind, i.about
    on conflict (portfolio_id, kind, about) where outcome is null do nothing`;
  await sql`
    update warning_turns set due_at = now() + make_interval(secs => ${EVERY_SECONDS})
    where portfolio_id = any(${found.map(({ portfolioId }) => portfolioId)}::bigint[])`;
  return saved.count;
};

/** Lets go of a bounded number of those that were judged a year ago; what is done twice takes nothing more. */
export const sweepWarnings = async (sql: TransactionSql): Promise<number> => {
  const gone = await sql`
    delete from warnings where id in (
      select id from warnings where outcome is not null and judged_at < now() - make_interval(days => ${KEPT_DAYS})
      order by judged_at, id limit ${SWEPT_MAX})`;
  return gone.count;
};

/** A stored warning, and what became of it; null = it is not judged yet. */
export type StoredWarning = Warning & {
  readonly id: string;
  readonly verdict: WarningVerdict | null;
  readonly judgedAtSeconds: UnixSeconds | null;
};

const assetRow = z.object({
  ...{ token: z.string(), name: z.string(), symbol: z.string(), source: z.string().nullable() },
});

/** The columns of {@link warningRow}, of `warnings` as w. */
export const warningColumns = (sql: TransactionSql) => sql`
  w.id::text, w.kind, w.assets, w.threshold::float8, w.seen::float8, w.fact_ids, w.raised_at_seconds::text as raised, w.due_at_seconds::text as due,
  w.outcome, w.why, w.judged_amount::float8 as amount, w.judged_of_seconds::float8 as judged_of, extract(epoch from w.judged_at)::float8 as judged`;

const verdictOf = (row: {
  readonly outcome: (typeof WARNING_OUTCOMES)[number] | null;
  readonly why: (typeof UNJUDGED)[number] | null;
  readonly amount: number | null;
  readonly judged_of: number | null;
}): WarningVerdict | null => {
  const { outcome, why, amount, judged_of: atSeconds } = row;
  if (outcome === null) return null;
  if (outcome === 'not-judged') return { outcome, why: why ?? 'not-watched' };
  return { outcome, amount: amount ?? 0, atSeconds };
};

export const warningRow = z
  .object({
    ...{ id: z.string(), kind: z.enum(WARNING_KINDS), assets: z.array(assetRow) },
    ...{
      threshold: z.number(),
      seen: z.number(),
      fact_ids: z.array(z.string()),
      raised: seconds,
      due: seconds,
    },
    ...{ outcome: z.enum(WARNING_OUTCOMES).nullable(), why: z.enum(UNJUDGED).nullable() },
    ...{ amount: z.number().nullable(), judged_of: z.number().nullable(), judged: z.number().nullable() },
  })
  .transform(
    (row): StoredWarning => ({
      ...{ id: row.id, kind: row.kind, assets: row.assets, threshold: row.threshold, seen: row.seen },
      ...{ factIds: row.fact_ids, raisedAtSeconds: row.raised, dueAtSeconds: row.due },
      ...{ verdict: verdictOf(row), judgedAtSeconds: row.judged === null ? null : Math.floor(row.judged) },
    }),
  );

/** The newest warnings of a portfolio, those that are open first, then the ones judged last. */
export const readWarnings = async (
  sql: TransactionSql,
  { portfolioId, limit }: { readonly portfolioId: string; readonly limit: number },
): Promise<readonly StoredWarning[]> => {
  const rows = await sql`
    select ${warningColumns(sql)} from warnings w where w.portfolio_id = ${portfolioId}::bigint
    order by w.judged_at desc nulls first, w.id desc limit ${limit}`;
  return rows.map((row) => warningRow.parse(row));
};

/** How many of a portfolio's warnings came to what. */
export type WarningCounts = Readonly<Record<'cameTrue' | 'didNot' | 'notJudged', number>>;

const countsRow = z.object({ came_true: z.number(), did_not: z.number(), not_judged: z.number() });

/** Of those that were judged within so many days, or of all that are kept where none is named. */
export const countWarnings = async (
  sql: TransactionSql,
  { portfolioId, days }: { readonly portfolioId: string; readonly days: number | null },
): Promise<WarningCounts> => {
  const [row] = await sql`
    select (count(*) filter (where outcome = 'came-true'))::int as came_true, (count(*) filter (where outcome = 'did-not'))::int as did_not,
      (count(*) filter (where outcome = 'not-judged'))::int as not_judged
    from warnings where portfolio_id = ${portfolioId}::bigint
      and judged_at > ${days === null ? sql`'-infinity'` : sql`now() - make_interval(days => ${days})`}`;
  const { came_true: cameTrue, did_not: didNot, not_judged: notJudged } = countsRow.parse(row);
  return { cameTrue, didNot, notJudged };
};
