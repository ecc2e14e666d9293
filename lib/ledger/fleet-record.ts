import type { Address, Hex } from 'viem';
import type { Reason } from '../engine/reasons.ts';
import type { Account } from '../engine/snapshot.ts';
import type { UnixSeconds } from '../result.ts';
import type { ActionBody, Placed } from './action.ts';
import type { Look } from './look.ts';

/** Which of how many equal slices of one trade, counted from 1, and of which decision. */
export type TradePart = {
  readonly decisionId: string;
  readonly sliceNumber: number;
  readonly sliceOf: number;
};

/** One execution of an order, as the chain's log states it. */
export type FillRecord = {
  readonly txHash: Hex;
  readonly logIndex: number;
  readonly orderHash: Hex;
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly sellUnits: bigint;
  readonly buyUnits: bigint;
  readonly taker: Address;
  readonly blockNumber: bigint;
  readonly blockTimeSeconds: UnixSeconds;
  /** Given away against the feeds' prices at its block, in basis points of what it sold; null where a price isn't known. */
  readonly lossBps: number | null;
  /** Null when its order is not in the journal, as after a lost database. */
  readonly part: TradePart | null;
};

/** A signed order with the trade it belongs to. */
export type OrderRecord<Body extends ActionBody = ActionBody> = Placed<Body> & {
  readonly part: TradePart;
  /** The database's clock. */
  readonly signedAtSeconds: UnixSeconds;
  /** The database's clock; null while somebody may still fill it. */
  readonly closedAtSeconds: UnixSeconds | null;
};

/** A look as the journal holds it. */
export type LookRecord = Look & {
  readonly decisionId: string;
  /** The database's clock. */
  readonly lookedAtSeconds: UnixSeconds;
};

export type PortfolioRecord = {
  readonly id: string;
  readonly kind: Account['kind'];
  readonly chainId: number;
  readonly address: Address;
  /** Whose tokens it trades; null: its own. */
  readonly holder: Address | null;
  /** Who may pause it beside the holder, and reads it; null where there is none. */
  readonly guardian: Address | null;
  readonly owner: Address;
  /** Null when the contract names nobody. */
  readonly signer: Address | null;
  readonly generation: bigint;
  readonly name: string;
  readonly simulated: boolean;
  readonly paused: boolean;
  readonly quarantineReason: string | null;
  /** When the next tick may look at it, by the database's clock; null without a lease. */
  readonly nextTurnAtSeconds: UnixSeconds | null;
  /** Null before the first look, and when a stored look can't be read. */
  readonly look: LookRecord | null;
  readonly liveOrders: readonly OrderRecord[];
  /** Newest first. */
  readonly lastFills: readonly FillRecord[];
  readonly fillCount: number;
};

/** What a portfolio comes to in a list of all, without the look behind it. */
export type PortfolioIndexRow = Pick<
  PortfolioRecord,
  'id' | 'chainId' | 'address' | 'name' | 'simulated' | 'paused' | 'quarantineReason'
> & {
  /** Null before the first look. */
  readonly lastDecision: {
    readonly id: string;
    readonly kind: 'act' | 'hold';
    /** Null when it acts. */
    readonly reason: Reason | null;
    readonly trackingErrorBps: number | null;
    /** Value of what is held, without what open orders will bring; null while something has no price. */
    readonly heldUsdE18: bigint | null;
    readonly lookedAtSeconds: UnixSeconds;
  } | null;
  readonly liveOrders: {
    readonly count: number;
    /** Mean over the orders, rounded down. */
    readonly filledBps: number;
    /** Null while each can be filled as far as the index knows. */
    readonly unfillableReason: string | null;
  };
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

/** The database's clock and the last real tick. */
export type Heartbeat = {
  readonly readAtSeconds: UnixSeconds;
  readonly lastTick: TickRecord | null;
};

/** Every portfolio the viewer may see, in one read. */
export type FleetIndex = Heartbeat & {
  /** Null = trading is not stopped. */
  readonly halted: HaltRecord | null;
  readonly rows: readonly PortfolioIndexRow[];
};
