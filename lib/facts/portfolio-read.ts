import type { Buckets, Guard } from '../engine/snapshot.ts';
import type { RebalanceOrder } from '../performance/rebalance-statistics.ts';
import type { Ratio } from '../performance/returns.ts';
import type { FlowValue, SeriesPoint } from '../performance/series-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { AttributedFill } from './contributions.ts';
import type { FactsAbout, Span } from './fact.ts';

/** The spans that facts are told of. */
export const FACT_SPANS = ['24h', '7d', '30d', '90d'] as const;
export type FactSpan = (typeof FACT_SPANS)[number];

/** What the newest look saw that no series keeps. */
export type LastLook = {
  readonly decisionId: string;
  readonly snapshotId: string;
  readonly atSeconds: UnixSeconds;
  readonly assets: readonly {
    readonly token: string;
    readonly symbol: string;
    readonly targetBps: number;
    /** Whose price it was; null where there was none. */
    readonly source: string | null;
  }[];
  readonly guard: Pick<Guard, 'lossBpsPerDay' | 'turnoverBpsPerDay'>;
  readonly buckets: Pick<Buckets, 'lossLeftE18' | 'turnoverLeftE18'>;
};

/** A kept point, as trends are read from it. */
export type StepPoint = {
  readonly atSeconds: UnixSeconds;
  readonly observedSeconds: number;
  readonly growth: Ratio;
};

export type ReadFlow = Pick<
  FlowValue,
  'kind' | 'blockNumber' | 'timeSeconds' | 'token' | 'units' | 'valueUsdE18' | 'beforeUsdE18' | 'afterUsdE18'
>;

/** All that is stored of one portfolio in a span, as its facts need it. */
export type PortfolioRead = {
  readonly about: FactsAbout;
  /** The newest point; null before the first. */
  readonly end: SeriesPoint | null;
  /** The last point up to the span's beginning; null where the portfolio is younger: from the beginning. */
  readonly start: SeriesPoint | null;
  /** The first point of all has a target index. */
  readonly isIndexed: boolean;
  /** The last point of each step after the start, oldest first, with the start and the end. */
  readonly steps: readonly StepPoint[];
  /** After the start's block, in the order of the chain, as the fills are. */
  readonly flows: readonly ReadFlow[];
  readonly fills: readonly AttributedFill[];
  /** Of the decisions to act from the start on. */
  readonly orders: readonly RebalanceOrder[];
  /** Null where there is none that can be read. */
  readonly look: LastLook | null;
};

/** What a portfolio's facts are worked out from, with what all of them need. */
export type Scene = Omit<PortfolioRead, 'end'> & {
  readonly end: SeriesPoint;
  readonly spanName: FactSpan;
  readonly span: Span;
  /** What each token is called, those that are gone included. */
  readonly names: ReadonlyMap<string, string>;
  /** Who gave the prices of the newest look. */
  readonly sources: readonly string[];
  readonly asOf: UnixSeconds;
};
