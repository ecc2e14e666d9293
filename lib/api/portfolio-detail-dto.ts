import type { Reason } from '../engine/reasons.ts';
import type { Guard } from '../engine/snapshot.ts';
import type { HeldBefore } from '../ledger/portfolio-history.ts';
import type { ChartSeriesDto } from './chart-series-dto.ts';
import type { HaltDto } from './halt-dto.ts';
import type { BotDto, PortfolioDto, TradeDto } from './portfolio-dto.ts';

/** What the contract itself limits, as it was read at the look's block. Shares in basis points of the portfolio's value. */
export type GuardDto = Pick<
  Guard,
  | 'maxSlippageBps'
  | 'lossBpsPerDay'
  | 'turnoverBpsPerDay'
  | 'orderTtlMaxSeconds'
  | 'cooldownSeconds'
  | 'minDriftBps'
> & {
  /** What each bucket holds when full: half of a day's limit, the other half refills over the day. */
  readonly lossCapacityBps: number;
  readonly turnoverCapacityBps: number;
  /** Rounded down: never more than the contract lets through. */
  readonly lossLeftBps: number;
  readonly turnoverLeftBps: number;
  /** 0 when there is none, or it has expired. */
  readonly oneOffTurnoverLeftBps: number;
};

/** Who may do what, as the chain was last settled. */
export type KeysDto = {
  readonly owner: string;
  /** Who may pause an account that keeps its own tokens, and reads it; null of another kind. */
  readonly guardian: string | null;
  /** Null when the contract names nobody. */
  readonly signer: string | null;
  /** Whether the bot held the signer's key at the last look; null before one. */
  readonly signerAuthorised: boolean | null;
  readonly generation: string;
};

/** One look in a list of looks; several in a row with the same outcome are one row. */
export type DecisionRowDto = {
  readonly id: string;
  readonly kind: 'act' | 'hold';
  readonly reason: Reason | null;
  readonly why: string;
  readonly atSeconds: number;
  readonly blockNumber: string;
  readonly blockTimeSeconds: number;
  /** How many looks in a row came to the same, this one the newest. */
  readonly looks: number;
};

export type ActivityKind = 'money' | 'fill' | 'owner';

/** One transaction that touched a portfolio, as the chain's log states it. */
export type ActivityDto = {
  readonly kind: ActivityKind;
  readonly sentence: string;
  /** What else it did. */
  readonly more: readonly string[];
  readonly txHash: string;
  readonly blockNumber: string;
  /** Null where the index didn't keep the time. */
  readonly blockTimeSeconds: number | null;
};

/** All that one portfolio's page shows, and how old that is. */
export type PortfolioDetailDto = {
  readonly readAtSeconds: number;
  readonly version: string;
  readonly bot: BotDto;
  readonly halted: HaltDto | null;
  readonly portfolio: PortfolioDto;
  /** Whether whoever asks owns it. */
  readonly isOwner: boolean;
  readonly keys: KeysDto;
  readonly guard: GuardDto | null;
  readonly closedTrades: readonly TradeDto[];
  readonly decisions: readonly DecisionRowDto[];
  /** Old looks that found nothing to do, of which only their number is kept; null where there is none. */
  readonly heldBefore: HeldBefore | null;
  readonly activity: readonly ActivityDto[];
  /** Null before the first look that could be valued. */
  readonly series: ChartSeriesDto | null;
  /** Null before the first look. */
  readonly plan: PlanDto | null;
};

export type PlanRowDto = {
  readonly symbol: string;
  readonly targetBps: number;
  readonly beforeBps: number;
  readonly afterBps: number;
  /** US dollars bought (+) or sold (−) if everything fills as expected. */
  readonly tradeUsd: string;
};

export type PlanLegDto = {
  readonly sellSymbol: string;
  readonly buySymbol: string;
  readonly sellUnits: string;
  /** The least that is accepted. */
  readonly buyUnits: string;
  readonly valueUsd: string;
  /** Asked above (+) or below (−) the market. */
  readonly spreadBps: number;
  readonly expiresInSeconds: number;
  readonly slice: { readonly number: number; readonly of: number };
  readonly costUsd: string;
};

export type PlanCheckDto = {
  readonly name: string;
  readonly state: 'pass' | 'warn' | 'fail';
  readonly words: string;
};

/** What the engine of now makes of a stored snapshot. Shown only when it is consistent; else the contradictions are. */
export type PlanDto = {
  readonly engineVersion: string;
  readonly blockNumber: string;
  readonly why: string;
  readonly kind: 'act' | 'hold';
  readonly rows: readonly PlanRowDto[];
  readonly legs: readonly PlanLegDto[];
  readonly dropped: readonly { readonly pair: string; readonly valueUsd: string; readonly why: string }[];
  readonly checks: readonly PlanCheckDto[];
  readonly contradictions: readonly string[];
};

/** One decision with every number behind it. */
export type DecisionDto = {
  readonly readAtSeconds: number;
  readonly portfolio: Pick<PortfolioDto, 'id' | 'chainId' | 'address' | 'name' | 'simulated'>;
  readonly id: string;
  readonly tickId: string;
  readonly kind: 'act' | 'hold';
  readonly reason: Reason | null;
  readonly why: string;
  readonly trigger: string | null;
  readonly engineVersion: string;
  readonly policyVersion: number;
  readonly policyText: string;
  readonly atSeconds: number;
  readonly blockHash: string;
  readonly generation: string;
  readonly look: PortfolioDto['look'];
  readonly plan: PlanDto;
  readonly guard: GuardDto;
  readonly trackingErrorAfterBps: number | null;
  readonly expectedCostUsd: string;
  readonly expectedBenefitUsd: string | null;
  readonly trades: readonly TradeDto[];
};
