import type { LimitName } from '../engine/hold.ts';
import type { TriggerKind } from '../engine/policy.ts';
import type { Reason } from '../engine/reasons.ts';
import { ABSENCES } from '../performance/figure.ts';
import type { RebalanceOutcome } from '../performance/rebalance-statistics.ts';
import type { FlowKind } from '../performance/series-point.ts';
import type { UnixSeconds } from '../result.ts';

/** How a fact's amount is counted. `bps` goes to a hundredth; `ratioE4` is a plain ratio in ten-thousandths, whole. */
export const FACT_UNITS = ['usdE18', 'units', 'bps', 'ratioE4', 'count', 'seconds', 'time', 'word'] as const;
type FactUnit = (typeof FACT_UNITS)[number];

/**
 * Everything a fact can measure, with the units that it comes in. What is signed, and what it is compared with, is part of the
 * measure: `cost` above zero was paid, `gain` above zero was earned, `versus-hold` above zero is more than the basket left alone.
 */
export const FACT_MEASURES = {
  // What is there.
  value: ['usdE18'],
  price: ['usdE18'],
  held: ['units'],
  weight: ['bps'],
  target: ['bps'],
  drift: ['bps'],
  'tracking-error': ['bps'],
  'tracking-error-average': ['bps'],
  'tracking-error-worst': ['bps'],
  looks: ['count'],
  // What became of it in a span.
  gain: ['usdE18'],
  deposited: ['usdE18'],
  withdrawn: ['usdE18'],
  return: ['bps'],
  'price-change': ['bps'],
  'hold-return': ['bps'],
  'versus-hold': ['bps'],
  'versus-hold-value': ['usdE18'],
  'index-return': ['bps'],
  'versus-index': ['bps'],
  drawdown: ['bps'],
  'drawdown-now': ['bps'],
  // Gain by asset: contributions and what trading brought add up to it. Shares are of what was there and put in.
  contribution: ['usdE18'],
  'trading-effect': ['usdE18'],
  'gain-share': ['bps'],
  'contribution-share': ['bps'],
  'trading-share': ['bps'],
  // Gain by what was done, at the end's prices: rebalances, the rest left alone, and what tokens did by themselves add up to it.
  'rebalance-effect': ['usdE18'],
  'held-effect': ['usdE18'],
  'unmoved-effect': ['usdE18'],
  // The market as it was seen.
  trend: ['word'],
  'trend-pace': ['bps'],
  'trend-fit': ['ratioE4'],
  volatility: ['bps'],
  'volatility-usual': ['bps'],
  regime: ['word'],
  correlation: ['ratioE4'],
  // What trading came to.
  rebalances: ['count'],
  'rebalances-filled': ['count'],
  traded: ['usdE18'],
  cost: ['usdE18'],
  'cost-spread': ['usdE18'],
  'cost-fee': ['usdE18'],
  'cost-impact': ['usdE18'],
  'cost-gas': ['usdE18'],
  'cost-moved': ['usdE18'],
  'cost-share': ['bps'],
  // The contract's own limits, and what of them is used.
  'loss-used': ['bps'],
  'loss-limit': ['bps'],
  'turnover-used': ['bps'],
  'turnover-limit': ['bps'],
  // What is out of the ordinary.
  'price-jump': ['bps'],
  'look-gap': ['seconds'],
  'odd-flow': ['usdE18'],
  anomalies: ['count'],
  // One decision.
  decision: ['word'],
  'decision-reason': ['word'],
  'decision-trigger': ['word'],
  'decided-at': ['time'],
  'next-look-at': ['time'],
  'limit-name': ['word'],
  'limit-actual': ['usdE18', 'bps', 'seconds', 'count', 'units'],
  'limit-allowed': ['usdE18', 'bps', 'seconds', 'count', 'units'],
  'asset-reason': ['word'],
  'planned-sale': ['units'],
  'planned-purchase': ['units'],
  'planned-value': ['usdE18'],
  'dropped-value': ['usdE18'],
  'dropped-reason': ['word'],
  'expected-cost': ['usdE18'],
  'expected-benefit': ['usdE18'],
  outcome: ['word'],
  sold: ['units'],
  bought: ['units'],
  'sold-value': ['usdE18'],
  'bought-value': ['usdE18'],
  'filled-at': ['time'],
} as const satisfies Readonly<Record<string, readonly FactUnit[]>>;
export type FactMeasure = keyof typeof FACT_MEASURES;

