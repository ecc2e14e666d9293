import type { Hex } from 'viem';
import type { Decide } from '../../lib/engine/decision.ts';
import type { Block, Settled } from '../../lib/ledger/chain-facts.ts';
import type {
  DuePortfolio,
  JournalEntry,
  Journaled,
  Lease,
  LeaseOutcome,
  TickCounts,
} from '../../lib/ledger/tick-record.ts';
import type { Venues } from '../../lib/ledger/venue.ts';
import type { Result } from '../../lib/result.ts';
import type { Observe } from './observe.ts';

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

/** Follows a step of a tick from its beginning to its end, and answers what the step answers. */
export type TickTrace = <T>(step: string, work: () => T) => T;

/** Nobody follows. */
export const UNTRACED: TickTrace = (_, work) => work();

/** Everything a tick can do, as functions; the tick is the order of steps and nothing else. A dry run is another set of them. */
export type TickDeps = {
  /** Work that nobody else is given for a while; none when nothing is due. */
  readonly claimDue: (limit: number) => Promise<Result<readonly DuePortfolio[]>>;
  readonly settle: (timeIsUp: () => boolean) => Promise<Result<Settled>>;
  readonly observe: Observe;
  /** Whether the chain still has this very block. */
  readonly stillHas: (block: Block) => Promise<Result<boolean>>;
  readonly decide: Decide;
  readonly venues: Venues;
  readonly journal: TickJournal;
  /** Between two looks at one portfolio at least; 0 = every tick looks at everybody. */
  readonly tickIntervalSeconds: number;
  readonly clock: { readonly monotonicMs: () => number };
  readonly log: TickLog;
  /** Left out: nobody follows. */
  readonly trace?: TickTrace | undefined;
};

/** A log line is the name of an event and its figures. */
export type TickLog = {
  readonly info: (fields: object, event: string) => void;
  readonly warn: (fields: object, event: string) => void;
  readonly error: (fields: object, event: string) => void;
};
