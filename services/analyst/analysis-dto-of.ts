import type { AnalysisDto, FactDto } from '../../lib/api/analysis.ts';
import type { Fact, Facts, FactValue } from '../../lib/facts/fact.ts';
import type { FactSpan } from '../../lib/facts/portfolio-read.ts';

const amountOf = (value: FactValue): Pick<FactDto, 'unit' | 'amount' | 'decimals' | 'word'> => {
  const none = { unit: value.unit, amount: null, decimals: null, word: null };
  if (value.unit === 'word') return { ...none, word: value.word };
  if (value.unit === 'time') return { ...none, amount: `${value.at}` };
  return { ...none, amount: `${value.amount}`, decimals: value.unit === 'units' ? value.decimals : null };
};

const factDtoOf = ({ id, measure, subject, against, span, value, quality, rows }: Fact): FactDto => ({
  ...{ id, measure, subject, against },
  ...{ fromSeconds: span?.from ?? null, toSeconds: span?.to ?? null },
  ...amountOf(value),
  ...{ ageSeconds: quality.ageSeconds, samples: quality.samples, sources: [...quality.sources] },
  rows: rows.map((row) => ({ ...row })),
});

/** Facts as the API answers them. */
export const analysisDtoOf = ({ about, asOf, facts, missing }: Facts, span: FactSpan): AnalysisDto => ({
  ...{ portfolioId: about.portfolioId, chainId: about.chainId, address: about.address, span },
  asOfSeconds: asOf,
  facts: facts.map(factDtoOf),
  missing: missing.map((one) => ({ ...one })),
});
