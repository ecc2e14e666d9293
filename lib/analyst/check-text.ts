import type { Fact, FactMeasure, Facts } from '../facts/fact.ts';
import { FACT_MEASURES } from '../facts/fact.ts';
import { agreement } from './agrees.ts';
import { checkComparisons } from './check-comparisons.ts';
import { decisionsOf, factsFor, measuresOfWay, signOf, spanFits, type TextFault } from './claims.ts';
import { type Clause, pairsIn, type Sentence, sentencesOf, subjectOf, subjectsIn } from './clauses.ts';
import { readText, type Token } from './read-text.ts';
import { spanText, timeText } from './say-fact.ts';

export type { TextFault } from './claims.ts';

type Of<K extends Token['kind']> = Extract<Token, { readonly kind: K }>;
type Measure = Of<'measure'>;

/** What a clause says, each with the facts that may stand behind it: none, and it is a fault. */
type Claim = { readonly token: Token; readonly kind: TextFault['kind']; readonly held: readonly Fact[] };

const isOfTime = ({ measures }: Measure): boolean =>
  measures.some((measure) => (FACT_MEASURES[measure] as readonly string[]).includes('time'));

const waysIn = ({ tokens }: Clause): readonly Of<'way'>[] =>
  tokens.flatMap((token) => (token.kind === 'way' ? [token] : []));

/** What a correlation is with, or what was bought for it, is named beside it. */
const pairFits = ({ subject, against }: Fact, { named }: Clause): boolean =>
  against === null || (named.includes(against) && subject !== null && named.includes(subject));

/** Of a correlation, either may be named first. */
const ofPair = (facts: Facts, clause: Clause, measures: readonly FactMeasure[]): readonly Fact[] =>
  measures.includes('correlation')
    ? clause.named.flatMap((subject) =>
        factsFor(facts, clause, { measures, subject }).filter((fact) => pairFits(fact, clause)),
      )
    : [];

const candidates = (
  facts: Facts,
  clause: Clause,
  { token, measures }: { readonly token: Token; readonly measures: readonly FactMeasure[] },
): readonly Fact[] => {
  const own = factsFor(facts, clause, { measures, subject: subjectOf(clause, token) });
  const fitting = own.filter((fact) => pairFits(fact, clause));
  return fitting.length > 0 ? fitting : ofPair(facts, clause, measures);
};

/** "0.81 WETH" is an amount of it. */
const isAmount = ({ tokens }: Clause, number: Of<'number'>): boolean =>
  tokens[tokens.indexOf(number) + 1]?.kind === 'subject';

const numberHeld = (
  facts: Facts,
  clause: Clause,
  { number, measure }: { readonly number: Of<'number'>; readonly measure: Measure | undefined },
): readonly Fact[] => {
  const [way, ...more] = waysIn(clause);
  if (more.length > 0 || (way === undefined && measure === undefined)) return [];
  const said = measure?.measures ?? null;
  const measures = way === undefined ? (said ?? []) : measuresOfWay(said, subjectOf(clause, number));
  return candidates(facts, clause, { token: number, measures }).filter((fact) => {
    if (isAmount(clause, number) && fact.value.unit !== 'units') return false;
    const agrees = agreement(number, fact);
    if (agrees === null) return false;
    if (way === undefined) return agrees === 'as-written';
    return number.sign !== '−' && signOf(fact) === (way.up ? 1 : -1);
  });
};

const numberClaims = (facts: Facts, clause: Clause): readonly Claim[] => {
  const numbers = clause.tokens.filter((token): token is Of<'number'> => token.kind === 'number');
  const pairs = pairsIn(clause, 'number', (measure) => !isOfTime(measure));
  return numbers.map((token) => {
    const measure = pairs?.get(token);
    return { token, kind: 'number', held: numberHeld(facts, clause, { number: token, measure }) };
  });
};

const timeClaims = (facts: Facts, clause: Clause): readonly Claim[] => {
  const times = clause.tokens.filter((token): token is Of<'time'> => token.kind === 'time');
  const pairs = pairsIn(clause, 'time', isOfTime);
  return times.flatMap((token): readonly Claim[] => {
    const measure = pairs?.get(token);
    // What the whole text is of, where nothing else is said to have been then.
    if (measure === undefined && token.text === timeText(facts.asOf)) return [];
    const named = subjectsIn(clause);
    const held = facts.facts.filter(
      (fact) =>
        measure?.measures.includes(fact.measure) === true &&
        (fact.subject === null || named.length === 0 || named.includes(fact.subject)) &&
        fact.value.unit === 'time' &&
        timeText(fact.value.at) === token.text,
    );
    return [{ token, kind: 'time', held }];
  });
};

