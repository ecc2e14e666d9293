import { type Confidence, confidenceOf } from '../../lib/analyst/confidence.ts';
import { wordDraft } from '../../lib/analyst/draft.ts';
import type { Said } from '../../lib/analyst/said.ts';
import { summarySentences } from '../../lib/analyst/summary-sentences.ts';
import type { Facts } from '../../lib/facts/fact.ts';
import type { FailureCode } from '../../lib/failure-code.ts';
import type { Result } from '../../lib/result.ts';

/** Asks for a draft with slots about facts, which whoever answers may only read; null = nobody is to be asked. */
export type AskDraft = ((facts: Facts) => Promise<Result<string>>) | null;

/** A summary, and whose words it is in. */
export type Worded = {
  readonly sentences: readonly Said[];
  readonly confidence: Confidence;
  /** Null: a model's, checked. Else the template's, and why. */
  readonly whyTemplate: FailureCode | null;
};

const withConfidence = (
  facts: Facts,
  sentences: readonly Said[],
  whyTemplate: Worded['whyTemplate'],
): Worded => {
  const told = new Set(sentences.flatMap(({ factIds }) => factIds));
  return {
    ...{ sentences, whyTemplate },
    confidence: confidenceOf(facts.facts.filter(({ id }) => told.has(id))),
  };
};

/**
 * The summary of these facts. The template exists before anybody is asked, and stands whenever nobody answers in time or at all, or what was
 * answered says what the facts don't hold.
 */
export const wordSummary = async (facts: Facts, ask: AskDraft): Promise<Worded> => {
  const template = (why: FailureCode): Worded => withConfidence(facts, summarySentences(facts), why);
  if (ask === null) return template('not-configured');
  const draft = await ask(facts);
  if (!draft.ok) return template(draft.error.code);
  const worded = wordDraft(facts, draft.value);
  return worded.ok ? withConfidence(facts, [worded.value], null) : template(worded.error.code);
};
