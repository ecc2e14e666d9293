import 'server-only';
import type { TransactionSql } from 'postgres';
import { type Answer, answerFacts, answerWhy } from '../../../lib/analyst/answer.ts';
import { namesOf } from '../../../lib/analyst/check-text.ts';
import { classify } from '../../../lib/analyst/question.ts';
import { verdictSentence, warningSentence } from '../../../lib/analyst/warnings/warning-sentences.ts';
import * as declared from '../../../lib/api/analyst.ts';
import type { Facts } from '../../../lib/facts/fact.ts';
import { ok } from '../../../lib/result.ts';
import { readFacts } from '../../analyst/read-facts.ts';
import { askForSummary as askInStore, readSummaries } from '../../store/analyst/summaries.ts';
import { countWarnings, readWarnings, type StoredWarning } from '../../store/analyst/warnings.ts';
import { readAskedDecisions } from '../../store/tick/asked-decisions.ts';
import { serve } from '../api.ts';
import { factReadsOf } from './analysis.ts';
import { asOwner, unknownPortfolio, whereSeen, whereTold } from './portfolio-access.ts';

const SUMMARIES = 24;

export const listSummaries = serve(declared.listSummaries, ({ params: { id }, inDatabase }) =>
  inDatabase((sql) =>
    whereSeen(sql, id, async () => {
      const stored = await readSummaries(sql, { portfolioId: id, limit: SUMMARIES });
      return ok({
        summaries: stored.map(({ sentences, ...one }) => ({ ...one, sentences: sentencesDto(sentences) })),
      });
    }),
  ),
);

const sentencesDto = (sentences: Answer['sentences']): declared.AnswerDto['sentences'] =>
  sentences.map(({ text, factIds }) => ({ text, factIds: [...factIds] }));

export const askForSummary = serve(declared.askForSummary, ({ params: { id }, caller, inDatabase }) =>
  asOwner({ caller, inDatabase }, id, async (sql) => {
    await askInStore(sql, id);
    return ok({ asked: true as const });
  }),
);

const WARNINGS = 50;
const WEEK_DAYS = 7;

const warningDtoOf = (warning: StoredWarning): declared.WarningDto => {
  const { id, kind, threshold, seen, raisedAtSeconds, dueAtSeconds, verdict, judgedAtSeconds } = warning;
  return {
    ...{ id, kind, threshold, seen, raisedAtSeconds, dueAtSeconds, judgedAtSeconds },
    ...{ assets: warning.assets.map(({ name }) => name), sentence: warningSentence(warning) },
    ...{ unit: kind === 'correlation-high' ? 'ratioE4' : 'bps', factIds: [...warning.factIds] },
    outcome: verdict?.outcome ?? null,
    amount: verdict === null || verdict.outcome === 'not-judged' ? null : verdict.amount,
    verdict: verdict === null ? null : verdictSentence(warning, verdict),
  };
};

export const listWarnings = serve(declared.listWarnings, ({ params: { id }, inDatabase }) =>
  inDatabase((sql) =>
    whereSeen(sql, id, async () =>
      ok({
        warnings: (await readWarnings(sql, { portfolioId: id, limit: WARNINGS })).map(warningDtoOf),
        lastWeek: await countWarnings(sql, { portfolioId: id, days: WEEK_DAYS }),
        all: await countWarnings(sql, { portfolioId: id, days: null }),
      }),
    ),
  ),
);

const factsOf = async (sql: TransactionSql, id: string): Promise<Facts | null> => {
  for await (const facts of readFacts(factReadsOf(sql), [id], '30d')) return facts;
  return null;
};

const answerTo = async (sql: TransactionSql, id: string, question: string): Promise<Answer | null> => {
  const facts = await factsOf(sql, id);
  if (facts === null) return null;
  const asked = classify(question, { names: namesOf(facts), now: facts.asOf });
  if (asked.kind !== 'why') return answerFacts(asked, facts);
  return answerWhy(asked, await readAskedDecisions(sql, id, asked.period), facts);
};

export const askQuestion = serve(declared.askQuestion, ({ params: { id }, body: { question }, inDatabase }) =>
  inDatabase((sql) =>
    whereTold(sql, id, async () => {
      const answer = await answerTo(sql, id, question);
      if (answer === null) return unknownPortfolio;
      const { kind, sentences, rows, confidence } = answer;
      return ok({
        kind,
        confidence,
        sentences: sentencesDto(sentences),
        rows: rows.map((row) => ({ ...row })),
      });
    }),
  ),
);
