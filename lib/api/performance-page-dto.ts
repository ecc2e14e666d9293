import { z } from 'zod';
import type { CostBps } from '../performance/cost-split.ts';
import type { Absence } from '../performance/figure.ts';
import { idField, type Page } from './fields.ts';
import { type PerformanceDto, RANGES, type StatisticsDto } from './performance.ts';
import type { PortfolioDto } from './portfolio-dto.ts';
import type { RebalanceLogDto } from './rebalances.ts';

/** What the address of a performance page may ask; nonsense is as good as nothing. `before`: rebalances of before this decision. */
export const performanceViewSchema = z.object({
  range: z.enum(RANGES).catch('all'),
  before: idField.nullable().catch(null).default(null),
});
export type PerformanceView = z.output<typeof performanceViewSchema>;

/** The address of a portfolio's performance page in a view; what nobody asked for is left out. */
export const performanceHref = (href: string, { range, before }: PerformanceView): string => {
  const wanted = [range !== 'all' && `range=${range}`, before !== null && `before=${before}`].filter(Boolean);
  return `${href}/performance${wanted.length === 0 ? '' : `?${wanted.join('&')}`}`;
};

/** Returns since the span's first point. */
export type ReturnPointDto = {
  readonly timeSeconds: number;
  readonly growthBps: number | null;
  readonly holdBps: number | null;
  readonly indexBps: number | null;
  /** Nobody looked for a while before it: no line leads here. */
  readonly isAfterGap: boolean;
};

/** What became of a portfolio, as its page shows it. */
export type PerformancePageDto = {
  readonly readAtSeconds: number;
  readonly version: string;
  readonly portfolio: Pick<PortfolioDto, 'id' | 'chainId' | 'address' | 'name' | 'simulated'>;
  /** Whoever reads owns the portfolio. */
  readonly isOwner: boolean;
  /** Whether they are told what its owner is: they own it, or guard the account. */
  readonly isTold: boolean;
  readonly view: PerformanceView;
  /** Between the first look and the last; returns and statistics of fewer than seven days are not told. */
  readonly watchedSeconds: number;
  readonly isYoung: boolean;
  readonly performance: PerformanceDto | null;
  readonly performanceAbsent: Absence | null;
  readonly statistics: StatisticsDto | null;
  readonly statisticsAbsent: Absence | null;
  /** Null where nothing was traded. */
  readonly costBps: CostBps | null;
  readonly points: readonly ReturnPointDto[];
  readonly rebalances: Page<RebalanceLogDto>;
};
