import { textOf } from '../../lib/analyst/said.ts';
import { FACTS } from '../../lib/analyst/testing/facts.ts';
import { allFacts, answerTo, QUESTIONS } from '../../lib/analyst/testing/questions.ts';
import { readAgain } from '../../lib/analyst/testing/second-reader/second-reader.ts';
import type { Facts } from '../../lib/facts/fact.ts';
import { type AskDraft, type Worded, wordSummary } from '../../services/analyst/word-summary.ts';

/** Something that a model is to word: the facts that a question's answer rests on, or all of a summary. */
export type SuiteCase = {
  readonly name: string;
  /** Null: the question has no answer, and nobody is asked. */
  readonly facts: Facts | null;
  /** One of these at least must be said; the summary may say any. */
  readonly needed: readonly string[];
};

const caseOf = ([question, ...needed]: (typeof QUESTIONS)[number]): SuiteCase => {
  const { answer } = answerTo(question);
  const told = new Set(answer.sentences.flatMap(({ factIds }) => factIds));
  const known = allFacts();
  const facts = known.facts.filter(({ id }) => told.has(id));
  return { name: question, needed, facts: facts.length === 0 ? null : { ...known, facts } };
};

/** The questions of the analyst's suite, and a summary of everything. Of a question only the facts of its answer reach a model, as in the app. */
export const suiteCases = (): readonly SuiteCase[] => [
  ...QUESTIONS.map(caseOf),
  { name: 'The summary of everything', facts: FACTS, needed: [] },
];

/** One case, asked so many times. */
export type CaseResult = {
  readonly name: string;
  readonly tries: number;
  /** Times in which the model's own words stood, and said what was asked for. */
  readonly passes: number;
  /** Why it did not, with how often. */
  readonly whyNot: Readonly<Record<string, number>>;
  /** Texts that reached the page with something that their facts don't hold, by a reader that shares nothing with the checker. */
  readonly wrong: readonly string[];
};

export type SuiteReport = {
  readonly cases: readonly CaseResult[];
  readonly tries: number;
  /** The mean share of passes. */
  readonly passAt1: number;
  /** The share of cases that passed every time: pass^k of k tries. */
  readonly passEvery: number;
  readonly wrong: number;
};

type Asking = {
  readonly ask: NonNullable<AskDraft>;
  readonly tries: number;
  /** Between two requests: an endpoint has its limits. */
  readonly pause: () => Promise<void>;
  /** As the app words it; another one only shows that this would find what that lets through. */
  readonly word?: (facts: Facts, ask: AskDraft) => Promise<Worded>;
};

const triedOnce = async (
  { name, needed }: SuiteCase,
  facts: Facts,
  { ask, word = wordSummary }: Asking,
): Promise<{ readonly why: string | null; readonly wrong: readonly string[] }> => {
  const { sentences, whyTemplate } = await word(facts, ask);
  const page = textOf(sentences);
  const wrong = readAgain(facts, page).map((fault) => `${name}: ${fault}: ${page}`);
  const told = new Set(sentences.flatMap(({ factIds }) => factIds));
  const isAnswered = needed.length === 0 || needed.some((id) => told.has(id));
  return { why: whyTemplate ?? (isAnswered ? null : 'says nothing of what was asked'), wrong };
};

const tried = async (one: SuiteCase, asking: Asking): Promise<CaseResult> => {
  const { name, facts } = one;
  const { tries, pause } = asking;
  if (facts === null) return { name, tries, passes: tries, whyNot: {}, wrong: [] };
  const whyNot: Record<string, number> = {};
  const wrong: string[] = [];
  let passes = 0;
  for (let count = 0; count < tries; count += 1) {
    const found = await triedOnce(one, facts, asking);
    wrong.push(...found.wrong);
    if (found.why === null) passes += 1;
    else whyNot[found.why] = (whyNot[found.why] ?? 0) + 1;
    await pause();
  }
  return { name, tries, passes, whyNot, wrong };
};

/** Has every case worded so many times by the app's own code, and counts. */
export const runSuite = async (
  cases: readonly SuiteCase[],
  asking: Asking,
  report: (result: CaseResult) => void = () => undefined,
): Promise<SuiteReport> => {
  const results: CaseResult[] = [];
  for (const one of cases) {
    const result = await tried(one, asking);
    report(result);
    results.push(result);
  }
  const meanOf = (share: (result: CaseResult) => number): number =>
    results.length === 0 ? 0 : results.reduce((sum, one) => sum + share(one), 0) / results.length;
  return {
    ...{ cases: results, tries: asking.tries },
    passAt1: meanOf(({ passes, tries }) => passes / tries),
    passEvery: meanOf(({ passes, tries }) => (passes === tries ? 1 : 0)),
    wrong: results.reduce((sum, one) => sum + one.wrong.length, 0),
  };
};
