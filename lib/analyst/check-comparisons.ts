import type { Fact, FactMeasure, Facts } from '../facts/fact.ts';
import { compareFacts, factsFor, measuresOfWay, signOf, spanFits, type TextFault } from './claims.ts';
import { type Clause, subjectOf, subjectsIn } from './clauses.ts';
import type { Token } from './read-text.ts';

type Of<K extends Token['kind']> = Extract<Token, { readonly kind: K }>;

const measuresIn = (tokens: readonly Token[]): readonly (readonly FactMeasure[])[] =>
  tokens.flatMap((token) => (token.kind === 'measure' ? [token.measures] : []));

const namedIn = (tokens: readonly Token[]): readonly string[] =>
  tokens.flatMap((token) => (token.kind === 'subject' ? [token.name] : []));

type Sides = readonly [readonly Fact[], readonly Fact[]];

/** What stands on both sides of a "more than": two assets of one measure, or two measures of one asset. */
const sidesOf = (facts: Facts, clause: Clause, than: Token): Sides | null => {
  const place = clause.tokens.indexOf(than);
  const [left, right] = [clause.tokens.slice(0, place), clause.tokens.slice(place + 1)];
  const measures = measuresIn(left).at(-1) ?? measuresIn(right)[0];
  const other = measuresIn(right)[0] ?? measures;
  if (measures === undefined || other === undefined) return null;
  const subject = subjectOf(clause, than);
  const against = namedIn(right)[0] ?? subject;
  if (subject === against && measures === other) return null;
  if (left.length === 0) return null;
  return [
    factsFor(facts, clause, { measures, subject }),
    factsFor(facts, clause, { measures: other, subject: against }),
  ];
};

const holdsThan = (facts: Facts, clause: Clause, than: Of<'than'>): boolean => {
  const sides = sidesOf(facts, clause, than);
  // A number beside a comparison could be either side of it.
  if (sides === null || clause.tokens.some(({ kind }) => kind === 'number')) return false;
  const [left, right] = sides;
  const wanted = than.more ? 1 : -1;
  return (
    left.length > 0 &&
    right.length > 0 &&
    left.every((one) => right.every((other) => compareFacts(one, other) === wanted))
  );
};

/** A drift is large on either side of its target. */
const bySize = (fact: Fact): Fact =>
  fact.measure === 'drift' && fact.value.unit === 'bps'
    ? { ...fact, value: { unit: 'bps', amount: Math.abs(fact.value.amount) } }
    : fact;

const holdsTop = (facts: Facts, clause: Clause, top: Of<'top'>): boolean => {
  const measures = measuresIn(clause.tokens);
  const names = subjectsIn(clause);
  const [first] = measures;
  if (first === undefined || measures.length !== 1 || names.length !== 1) return false;
  const ofAssets = facts.facts.filter(
    (fact) => first.includes(fact.measure) && fact.subject !== null && spanFits(fact, clause),
  );
  const mine = ofAssets.filter(({ subject }) => subject === names[0]);
  const wanted = top.most ? 1 : -1;
  const others = ofAssets.filter(({ subject }) => subject !== names[0]);
  return (
    mine.length === 1 &&
    others.length > 0 &&
    mine.every((one) => others.every((other) => compareFacts(bySize(one), bySize(other)) === wanted))
  );
};

/** Who goes which way without a number: every fact there is of it has to go that way. */
const holdsWay = (facts: Facts, clause: Clause, way: Of<'way'>): boolean => {
  const subject = subjectOf(clause, way);
  const named = measuresIn(clause.tokens);
  const measures = measuresOfWay(named.length === 0 ? null : named.flat(), subject);
  const found = factsFor(facts, clause, { measures, subject });
  return found.length > 0 && found.every((fact) => signOf(fact) === (way.up ? 1 : -1));
};

/** What a clause says of more and less, of most and least, and of ways without a number, worked out again. */
export const checkComparisons = (facts: Facts, clause: Clause): readonly TextFault[] =>
  clause.tokens.flatMap((token): readonly TextFault[] => {
    const place = { at: token.at, text: token.text };
    if (token.kind === 'than')
      return holdsThan(facts, clause, token) ? [] : [{ kind: 'comparison', ...place }];
    if (token.kind === 'top') return holdsTop(facts, clause, token) ? [] : [{ kind: 'comparison', ...place }];
    const isAlone = !clause.tokens.some(({ kind }) => kind === 'number');
    if (token.kind === 'way' && isAlone)
      return holdsWay(facts, clause, token) ? [] : [{ kind: 'way', ...place }];
    return [];
  });
