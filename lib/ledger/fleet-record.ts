import type { Address, Hex } from 'viem';
import type { Decision } from '../engine/decision.ts';
import type { Policy } from '../engine/policy.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import type { UnixSeconds } from '../result.ts';

/** An order that can still be filled, as the database knows it. */
export type LiveOrderRecord = {
  readonly orderHash: Hex;
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly sellUnits: bigint;
  readonly buyUnits: bigint;
  readonly filledSellUnits: bigint;
  readonly status: 'signed' | 'open' | 'partially-filled' | 'unfillable';
  readonly statusReason: string | null;
  readonly expiresAtSeconds: UnixSeconds;
};

/** One execution of an order, as the chain's log states it. */
export type FillRecord = {
  readonly txHash: Hex;
  readonly logIndex: number;
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly sellUnits: bigint;
  readonly buyUnits: bigint;
  readonly taker: Address;
  readonly blockNumber: bigint;
  readonly blockTimeSeconds: UnixSeconds;
};

/** What the bot saw and decided at its last look. */
export type LookRecord = {
  readonly snapshot: Snapshot;
  readonly decision: Decision;
  readonly policy: Policy;
  /** The database's clock. */
  readonly lookedAtSeconds: UnixSeconds;
};

export type PortfolioRecord = {
  readonly id: string;
  readonly chainId: number;
  readonly address: Address;
  readonly name: string;
  readonly simulated: boolean;
  readonly paused: boolean;
  readonly quarantineReason: string | null;
  /** Null before the first look, and when a stored look can't be read. */
  readonly look: LookRecord | null;
  readonly liveOrders: readonly LiveOrderRecord[];
  /** Newest first. */
  readonly lastFills: readonly FillRecord[];
  readonly fillCount: number;
};

export type TickRecord = {
  readonly startedAtSeconds: UnixSeconds;
  readonly finishedAtSeconds: UnixSeconds | null;
  readonly checked: number | null;
  readonly failed: number | null;
};

/** Every portfolio the viewer may see, in one read. */
export type FleetRecord = {
  /** The database's clock at the read. */
  readonly readAtSeconds: UnixSeconds;
  readonly lastTick: TickRecord | null;
  /** At most as many as were asked for, oldest first. */
  readonly portfolios: readonly PortfolioRecord[];
  /** All there are. */
  readonly portfolioCount: number;
};
