import 'server-only';
import type { TransactionSql } from 'postgres';
import { type AnalysisDto, readAnalysis as declared } from '../../../lib/api/analysis.ts';
import type { FactSpan } from '../../../lib/facts/portfolio-read.ts';
import { ok } from '../../../lib/result.ts';
import { analysisDtoOf } from '../../analyst/analysis-dto-of.ts';
import { type FactReads, readFacts } from '../../analyst/read-facts.ts';
import { readPortfoliosForFacts, readPriceTracks } from '../../store/analyst/fact-reads.ts';
import { serve } from '../api.ts';
import { unknownPortfolio } from './portfolio-access.ts';

/** What is stored of portfolios and markets, as their facts need it. */
export const factReadsOf = (sql: TransactionSql): FactReads => ({
  portfolios: (ids, stepped) => readPortfoliosForFacts(sql, ids, stepped),
  tracks: (wanted) => readPriceTracks(sql, wanted),
});

/** Null alike where there is no such portfolio and where the viewer may not see it. */
const analysisOf = async (sql: TransactionSql, id: string, span: FactSpan): Promise<AnalysisDto | null> => {
  for await (const facts of readFacts(factReadsOf(sql), [id], span)) return analysisDtoOf(facts, span);
  return null;
};

export const readAnalysis = serve(declared, ({ params: { id }, query: { span }, inDatabase }) =>
  inDatabase(async (sql) => {
    const analysis = await analysisOf(sql, id, span);
    return analysis === null ? unknownPortfolio : ok(analysis);
  }),
);
