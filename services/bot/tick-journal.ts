import type { Hex } from 'viem';
import type {
  JournalEntry,
  Journaled,
  Lease,
  LeaseOutcome,
  TickCounts,
} from '../../lib/ledger/tick-record.ts';
import type { Result } from '../../lib/result.ts';

/** What a tick writes down. Every write for a portfolio holds only while its lease does. */
export type TickJournal = {
  /** Snapshots, decisions, legs and signed orders, all before anything is shown. */
  readonly write: (entries: readonly JournalEntry[]) => Promise<Result<readonly Journaled[]>>;
  /** Closes an order that was never shown and never will be. */
  readonly reject: (orderId: Hex, reason: string) => Promise<Result<void>>;
  readonly complete: (
    outcomes: readonly LeaseOutcome[],
  ) => Promise<Result<readonly { readonly portfolioId: string; readonly quarantined: boolean }[]>>;
  readonly release: (leases: readonly Lease[]) => Promise<Result<void>>;
  readonly countDue: () => Promise<Result<number>>;
  readonly finish: (
    tick: TickCounts & { readonly id: string; readonly durationMs: number; readonly error: string | null },
  ) => Promise<Result<void>>;
};
