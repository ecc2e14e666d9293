import type { Facts } from '../../../lib/facts/fact.ts';
import type { FactSpan } from '../../../lib/facts/portfolio-read.ts';
import type { Result } from '../../../lib/result.ts';
import { keepSummaries, type SummariesKept } from '../../analyst/keep-summaries.ts';
import { readFacts } from '../../analyst/read-facts.ts';
import { askDraftOf, modelOf } from '../../models/ask-draft.ts';
import { readPortfoliosForFacts, readPriceTracks } from '../../store/analyst/fact-reads.ts';
import { claimSummaries, saveSummaries, sweepSummaries } from '../../store/analyst/summaries.ts';
import type { Parts } from '../tick/tick-ports.ts';

/** What a chain's summaries are written with. */
export type SummaryParts = Pick<Parts, 'run'> & {
  readonly env: Pick<Parts['env'], 'model'>;
  readonly served: Pick<Parts['served'], 'chainId'>;
};

/** What summaries tell of. */
const SPAN: FactSpan = '30d';

/** The facts of these portfolios over a span, in one transaction. */
export const factsOf = (
  { run }: Pick<Parts, 'run'>,
  ids: readonly string[],
  span: FactSpan,
): Promise<Result<readonly Facts[]>> =>
  run(async (sql) => {
    const reads = {
      portfolios: (some: readonly string[], stepped: Parameters<typeof readPortfoliosForFacts>[2]) =>
        readPortfoliosForFacts(sql, some, stepped),
      tracks: (wanted: Parameters<typeof readPriceTracks>[1]) => readPriceTracks(sql, wanted),
    };
    const found: Facts[] = [];
    for await (const facts of readFacts(reads, ids, span)) found.push(facts);
    return found;
  });

/** Writes the summaries of a chain's portfolios that are due, worded by whoever the environment names. */
export const writeSummaries = (
  parts: SummaryParts,
  timeIsUp: () => boolean,
): Promise<Result<SummariesKept>> => {
  const { run, env, served } = parts;
  const ask = env.model === null ? null : askDraftOf(modelOf(env.model), env.model.timeoutMs);
  return keepSummaries(
    {
      claim: (limit) => run((sql) => claimSummaries(sql, { chainId: served.chainId, limit })),
      facts: (ids) => factsOf(parts, ids, SPAN),
      ask,
      save: ({ about, asOf }, worded) =>
        run((sql) => saveSummaries(sql, [{ portfolioId: about.portfolioId, asOfSeconds: asOf, ...worded }])),
      sweep: () => run(sweepSummaries),
    },
    timeIsUp,
  );
};
