import type { Decide } from '../../lib/engine/decision.ts';
import type { Settled } from '../../lib/ledger/settled.ts';
import type { DuePortfolio } from '../../lib/ledger/tick-record.ts';
import type { SignDigest } from '../../lib/orders/sign-order.ts';
import type { Result } from '../../lib/result.ts';
import type { Observe } from './observe.ts';
import type { PlaceDeps } from './place.ts';
import type { TickJournal } from './tick-journal.ts';

/** Everything a tick can do, as functions; the tick is the order of steps and nothing else. */
export type TickDeps = PlaceDeps & {
  readonly claimDue: (limit: number) => Promise<Result<readonly DuePortfolio[]>>;
  readonly settle: (timeIsUp: () => boolean) => Promise<Result<Settled>>;
  readonly observe: Observe;
  readonly decide: Decide;
  /** Between two looks at one portfolio at least; 0 = every tick looks at everybody. */
  readonly tickIntervalSeconds: number;
  /** Null when the bot has no key. */
  readonly sign: SignDigest | null;
  readonly journal: TickJournal;
  readonly clock: { readonly monotonicMs: () => number };
  readonly log: TickLog;
  /** Reads, decides, and answers its plans; writes, signs and places nothing. */
  readonly dryRun: boolean;
};

/** A log line is the name of an event and its figures. */
export type TickLog = {
  readonly info: (fields: object, event: string) => void;
  readonly warn: (fields: object, event: string) => void;
  readonly error: (fields: object, event: string) => void;
};
