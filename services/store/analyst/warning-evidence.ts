import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { WatchedAmount } from '../../../lib/analyst/warnings/judge-warning.ts';
import type { WarningVerdict } from '../../../lib/analyst/warnings/warning.ts';
import type { RebalanceOrder } from '../../../lib/performance/rebalance-statistics.ts';
import type { UnixSeconds } from '../../../lib/result.ts';
import { readRebalanceOrders } from '../tick/rebalance-orders.ts';
import { type StoredWarning, warningColumns, warningRow } from './warnings.ts';

/** A warning whose time is over, of whose portfolio, and when that was looked at last. */
export type DueWarning = StoredWarning & {
  readonly portfolioId: string;
  readonly newestSeconds: UnixSeconds;
};

/** Open warnings that are gone through for those whose time is over. */
const LOOKED_AT_MAX = 500;
/** Of a portfolio that nobody looks at any more there comes no look that is late enough. */
const WITHOUT_LOOKS_DAYS = 9;

const dueRow = z.object({ portfolio_id: z.string(), newest: z.coerce.number() });

/**
 * Warnings of a chain whose seven days are over by the time of a block that their portfolio was looked at in, or of whose portfolio no such
 * look has come within nine days.
 */
export const readDueWarnings = async (
  sql: TransactionSql,
  { chainId, limit }: { readonly chainId: number; readonly limit: number },
): Promise<readonly DueWarning[]> => {
  const rows = await sql`
    with open as (
      select w.* from warnings w
      join portfolios p on p.id = w.portfolio_id join accounts a on a.id = p.account_id and a.chain_id = ${chainId}
      where w.outcome is null order by w.due_at_seconds, w.id limit ${LOOKED_AT_MAX}
    )
    select w.portfolio_id::text, coalesce(n.at, 0)::text as newest, ${warningColumns(sql)}
    from open w
    left join lateral (
      select s.block_time_seconds as at from decisions d join ticks t on t.id = d.tick_id and not t.dry_run
      join snapshots s on s.id = d.snapshot_id where d.portfolio_id = w.portfolio_id order by d.id desc limit 1
    ) n on true
    where n.at >= w.due_at_seconds or w.created_at < now() - make_interval(days => ${WITHOUT_LOOKS_DAYS})
    order by w.due_at_seconds, w.id limit ${limit}`;
  return rows.map((row) => {
    const { portfolio_id: portfolioId, newest: newestSeconds } = dueRow.parse(row);
    return { ...warningRow.parse(row), portfolioId, newestSeconds };
  });
};

type Watch = {
  readonly portfolioId: string;
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
};

const watchedRow = z
  .object({ at: z.coerce.number(), amount: z.number().nullable() })
  .transform(({ at, amount }): WatchedAmount => ({ atSeconds: at, amount }));

/** How far a token was from its target at each kept point after the first time up to the last, in whole basis points, either way. */
export const readDrifts = async (
  sql: TransactionSql,
  { portfolioId, fromSeconds, toSeconds, token }: Watch & { readonly token: string },
): Promise<readonly WatchedAmount[]> => {
  const rows = await sql`
    select v.time_seconds::text as at, (
      select abs((asset ->> 'driftBps')::int) from jsonb_array_elements(v.assets) asset where asset ->> 'token' = ${token} limit 1
    ) as amount
    from series_points v
    where v.portfolio_id = ${portfolioId}::bigint and v.time_seconds > ${fromSeconds} and v.time_seconds <= ${toSeconds}
    order by v.time_seconds`;
  return rows.map((row) => watchedRow.parse(row));
};

/** What each look found left of the scarcer of a day's loss and turnover, as a share of its limit. */
export const readBudgetsLeft = async (
  sql: TransactionSql,
  { portfolioId, fromSeconds, toSeconds }: Watch,
): Promise<readonly WatchedAmount[]> => {
  const rows = await sql`
    select s.block_time_seconds::text as at, d.budget_left_bps::int as amount
    from decisions d join ticks t on t.id = d.tick_id and not t.dry_run join snapshots s on s.id = d.snapshot_id
    where d.portfolio_id = ${portfolioId}::bigint and s.block_time_seconds > ${fromSeconds} and s.block_time_seconds <= ${toSeconds}
    order by s.block_time_seconds`;
  return rows.map((row) => watchedRow.parse(row));
};

/** An order lives no longer than that before it is filled. */
const BEFORE_SECONDS = 86_400;

/** The orders of decisions to act whose last fill lies after the first time, up to the last. */
export const readFilledOrders = async (
  sql: TransactionSql,
  { portfolioId, fromSeconds, toSeconds }: Watch,
): Promise<readonly RebalanceOrder[]> => {
  const [before] = await sql<{ id: string }[]>`
    select coalesce(max(s.id), 0)::text as id from snapshots s
    where s.portfolio_id = ${portfolioId}::bigint and s.block_time_seconds <= ${fromSeconds - BEFORE_SECONDS}`;
  const orders = await readRebalanceOrders(sql, { portfolioId, fromSnapshotId: before?.id ?? '0' });
  return orders.filter(({ lastFillAtSeconds: at }) => at !== null && at > fromSeconds && at <= toSeconds);
};

/** What a judged warning came to, and what its alert says from then on. */
export type Settlement = {
  readonly id: string;
  readonly verdict: WarningVerdict;
  readonly sentence: string;
};

/** Keeps what became of a warning; judged again, by whomever, it stays what it was. Answers whether it was judged by this. */
export const settleWarning = async (
  sql: TransactionSql,
  { id, verdict, sentence }: Settlement,
): Promise<boolean> => {
  const isJudged = verdict.outcome !== 'not-judged';
  const [why, amount, of] = isJudged ? [null, verdict.amount, verdict.atSeconds] : [verdict.why, null, null];
  const settled = await sql`
    update warnings set outcome = ${verdict.outcome}, why = ${why}, judged_amount = ${amount}, judged_of_seconds = ${of}, judged_at = now()
    where id = ${id}::bigint and outcome is null`;
  if (settled.count === 0) return false;
  await sql`
    update alerts set sentence = ${sentence} where kind = 'ANALYST_WARNING' and subject = ${`warning:${id}`} and recovered_at is null`;
  return true;
};
