import { z } from 'zod';
import type { CostBps } from '../performance/cost-split.ts';
import type { BandsAnswer } from './bands.ts';
import type { ComplianceDto } from './compliance.ts';
import type { PortfolioDto } from './portfolio-dto.ts';
import { REPORT_SPANS, type ReportAnswer } from './reports.ts';

/** What every page of reports begins with. */
export type ReportHead = {
  readonly readAtSeconds: number;
  readonly version: string;
  readonly portfolio: Pick<PortfolioDto, 'id' | 'chainId' | 'address' | 'name' | 'simulated'>;
};

/** What the address of a report may ask; nonsense is as good as nothing. */
export const reportViewSchema = z.object({ span: z.enum(REPORT_SPANS).catch('30d') });
export type ReportView = z.output<typeof reportViewSchema>;

/** A portfolio's report, as its page shows it. */
export type ReportPageDto = ReportHead & {
  readonly view: ReportView;
  readonly answer: ReportAnswer;
  /** Null where nothing was traded. */
  readonly costBps: CostBps | null;
};

/** Who could do what and what was done, as its page shows it; null: whoever looks doesn't own the portfolio. */
export type CompliancePageDto = ReportHead & { readonly compliance: ComplianceDto | null };

/** Bands that were tried, as their page shows them; null: whoever looks doesn't own the portfolio. */
export type BandsPageDto = ReportHead & { readonly answer: BandsAnswer | null };
