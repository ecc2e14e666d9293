import type { Sql, TransactionSql } from 'postgres';
import type { TickCounts, TickSource } from '../../../lib/ledger/tick-record.ts';
import { sweepStreamEvents } from '../stream-events.ts';

export type StartedTick = {
  readonly id: string;
  /** The database's clock at the start, as text with all its digits. */
  readonly startedAt: string;
  /** Whether a paper portfolio of the chain waits for its turn: a tick asks after them only then. */
  readonly papersDue: boolean;
};

export type TickToStart = {
  readonly source: TickSource;
  /** The scheduler's own id of this execution, where it sends one. */
  readonly schedulerExecutionId: string | null;
  /** Left out: no chain's, and nothing on paper is looked for. */
  readonly chainId?: number;
};

export const startTick = async (sql: TransactionSql, tick: TickToStart): Promise<StartedTick> => {
  const [row] = await sql<{ id: string; started_at: string; papers_due: boolean }[]>`
    insert into ticks (source, scheduler_execution_id) values (${tick.source}, ${tick.schedulerExecutionId})
    returning id, started_at::text, exists (
      select from paper_portfolios
      where chain_id = ${tick.chainId ?? null}::bigint and due_at <= now() and quarantine_reason is null
    ) as papers_due`;
  if (row === undefined) throw new Error('the tick was not stored');
  return { id: row.id, startedAt: row.started_at, papersDue: row.papers_due };
};

export type FinishedTick = TickCounts & {
  readonly id: string;
  readonly durationMs: number;
  readonly error: string | null;
};

export const finishTick = async (sql: TransactionSql, tick: FinishedTick): Promise<void> => {
  await sql`
    update ticks set finished_at = now(), checked = ${tick.checked}, held = ${tick.held}, acted = ${tick.acted},
      failed = ${tick.failed}, skipped = ${tick.skipped}, remaining = ${tick.remaining},
      duration_ms = ${tick.durationMs}, error = ${tick.error}
    where id = ${tick.id}`;
  await sweepStreamEvents(sql);
};

/** Code of what the last tick that is over failed by; null = it was well, or there was none. */
export const readLastTickError = async (sql: Sql | TransactionSql): Promise<string | null> => {
  const [row] = await sql<{ error: string | null }[]>`
    select error from ticks where not dry_run and finished_at is not null order by started_at desc, id limit 1`;
  return row?.error ?? null;
};