/** What is said of a whole decision, whatever asset its sentence names; a reason, trend or regime is of whom it is said alone. */
const OF_THE_WHOLE: ReadonlySet<FactMeasure> = new Set<FactMeasure>(['decision', 'decision-trigger']);

const wordClaims = (facts: Facts, clause: Clause): readonly Claim[] =>
  clause.tokens.flatMap((token): readonly Claim[] => {
    if (token.kind !== 'word') return [];
    const subject = subjectOf(clause, token);
    const held = token.meanings.flatMap(({ measure, word }) =>
      facts.facts.filter(
        (fact) =>
          fact.measure === measure &&
          fact.value.unit === 'word' &&
          fact.value.word === word &&
          (fact.subject === subject || (fact.subject === null && OF_THE_WHOLE.has(measure))) &&
          spanFits(fact, clause),
      ),
    );
    return [{ token, kind: 'word', held }];
  });

/** A measure that is named without a number is one that is known of who it is said of. */
const measureClaims = (facts: Facts, clause: Clause, paired: ReadonlySet<Token>): readonly Claim[] =>
  clause.tokens.flatMap((token): readonly Claim[] => {
    if (token.kind !== 'measure' || paired.has(token)) return [];
    const named = subjectsIn(clause);
    const held = facts.facts.filter(
      ({ measure, subject }) =>
        token.measures.includes(measure) &&
        (named.length === 0 || subject === null || named.includes(subject)) &&
        (named.length === 0 || subject !== null || !factsNameAssets(facts, token)),
    );
    return [{ token, kind: 'measure', held }];
  });

const factsNameAssets = ({ facts }: Facts, { measures }: Measure): boolean =>
  facts.some(({ measure, subject }) => measures.includes(measure) && subject !== null);

const pairedIn = (clause: Clause): ReadonlySet<Token> =>
  new Set<Token>([
    ...(pairsIn(clause, 'number', (measure) => !isOfTime(measure))?.values() ?? []),
    ...(pairsIn(clause, 'time', isOfTime)?.values() ?? []),
  ]);

const claimsOf = (facts: Facts, clause: Clause): readonly Claim[] => [
  ...numberClaims(facts, clause),
  ...timeClaims(facts, clause),
  ...wordClaims(facts, clause),
  ...measureClaims(facts, clause, pairedIn(clause)),
];

const placed = ({ at, text }: Token): Pick<TextFault, 'at' | 'text'> => ({ at, text });

/** All that a sentence says of decisions has to be of one and the same. */
const mixedDecisions = (claims: readonly Claim[]): readonly TextFault[] => {
  let common: readonly string[] | null = null;
  for (const { token, held } of claims) {
    const ids = held.map(decisionsOf);
    const known = ids.filter((one) => one !== null).flat();
    if (known.length === 0 || ids.some((one) => one === null)) continue;
    common = common === null ? known : common.filter((id) => known.includes(id));
    if (common.length === 0) return [{ kind: 'decision', ...placed(token) }];
  }
  return [];
};

const checkSentence = (facts: Facts, { clauses }: Sentence): readonly TextFault[] => {
  const claims = clauses.flatMap((clause) => claimsOf(facts, clause));
  return [
    ...claims.filter(({ held }) => held.length === 0).map(({ kind, token }) => ({ kind, ...placed(token) })),
    ...clauses.flatMap((clause) => checkComparisons(facts, clause)),
    ...mixedDecisions(claims),
  ];
};

const spanFaults = ({ facts }: Facts, tokens: readonly Token[]): readonly TextFault[] => {
  const spans = new Set(facts.flatMap(({ span }) => (span === null ? [] : [spanText(span)])));
  return tokens
    .filter((token) => token.kind === 'span' && !spans.has(`f${token.text.slice(1)}`))
    .map((token) => ({ kind: 'span', ...placed(token) }));
};

/** The assets that a text about these facts may name. */
export const namesOf = ({ facts }: Facts): readonly string[] => [
  ...new Set(facts.flatMap(({ subject, against }) => [subject, against].filter((name) => name !== null))),
];

/**
 * Reads every number, unit, asset, time, way and comparison of a text and answers what the facts don't hold, in the order of the text: nothing
 * means that each is theirs. It knows the facts and the text alone, and works numbers out anew. A word that it can't read is a fault as well.
 */
export const checkText = (facts: Facts, text: string): readonly TextFault[] => {
  const tokens = readText(text, namesOf(facts));
  const unread = tokens
    .filter(({ kind }) => kind === 'unread')
    .map((token): TextFault => ({ kind: 'unread', ...placed(token) }));
  const said = sentencesOf(tokens).flatMap((sentence) => checkSentence(facts, sentence));
  return [...unread, ...spanFaults(facts, tokens), ...said].sort((a, b) => a.at - b.at);
};
