import type { Address } from 'viem';
import type { Reason } from '../engine/reasons.ts';
import type { UnixSeconds } from '../result.ts';

/** A paper portfolio whose turn it is, as it is stored. */
export type DuePaper = {
  readonly id: string;
  readonly terms?: unknown;
  readonly state?: unknown;
  /** How often it was moved on; a write names it, and is void once somebody else has. */
  readonly steps: number;
  readonly rowAtSeconds: UnixSeconds;
};

/** One would-be trade, in the simulator's 18 decimals whatever the token has. */
export type PaperTradeFact = {
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly sellUnitsE18: bigint;
  readonly buyUnitsE18: bigint;
  readonly sellUsdE18: bigint;
  readonly costUsdE18: bigint;
};

type Turn = {
  readonly id: string;
  readonly fromSteps: number;
  readonly dueInSeconds: number;
};

/** What a tick does to a paper portfolio: one step on, nothing now, or set aside for good. */
export type PaperMove = Turn &
  (
    | {
        /** The whole state as JSON. */
        readonly state: unknown;
        readonly atSeconds: UnixSeconds;
        readonly valueUsdE18: bigint;
        /** The opening basket, held. */
        readonly heldUsdE18: bigint;
        readonly kind: 'act' | 'hold';
        /** Null where it acts. */
        readonly reason: Reason | null;
        readonly why: string;
        readonly trades: readonly PaperTradeFact[];
      }
    | { readonly quarantineReason: string | null }
  );

/** A would-be trade with its place. */
export type PaperTradeRow = PaperTradeFact & { readonly atSeconds: UnixSeconds; readonly leg: number };

/** What a UTC day ended with. */
export type PaperDay = {
  readonly atSeconds: UnixSeconds;
  readonly valueUsdE18: bigint;
  readonly heldUsdE18: bigint;
};

/** A paper portfolio as it is read for its person. */
export type PaperRow = DuePaper & {
  readonly chainId: number;
  readonly name: string;
  /** Whose holdings it began with; null: amounts that somebody made up. */
  readonly watched: Address | null;
  readonly preset: string;
  readonly openedAtSeconds: UnixSeconds;
  readonly openingUsdE18: bigint;
  readonly valueUsdE18: bigint;
  readonly heldUsdE18: bigint;
  /** Of the last decision; null before the first. */
  readonly kind: 'act' | 'hold' | null;
  readonly reason: Reason | null;
  readonly why: string | null;
  readonly quarantineReason: string | null;
  /** The database's clock. */
  readonly readAtSeconds: UnixSeconds;
  readonly nextTurnAtSeconds: UnixSeconds;
};
