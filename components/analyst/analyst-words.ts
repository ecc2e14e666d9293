import type { SummaryDto } from '../../lib/api/analyst.ts';
import type { ShownWarnings } from './use-warnings.ts';

const WHY: Readonly<Record<string, string>> = {
  'not-configured': 'no model is set',
  'model-limited': 'the model’s quota is used up',
  'model-malformed': 'the model answered what can’t be read',
  'model-refused': 'the model’s endpoint refused',
  'model-slow': 'the model didn’t answer in time',
  'model-unavailable': 'the model’s endpoint can’t be reached',
  'text-unsupported': 'the model said something that the facts don’t hold',
};

/** Whose words a summary is in. */
export const wordedWords = ({ whyTemplate }: Pick<SummaryDto, 'whyTemplate'>): string =>
  whyTemplate === null
    ? 'Worded by a model; every figure was checked against the facts.'
    : `In the template’s words: ${WHY[whyTemplate] ?? 'no model worded it'}.`;

/** How far a text can be relied on. */
export const CONFIDENCE_WORDS: Readonly<Record<SummaryDto['confidence'], string>> = {
  high: 'Confidence: high, by the age, the sources and the number of its rows.',
  medium: 'Confidence: medium, since some of its rows are old or few.',
  low: 'Confidence: low, since some of its rows are older than a day, or too few.',
};

type Counts = ShownWarnings['all'];

const isNone = ({ cameTrue, didNot, notJudged }: Counts): boolean => cameTrue + didNot + notJudged === 0;

const countsText = ({ cameTrue, didNot, notJudged }: Counts): string =>
  `${cameTrue} came true, ${didNot} did not, ${notJudged} could not be judged`;

/** How many of the last week's warnings, and of all, came to what. */
export const recordWords = ({ lastWeek, all }: Pick<ShownWarnings, 'lastWeek' | 'all'>): string => {
  if (isNone(all)) return 'No warning has been judged yet: each is when its seven days are over.';
  const week = isNone(lastWeek) ? 'none was judged' : countsText(lastWeek);
  return `In the last 7 days: ${week}. Of all that are kept: ${countsText(all)}.`;
};

/** Over what a warning stands in the list. */
export const OUTCOME_WORDS: Readonly<Record<'open' | 'came-true' | 'did-not' | 'not-judged', string>> = {
  open: 'Open',
  'came-true': 'Came true',
  'did-not': 'Did not come true',
  'not-judged': 'Not judged',
};