/** Where a price series is going, and how restless it is beside itself: the only words for it. */
export const TRENDS = ['rising', 'falling', 'sideways'] as const;
export type Trend = (typeof TRENDS)[number];
export const REGIMES = ['calm', 'usual', 'turbulent'] as const;
export type Regime = (typeof REGIMES)[number];

/** A word of a closed list; nothing that anybody typed. */
export type FactWord =
  | Trend
  | Regime
  | 'hold'
  | 'act'
  | Reason
  | TriggerKind
  | LimitName
  | RebalanceOutcome
  | FlowKind;

export type FactValue =
  /** USD in 18 decimals, signed. */
  | { readonly unit: 'usdE18'; readonly amount: bigint }
  /** Raw units of the subject. */
  | { readonly unit: 'units'; readonly amount: bigint; readonly decimals: number }
  | { readonly unit: 'bps' | 'ratioE4' | 'count' | 'seconds'; readonly amount: number }
  | { readonly unit: 'time'; readonly at: UnixSeconds }
  | { readonly unit: 'word'; readonly word: FactWord };

export const FACT_ROW_KINDS = ['decision', 'snapshot', 'order', 'fill', 'flow', 'point', 'price'] as const;

/** A stored row that a fact rests on; `id` is the one by which the API and the pages know it. */
export type FactRow = {
  readonly kind: (typeof FACT_ROW_KINDS)[number];
  readonly id: string;
};

export type Span = { readonly from: UnixSeconds; readonly to: UnixSeconds };

/** What confidence follows from, and nothing else. */
export type FactQuality = {
  /** Of the newest row it rests on, at `asOf`. */
  readonly ageSeconds: number;
  /** Rows that went into it. */
  readonly samples: number;
  /** Who gave the prices, or that stored rows alone did. */
  readonly sources: readonly string[];
};

/** One thing that stored rows say, with what it rests on. A text may name nothing else. */
export type Fact = {
  /** Stable and speaking, one of a kind within {@link Facts}: `value.now`, `return.30d`, `weight.now:WETH`, `decision-reason:<decision>`. */
  readonly id: string;
  readonly measure: FactMeasure;
  /** The asset's name as {@link subjectNames} gives it; null for the portfolio. */
  readonly subject: string | null;
  /** The other asset of a pair: what a correlation is with, what was bought for the subject. */
  readonly against: string | null;
  /** Null for what is said of one moment. */
  readonly span: Span | null;
  readonly value: FactValue;
  readonly quality: FactQuality;
  readonly rows: readonly FactRow[];
};

/** Why there is no such fact; nothing is made up in its place. */
export const FACT_ABSENCES = [...ABSENCES, 'too-few-looks', 'too-few-prices', 'no-limits-read'] as const;
export type FactAbsence = (typeof FACT_ABSENCES)[number];

export type MissingFact = { readonly id: string; readonly why: FactAbsence };

/** Whose facts these are. */
export type FactsAbout = {
  readonly chainId: number;
  readonly address: string;
  readonly portfolioId: string;
  /** What the owner calls it: somebody's text, data and never words of ours. */
  readonly name: string;
};

/** All that is known of one portfolio at one time. */
export type Facts = {
  readonly about: FactsAbout;
  /** Time of the newest block that was looked at. */
  readonly asOf: UnixSeconds;
  readonly facts: readonly Fact[];
  readonly missing: readonly MissingFact[];
};
