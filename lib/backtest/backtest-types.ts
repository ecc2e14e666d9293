import type { Decision } from '../engine/decision.ts';
import type { Policy } from '../engine/policy.ts';
import type { Reason } from '../engine/reasons.ts';
import type { Costs, Snapshot } from '../engine/snapshot.ts';
import type { Annualisation } from '../performance/return-moments.ts';
import type { Ratio } from '../performance/returns.ts';
import type { PriceRow } from '../prices/price-file.ts';
import type { UnixSeconds } from '../result.ts';
import type { ContractLimits } from './contract-budget.ts';
import type { Flow } from './flows.ts';
import type { RunStatistics } from './run-statistics.ts';
import type { CostSides, Trade } from './simulated-portfolio.ts';

/** A simulated asset and its target. */
export type SimulatedAsset = { readonly symbol: string; readonly targetE18: bigint };

/** One backtest: what is held, by which policy, over which prices, at which cost. */
export type BacktestSpec = {
  /** Targets sum to one (18 decimals). 1–64 assets. */
  readonly assets: readonly SimulatedAsset[];
  readonly policy: Policy;
  /** Sorted; prices in the order of `assets`. Read once, front to back, so it may be a generator of any length. */
  readonly rows: Iterable<PriceRow>;
  /** Distance between two rows. */
  readonly stepSeconds: number;
  readonly initialUsdE18: bigint;
  /**
   * What is held at the opening, in 18 decimals, in the order of `assets`: then nothing is bought with `initialUsdE18`, the baselines begin
   * with the same, and no rebalance is behind it. Left out = the targets are bought.
   */
  readonly heldUnits?: readonly bigint[];
  /** What every leg of the run and of the baselines costs; the engine expects the same. */
  readonly costs: Costs;
  readonly costSides: CostSides;
  /** The contract's own daily limits, with full room at the opening; left out = wide open. */
  readonly contract?: ContractLimits | null;
  /** The owner's deposits and withdrawals, sorted by time; left out = none. Run and baselines get the same. */
  readonly flows?: readonly Flow[];
  /** Assets that end, by column, with the instant of their last price: worth nothing from the next row on, their target spread over the rest. */
  readonly gone?: ReadonlyMap<number, UnixSeconds>;
  /** A move of any size is believed at its row. */
  readonly believesAll?: boolean;
  /** Growth per year is written up for a period under a year as well. */
  readonly anyPeriod?: boolean;
  /** What buying the first basket costs; null = it is handed in for nothing. Run and baselines pay alike. */
  readonly openingCosts: Costs | null;
  readonly annual: Annualisation;
  /** Off for the cells of a sweep: they don't depend on the policy. */
  readonly baselines: boolean;
  /** Called after every row, the opening among them; what it keeps is its own business. */
  readonly onRow?: (row: BacktestRow) => void;
  /** Called with every decision, and with what it was decided on. */
  readonly onDecision?: (decision: Decision, snapshot: Snapshot) => void;
  /** Called with what traded at every row after the opening. */
  readonly onTrades?: (trades: readonly Trade[], knownAtSeconds: UnixSeconds) => void;
};

export const BASELINES = ['hold', 'daily', 'monthly'] as const;
export type Baseline = (typeof BASELINES)[number];

/** One row of a backtest, after its trades. */
export type BacktestRow = {
  readonly knownAtSeconds: UnixSeconds;
  readonly navUsdE18: bigint;
  /** What the start would have become without the owner's flows. */
  readonly indexUsdE18: bigint;
  readonly baselinesUsdE18: Readonly<Record<Baseline, bigint>> | null;
  /** The same as `indexUsdE18`, of the baselines. */
  readonly baselinesIndexUsdE18: Readonly<Record<Baseline, bigint>> | null;
  /** Below the highest value so far: zero or negative. */
  readonly drawdown: Ratio;
  /** In the order of `assets`. */
  readonly weightsE18: readonly bigint[];
  /** All costs so far. */
  readonly costUsdE18: bigint;
  readonly legs: number;
};

export type BacktestResult = {
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  /** Rows after the opening: one look of the engine each. */
  readonly rows: number;
  readonly run: RunStatistics;
  readonly baselines: Readonly<Record<Baseline, RunStatistics>> | null;
  /** Final value of the run ÷ final value of the held first basket − 1: what rebalancing added. Null without baselines. */
  readonly rebalancingAlpha: Ratio | null;
  /** How often each reason named a hold. */
  readonly holds: ReadonlyMap<Reason, number>;
  /** Value of legs, or parts of them, that a limit held back, by reason; the same drift held back on two days counts twice. */
  readonly heldBackUsdE18: ReadonlyMap<Reason, bigint>;
};
