import type { ChartSeriesDto } from './chart-series-dto.ts';
import type { PlanDto } from './portfolio-detail-dto.ts';
import type { LookDto, PortfolioState } from './portfolio-dto.ts';

/** One simulated fill, whole and at the close of its row. Amounts are exact decimal text. */
export type DemoFillDto = {
  readonly id: string;
  readonly atSeconds: number;
  readonly sellSymbol: string;
  readonly buySymbol: string;
  readonly sellUnits: string;
  readonly buyUnits: string;
  readonly valueUsd: string;
  readonly costUsd: string;
};

/** All that the demo's page shows of one row: what the engine saw and decided there, and what had come of it until then. */
export type DemoView = {
  readonly row: number;
  /** The last one there is. */
  readonly rows: number;
  /** The next row that trades; null where none does. */
  readonly nextTradeRow: number | null;
  readonly policyText: string;
  readonly state: PortfolioState;
  readonly stateDetail: string | null;
  readonly look: LookDto;
  readonly plan: PlanDto;
  /** Of this row. */
  readonly filledNow: readonly DemoFillDto[];
  /** Newest first, this row's among them. */
  readonly lastFills: readonly DemoFillDto[];
  readonly fillCount: number;
  /** Rows that traded. */
  readonly rebalances: number;
  /** After this row's trades. */
  readonly valueUsd: string;
  /** The first basket, left alone. */
  readonly holdUsd: string;
  /** Of all trades so far. */
  readonly costUsd: string;
  readonly series: ChartSeriesDto;
};
