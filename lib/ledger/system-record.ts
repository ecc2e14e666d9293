import type { Address } from 'viem';
import type { UnixSeconds } from '../result.ts';
import type { HaltRecord, Heartbeat } from './fleet-record.ts';
import type { TickCounts, TickSource } from './tick-record.ts';

/** One run of the tick, as it was written down. */
export type RecordedTick = TickCounts & {
  readonly startedAtSeconds: UnixSeconds;
  readonly source: TickSource;
  /** Null while it runs, and when it was killed. */
  readonly durationMs: number | null;
  readonly error: string | null;
};

/** The ticks that began in one part of the day before now, counted from now backwards. */
export type TickSlot = { readonly slotsAgo: number; readonly ticks: number; readonly failed: number };

/** How the whole system does, without any amount. */
export type SystemRecord = {
  readonly heartbeat: Heartbeat;
  readonly halted: HaltRecord | null;
  /** When the first tick ever began; null before it. */
  readonly firstTickAtSeconds: UnixSeconds | null;
  readonly recent: readonly RecordedTick[];
  readonly slots: readonly TickSlot[];
  readonly chains: readonly {
    readonly chainId: number;
    readonly blockNumber: bigint;
    readonly movedAtSeconds: UnixSeconds;
  }[];
  /** Of portfolios that the viewer may see. */
  readonly signers: readonly { readonly address: Address; readonly portfolios: number }[];
  /** Of the last look at each portfolio that the viewer may see. */
  readonly prices: readonly {
    readonly source: string;
    readonly token: Address;
    readonly ageSeconds: number;
  }[];
};
