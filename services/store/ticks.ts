import type { TransactionSql } from 'postgres';
import type { TickCounts, TickSource } from '../../lib/ledger/tick-record.ts';
import { sweepStreamEvents } from './stream-events.ts';

export type StartedTick = {
  readonly id: string;
  /** The database's clock at the start, as text with all its digits. */
  readonly startedAt: string;
};

export type TickToStart = {
  readonly source: TickSource;
  /** The scheduler's own id of this execution, where it sends one. */
  readonly schedulerExecutionId: string | null;
};

export const startTick = async (sql: TransactionSql, tick: TickToStart): Promise<StartedTick> => {
  const [row] = await sql<{ id: string; started_at: string }[]>`
    insert into ticks (source, scheduler_execution_id) values (${tick.source}, ${tick.schedulerExecutionId})
    returning id, started_at::text`;
  if (row === undefined) throw new Error('the tick was not stored');
  return { id: row.id, startedAt: row.started_at };
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
