import type { Fact, FactMeasure, Facts } from '../facts/fact.ts';
import type { Clause } from './clauses.ts';
import { WAY_MEASURES } from './measure-words.ts';
import { spanText, spokenSubject } from './say-fact.ts';

/** What a checked text did not have from its facts. */
export const FAULT_KINDS = [
  ...(['unread', 'number', 'time', 'span', 'measure', 'comparison', 'way', 'word', 'decision'] as const),
] as const;
export type TextFault = {
  readonly kind: (typeof FAULT_KINDS)[number];
  /** Where in the text it stands, and what does. */
  readonly at: number;
  readonly text: string;
};

/** The decision that a fact is of, whose id follows its measure; null for what is said of now or a span. A sentence may not take from two. */
export const decisionsOf = ({ id, measure, rows }: Fact): readonly string[] | null =>
  id.startsWith(`${measure}:`) ? rows.filter(({ kind }) => kind === 'decision').map((row) => row.id) : null;

/** A moment's fact is not of a span that the sentence names, nor a span's of another. */
export const spanFits = (fact: Fact, { span, isSpanOwn }: Clause): boolean =>
  fact.span === null ? !isSpanOwn || decisionsOf(fact) !== null : spanText(fact.span) === span;

export type Wanted = { readonly measures: readonly FactMeasure[]; readonly subject: string | null };

/** Facts of these measures and this asset that the clause's time allows. */
export const factsFor = ({ facts }: Facts, clause: Clause, { measures, subject }: Wanted): readonly Fact[] =>
  facts.filter(
    (fact) => measures.includes(fact.measure) && spokenSubject(fact) === subject && spanFits(fact, clause),
  );

/** What is meant by who rises and falls: a price, or the whole; else the measure that is named with it. */
export const measuresOfWay = (
  said: readonly FactMeasure[] | null,
  subject: string | null,
): readonly FactMeasure[] => {
  if (said === null) return WAY_MEASURES[subject === null ? 'whole' : 'asset'];
  return said.includes('price') ? WAY_MEASURES.asset : said;
};

/** Which way a fact goes, as it is written; null where it has none. */
export const signOf = ({ value }: Fact): number | null => {
  switch (value.unit) {
    case 'usdE18':
      return value.amount > 0n ? 1 : value.amount < 0n ? -1 : 0;
    case 'bps':
      return Math.sign(Math.round(value.amount));
    case 'ratioE4':
    case 'count':
      return Math.sign(value.amount);
    case 'word':
      return value.word === 'rising' ? 1 : value.word === 'falling' ? -1 : null;
    default:
      return null;
  }
};

/** Below, at or above zero as `one` is less, the same or more; null where the two can't be compared. */
export const compareFacts = (one: Fact, other: Fact): number | null => {
  const [a, b] = [one.value, other.value];
  if (a.unit === 'usdE18' && b.unit === 'usdE18')
    return a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0;
  const isPlain = a.unit === 'bps' || a.unit === 'ratioE4' || a.unit === 'count' || a.unit === 'seconds';
  return isPlain && a.unit === b.unit ? Math.sign(a.amount - b.amount) : null;
};
