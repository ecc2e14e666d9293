import type { Address, Hex } from 'viem';
import type { DelegationStatus } from '../delegations/standing.ts';
import type { BegunProgramme } from '../engine/in-parts.ts';
import type { Policy } from '../engine/policy.ts';
import type { Account, Asking, CashFlow, InFlight } from '../engine/snapshot.ts';
import type { Failure, Result, UnixSeconds } from '../result.ts';
import type { Action, Placed } from './action.ts';
import type { Look } from './look.ts';

/** The right to work on one portfolio for a while. The token fences every write: once somebody else has claimed, it is void. */
export type Lease = {
  readonly portfolioId: string;
  readonly token: string;
};

/** A portfolio whose turn it is. */
export type DuePortfolio = Lease & {
  readonly account: Account;
  readonly name: string;
  readonly policyVersion: number;
  /** A failure when the stored policy is not one this version understands. */
  readonly policy: Result<Policy>;
  /** Failures of its own in a row, so far. */
  readonly failures: number;
};

/** A delegation of the account that a portfolio trades for, as the last look at it left it. */
export type GrantedDelegation = {
  readonly token: Address;
  /** With its signature, as it is redeemed. */
  readonly context: Hex;
  readonly status: DelegationStatus;
  /** What the chain said, in a word. */
  readonly standing: string;
  readonly leftUnits: bigint | null;
  readonly periodSeconds: number;
  readonly startSeconds: UnixSeconds;
  readonly expiresAtSeconds: UnixSeconds;
  /** By its owner's wish; on chain it holds on. */
  readonly isDropped: boolean;
};

/** What the database knows of a portfolio that a decision depends on. */
export type PortfolioContext = {
  readonly liveOrders: readonly Placed[];
  /** Block time of the last fill. */
  readonly lastRebalanceAtSeconds: UnixSeconds | null;
  /** Raw units sold since 00:00 UTC of the block's day, by token. */
  readonly soldToday: readonly CashFlow[];
  /** Net deposits and withdrawals since the last rebalance. */
  readonly cashFlows: readonly CashFlow[];
  readonly asking: readonly Asking[];
  /** Trades that were begun in parts since the portfolio was last found in band. */
  readonly programmes: readonly BegunProgramme[];
  /** Of actions that move holdings elsewhere and have not arrived. */
  readonly inFlight: readonly InFlight[];
  /** Recent annualised volatility; null when there is too little history. */
  readonly recentVolatilityBps: number | null;
  /** What its account has granted, the newest first; only where it trades by its delegations. */
  readonly granted?: readonly GrantedDelegation[];
};

/** Contexts by portfolio id; a failure where something that is stored of the portfolio can't be read. */
export type Contexts = ReadonlyMap<string, Result<PortfolioContext>>;

/** One look at one portfolio and the actions it takes. Written whole, before anything is shown. */
export type JournalEntry = {
  readonly lease: Lease;
  readonly look: Look;
  readonly policyVersion: number;
  readonly actions: readonly Action[];
};

/** What the journal took. A portfolio that is missing has lost its lease, and nothing of it was written. */
export type Journaled = {
  readonly portfolioId: string;
  /** Actions that are in the journal now; one that is missing would have been a second live order of its leg. */
  readonly actionIds: readonly Hex[];
};

/** How the work on a portfolio ended. `blame` counts the failure against the portfolio itself, towards quarantine. */
export type LeaseOutcome = {
  readonly lease: Lease;
  readonly failure: Failure | null;
  readonly blame: boolean;
  /** Wall time until it comes due again. */
  readonly dueInSeconds: number;
  /** Number of the block at which it was worth nothing; null when it was worth something, or wasn't seen. */
  readonly unfundedAt: bigint | null;
};

export const TICK_SOURCES = ['api', 'cli', 'loop'] as const;
export type TickSource = (typeof TICK_SOURCES)[number];

/** The counts a tick answers with. checked = held + acted + failed; skipped = claimed, then lost or not reached in time. */
export type TickCounts = {
  readonly checked: number;
  readonly held: number;
  readonly acted: number;
  readonly failed: number;
  readonly skipped: number;
  /** Still due when the tick ended. */
  readonly remaining: number;
};

/** Most portfolios of one tick. */
export const TICK_LIMIT_MAX = 10_000;
/** Platforms end a request after a minute; a tick must have ended before. */
export const TICK_BUDGET_MS_MAX = 55_000;
