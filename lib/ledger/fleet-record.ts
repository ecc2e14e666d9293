import type { Address, Hex } from 'viem';
import type { UnixSeconds } from '../result.ts';
import type { Placed } from './action.ts';
import type { Look } from './look.ts';

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

/** A look as the journal holds it. */
export type LookRecord = Look & {
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
  readonly liveOrders: readonly Placed[];
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

/** The stop of all trading, and the orders that outlive it for a while. */
export type HaltRecord = {
  /** The database's clock. */
  readonly sinceSeconds: UnixSeconds;
  /** An actor's id. */
  readonly by: string;
  readonly orders: number;
  readonly unpriced: number;
  /** Of the orders, those that are being revoked on chain. */
  readonly revoking: number;
  readonly valueUsdE18: bigint;
  readonly untilSeconds: UnixSeconds | null;
};

/** Every portfolio the viewer may see, in one read. */
export type FleetRecord = {
  /** The database's clock at the read. */
  readonly readAtSeconds: UnixSeconds;
  readonly lastTick: TickRecord | null;
  /** Null = trading is not stopped. */
  readonly halt: HaltRecord | null;
  /** At most as many as were asked for, oldest first. */
  readonly portfolios: readonly PortfolioRecord[];
  /** All there are. */
  readonly portfolioCount: number;
};
