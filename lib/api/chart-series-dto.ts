import type { ChartMark } from '../ledger/portfolio-history.ts';

/** One point of a portfolio's series, at the chain's time. */
export type ChartPointDto = {
  readonly timeSeconds: number;
  /** Of what was held. */
  readonly valueUsd: string;
  /** The basket that was put in and left alone; null while one of its assets has no price. */
  readonly holdUsd: string | null;
  readonly trackingErrorBps: number | null;
  /** weight − target, in the order of the assets; null where it wasn't counted. */
  readonly driftsBps: readonly (number | null)[];
  /** Nobody looked for a while before it: no line leads here. */
  readonly isAfterGap: boolean;
};

/** What a portfolio's charts are drawn from. */
export type ChartSeriesDto = {
  readonly assets: readonly {
    readonly token: string;
    readonly symbol: string;
    /** Null for an asset that is no longer held. */
    readonly targetBps: number | null;
    /** From the target to an edge of the band of now; null without a band. */
    readonly widthBps: number | null;
  }[];
  readonly points: readonly ChartPointDto[];
  readonly marks: readonly ChartMark[];
};
