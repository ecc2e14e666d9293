import type { Address, Hex } from 'viem';
import type { UnixSeconds } from '../result.ts';
import type { DELEGATION_REASONS, Reason } from './reasons.ts';
import type { VenueId } from './venue-id.ts';

/** Where holdings can live on a chain: each kind has a custody of its own, and the chain's tick claims it. */
export const CHAIN_ACCOUNT_KINDS = ['balancer', 'delegated'] as const;
export type ChainAccountKind = (typeof CHAIN_ACCOUNT_KINDS)[number];

/** Where holdings can live. */
export const ACCOUNT_KINDS = [...CHAIN_ACCOUNT_KINDS, 'intents'] as const;

/** Where holdings live and who may move them. */
export type Account = {
  readonly kind: (typeof ACCOUNT_KINDS)[number];
  readonly chainId: number;
  /** Lower-cased. */
  readonly address: Address;
};

/** Why an asset may not be traded freely. `excluded` also takes it out of value and targets. */
export const ASSET_LOCKS = ['none', 'no-sell', 'no-buy', 'excluded', 'unhealthy'] as const;
export type AssetLock = (typeof ASSET_LOCKS)[number];

/** Why there is no price to decide on. An `absurd` price (≤ 0, outside its bounds, a jump nobody confirms) is never used. */
export const PRICE_FAULTS = ['missing', 'stale', 'absurd', 'disagree'] as const;
export type PriceFault = (typeof PRICE_FAULTS)[number];

/** A usable price. The engine still checks its age and its disagreement against the limits. */
export type Price = {
  readonly ok: true;
  /** USD per whole token, 18 decimals. */
  readonly usdE18: bigint;
  readonly updatedAtSeconds: UnixSeconds;
  /** Where the price came from, for the reader of a decision. */
  readonly source: string;
  /** Largest distance between the sources that were compared; null when there was only one. */
  readonly disagreementBps: number | null;
};

/** No usable price, and why; `detail` is one plain sentence. */
export type NoPrice = {
  readonly ok: false;
  readonly fault: PriceFault;
  readonly detail: string;
  /** When who failed may be asked again, where that is known. */
  readonly retryAtSeconds?: UnixSeconds;
};

/** What may be sold of a token by what its account has granted. */
export type Delegated =
  | {
      readonly ok: true;
      /** Of the period that runs. */
      readonly leftUnits: bigint;
      /** When its period begins anew: after now. */
      readonly renewsAtSeconds: UnixSeconds;
    }
  | {
      readonly ok: false;
      readonly reason: (typeof DELEGATION_REASONS)[number];
      /** What the reason's own words leave out, as a plain clause without a full stop; null when nothing. */
      readonly detail: string | null;
      /** When that is known to end; null else. */
      readonly untilSeconds: UnixSeconds | null;
    };

export type AssetState = {
  /** Lower-cased. */
  readonly token: Address;
  readonly symbol: string;
  /** 0–36. */
  readonly decimals: number;
  /** Raw units held by the account now. */
  readonly units: bigint;
  /** Target weight; all of a snapshot's targets sum to 10,000. */
  readonly targetBps: number;
  /** Exact target share (18 decimals) where basis points are too coarse, as in other people's portfolios; all or none have it. */
  readonly targetExactE18?: bigint;
  readonly price: Price | NoPrice;
  /** Oldest price of this asset that may be traded on. */
  readonly priceAgeSecondsMax: number;
  readonly lock: AssetLock;
  /** Why it is unhealthy, as a plain clause without a full stop. */
  readonly lockDetail?: string;
  /** Last time the account received this asset in a trade (the contract's stamp); null = never. */
  readonly lastBoughtAtSeconds: UnixSeconds | null;
  /** Last time the account gave this asset in a trade (the contract's stamp); null = never. */
  readonly lastSoldAtSeconds: UnixSeconds | null;
  /** Standing allowance for the venue in raw units; null where none is needed (approved just in time). */
  readonly allowanceUnits: bigint | null;
  /** Only where an account trades by its delegations. */
  readonly delegated?: Delegated;
};

export type OpenOrder = {
  readonly orderHash: Hex;
  readonly sellToken: Address;
  readonly buyToken: Address;
  /** What the order may still take, raw units. */
  readonly remainingSellUnits: bigint;
  /** What it will still bring, raw units. */
  readonly remainingBuyUnits: bigint;
  readonly expiresAtSeconds: UnixSeconds;
};

/** Units that have left elsewhere and will arrive here (an unsettled cross-chain leg). */
export type InFlight = {
  readonly token: Address;
  readonly units: bigint;
  readonly arrivesBySeconds: UnixSeconds;
};

/** The contract's own limits, as read from chain. */
export type Guard = {
  readonly maxSlippageBps: number;
  readonly lossBpsPerDay: number;
  readonly turnoverBpsPerDay: number;
  readonly orderTtlMaxSeconds: number;
  readonly cooldownSeconds: number;
  readonly minDriftBps: number;
  readonly overshootBps: number;
  readonly minFillBps: number;
};

