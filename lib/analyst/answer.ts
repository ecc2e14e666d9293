import { decisionFacts, type JournaledDecision } from '../facts/decision-facts.ts';
import type { Fact, FactRow, Facts } from '../facts/fact.ts';
import { subjectNames } from '../facts/subject-names.ts';
import { checkText } from './check-text.ts';
import { type Confidence, confidenceOf } from './confidence.ts';
import { decisionSentences } from './decision-sentences.ts';
import type { Asked } from './question.ts';
import { type Said, textOf } from './said.ts';
import { factSentences, summarySentences } from './summary-sentences.ts';

/** Decisions that one answer tells of. */
const TOLD_MAX = 3;

/** What is answered: sentences, and the rows that they rest on. */
export type Answer = {
  readonly kind: Exclude<Asked['kind'], 'not-its-asset'> | 'nothing-recorded';
  readonly sentences: readonly Said[];
  readonly rows: readonly FactRow[];
  readonly confidence: Confidence;
};

/** Said where nothing is known; no figure is in them. */
const WORDS = {
  unknown:
    'This can’t be answered from what is recorded. Ask why something was sold, bought or left alone, or for a value, weight, return, cost, drift or limit.',
  nothing: 'Nothing of the kind is recorded of that time.',
  notItsAsset: 'The portfolio has no asset of that name, so nothing is recorded of it.',
} as const;

const plain = (kind: Answer['kind'], text: string): Answer => ({
  ...{ kind, rows: [], confidence: 'low', sentences: [{ text, factIds: [] }] },
});

const rowsOf = (facts: readonly Fact[]): readonly FactRow[] => [
  ...new Map(facts.flatMap(({ rows }) => rows).map((row) => [`${row.kind}:${row.id}`, row])).values(),
];

/** An answer whose figures are all held; one that says more is not given at all. */
const answerOf = (kind: Answer['kind'], facts: Facts, sentences: readonly Said[]): Answer => {
  const told = new Set(sentences.flatMap(({ factIds }) => factIds));
  const used = facts.facts.filter(({ id }) => told.has(id));
  if (sentences.length === 0 || checkText(facts, textOf(sentences)).length > 0)
    return plain('nothing-recorded', WORDS.nothing);
  return { kind, sentences, rows: rowsOf(used), confidence: confidenceOf(used) };
};

type Why = Extract<Asked, { readonly kind: 'why' }>;

const legsOf = ({ decision: { plan } }: JournaledDecision) => (plan.kind === 'act' ? plan.legs : []);

/** Whether a decision is one that is asked about. */
const isMeant = (
  one: JournaledDecision,
  { side, asset, period }: Why,
  tokenOf: (name: string) => string | null,
): boolean => {
  const { decidedAt, plan } = one.decision;
  if (period !== null && (decidedAt < period.from || decidedAt >= period.to)) return false;
  if (side === 'hold') return plan.kind === 'hold';
  if (side === null) return true;
  if (plan.kind !== 'act') return false;
  if (asset === null) return true;
  const token = tokenOf(asset);
  return legsOf(one).some(
    ({ sellToken, buyToken }) =>
      (side !== 'buy' && sellToken === token) || (side !== 'sell' && buyToken === token),
  );
};

/** Why something was done or left, from the decisions themselves, the newest first. */
export const answerWhy = (
  asked: Why,
  recorded: readonly JournaledDecision[],
  { about, asOf }: Pick<Facts, 'about' | 'asOf'>,
): Answer => {
  const meant = recorded
    .filter((one) => isMeant(one, asked, (name) => tokenNamed(one, name)))
    .sort((a, b) => b.decision.decidedAt - a.decision.decidedAt)
    .slice(0, TOLD_MAX);
  const answers = meant.map((one) => {
    const facts: Facts = { about, asOf, missing: [], facts: decisionFacts(one, asOf) };
    return answerOf('why', facts, decisionSentences(facts));
  });
  const told = answers.filter(({ kind }) => kind === 'why');
  const [first] = told;
  if (first === undefined) return plain('nothing-recorded', WORDS.nothing);
  return {
    kind: 'why',
    sentences: told.flatMap(({ sentences }) => sentences),
    rows: told.flatMap(({ rows }) => rows),
    confidence: told.some(({ confidence }) => confidence === 'low') ? 'low' : first.confidence,
  };
};

const tokenNamed = ({ snapshot }: JournaledDecision, name: string): string | null =>
  [...subjectNames(snapshot.assets)].find(([, called]) => called === name)?.[0] ?? null;

/** What facts answer: those of the measures and the asset that are asked for. */
export const answerFacts = (asked: Exclude<Asked, Why>, facts: Facts): Answer => {
  if (asked.kind === 'unknown') return plain('unknown', WORDS.unknown);
  if (asked.kind === 'not-its-asset') return plain('nothing-recorded', WORDS.notItsAsset);
  if (asked.kind === 'summary') return answerOf('summary', facts, summarySentences(facts));
  return answerOf('fact', facts, factSentences(facts, asked));
};