/** What the contract's buckets still let through now, as fractions of NAV in 18 decimals. */
export type Buckets = {
  readonly lossLeftE18: bigint;
  readonly turnoverLeftE18: bigint;
  /** One-off allowance, spent only when the turnover bucket is full. */
  readonly oneOffTurnoverLeftE18: bigint;
  readonly oneOffExpiresAtSeconds: UnixSeconds;
};

/** What a trade between two assets is expected to cost beyond the mid price. */
export type PairCost = {
  readonly spreadBps: number;
  readonly feeBps: number;
  /** Price impact grows linearly: this many basis points per 10,000 USD traded. */
  readonly impactBpsPer10kUsd: number;
};

export type Costs = {
  /** What the account itself pays per fill; 0 where the taker pays. */
  readonly gasPerLegUsdE18: bigint;
  readonly pair: PairCost;
  /** Exceptions to `pair`. */
  readonly pairs: readonly (PairCost & { readonly sellToken: Address; readonly buyToken: Address })[];
};

/** Reasons of the closed list that are found where keys, registrations, tokens and what a venue costs are known. */
export const WITHHOLDING_REASONS = [
  'no-key',
  'not-registered',
  'quarantined',
  'token-changed',
  'signer-too-strong',
  'venue-unavailable',
] as const satisfies readonly Reason[];

/** A reason found outside of the engine, and what its words leave out. */
export type Withheld = {
  readonly reason: (typeof WITHHOLDING_REASONS)[number];
  readonly detail: string | null;
};

/** Net deposits (positive) and withdrawals (negative) of a token since the last rebalance. */
export type CashFlow = {
  readonly token: Address;
  readonly units: bigint;
};

/** Since when the pair has been asked for without being filled; the asked price walks with this age. */
export type Asking = {
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly sinceSeconds: UnixSeconds;
  /** What was asked last, and when; absent where a walk doesn't go on from it. */
  readonly last?: { readonly sellUnits: bigint; readonly buyUnits: bigint; readonly atSeconds: UnixSeconds };
};

/** A pair whose trade was begun in parts. */
export type Programme = {
  readonly sellToken: Address;
  readonly buyToken: Address;
  /** Block time of the look that began it. */
  readonly startedAtSeconds: UnixSeconds;
  /** Raw units sold of it in the part that now is. */
  readonly soldUnits: bigint;
};

/** What a walk at the market's pace is measured by; only where the policy asks for one. */
export type Market = {
  /** Between two blocks; may be a part of a second. */
  readonly blockSeconds: number;
  /** Between two ticks of the bot. */
  readonly clockSeconds: number;
  /** Annualised, of the recent prices in USD; a token that is missing has too few. */
  readonly volatility: readonly { readonly token: Address; readonly annualBps: number }[];
};

/**
 * Everything a decision depends on, of one portfolio at one block. The engine sees nothing else, so a stored snapshot
 * replays to the same decision on any machine.
 */
export type Snapshot = {
  readonly account: Account;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  /** The block's timestamp: the only clock the engine has. */
  readonly nowSeconds: UnixSeconds;
  /** The contract's generation; orders and proposals carry it. */
  readonly generation: bigint;
  /** The union of held and targeted tokens. */
  readonly assets: readonly AssetState[];
  readonly openOrders: readonly OpenOrder[];
  readonly inFlight: readonly InFlight[];
  readonly guard: Guard;
  readonly buckets: Buckets;
  /** The contract is paused. */
  readonly paused: boolean;
  /** The whole system is stopped by an administrator. */
  readonly halted: boolean;
  /** Our key is the contract's signer. */
  readonly signerAuthorised: boolean;
  /** Why the whole portfolio must not be traded, found outside of the engine; absent when nothing was. */
  readonly withheld?: Withheld;
  /** The block is too old, or two nodes disagree about the head. */
  readonly chainLagging: boolean;
  /** Which venues take actions of this account now; 1inch and the verifier's are named only where they do. */
  readonly venues: Readonly<Record<Exclude<VenueId, 'oneinch' | 'intents'>, boolean>> & {
    readonly oneinch?: true;
    readonly intents?: true;
  };
  readonly lastRebalanceAtSeconds: UnixSeconds | null;
  /** Value sold since 00:00 UTC of `nowSeconds`. */
  readonly tradedTodayUsdE18: bigint;
  readonly cashFlows: readonly CashFlow[];
  /** Recent annualised volatility of the portfolio; null when there is too little history. */
  readonly recentVolatilityBps: number | null;
  readonly costs: Costs;
  readonly asking: readonly Asking[];
  readonly market?: Market;
  /** What trading at once would cost; only where the policy lets legs go at once beside its own venue, and its account can. */
  readonly immediate?: Costs;
  /** Trades that were begun in parts; only where the policy trades in parts, and one is under way. */
  readonly programmes?: readonly Programme[];
};
