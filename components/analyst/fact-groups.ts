import { MEASURE_WORDS } from '../../lib/analyst/measure-words.ts';
import { sayFact, spanText } from '../../lib/analyst/say-fact.ts';
import { FACT_MEASURES, type Fact, type FactMeasure, type MissingFact } from '../../lib/facts/fact.ts';
import { ABSENCE_WORDS } from '../performance/absence-words.ts';
import { formatCount } from '../ui/format.ts';
import type { ToldFacts } from './read-facts.ts';

/** What the other parts of the page don't tell, by what it is about. */
const GROUPS: readonly { readonly title: string; readonly measures: readonly FactMeasure[] }[] = [
  {
    title: 'Market',
    measures: [
      ...(['price-change', 'trend', 'trend-pace', 'trend-fit', 'volatility', 'volatility-usual'] as const),
      ...(['regime', 'correlation'] as const),
    ],
  },
  {
    title: 'What each asset brought',
    measures: [
      ...(['gain', 'gain-share', 'contribution', 'contribution-share'] as const),
      ...(['trading-effect', 'trading-share'] as const),
    ],
  },
  {
    title: 'What each rebalance brought',
    measures: ['rebalance-effect', 'held-effect', 'unmoved-effect'],
  },
  {
    title: 'Budgets of the contract',
    measures: ['loss-used', 'loss-limit', 'turnover-used', 'turnover-limit'],
  },
  { title: 'Out of the ordinary', measures: ['anomalies', 'price-jump', 'look-gap', 'odd-flow'] },
];

/** A fact, or its absence, as a row of a table. */
export type FactLine = {
  readonly id: string;
  readonly name: string;
  /** The asset, the pair, the decision or the whole that it is said of. */
  readonly of: string;
  /** The figure as a text of the analyst writes it; of an absence the reason. */
  readonly says: string;
  readonly isMissing: boolean;
  readonly when: string;
  readonly restsOn: string;
  /** Decisions among the rows that it rests on. */
  readonly decisions: readonly string[];
  /** Time of the newest row it rests on. */
  readonly atSeconds: number | null;
};

/** The time that a rate is of. */
const RATES: Readonly<Partial<Record<FactMeasure, string>>> = {
  'trend-pace': ', a day',
  volatility: ', a year',
  'volatility-usual': ', a year',
};

const nameOf = (measure: FactMeasure): string => {
  const words = `${MEASURE_WORDS[measure]?.[0] ?? measure.replaceAll('-', ' ')}${RATES[measure] ?? ''}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

const WHOLE = 'the portfolio';

const decisionsOf = ({ rows }: Fact): readonly string[] =>
  rows.filter(({ kind }) => kind === 'decision').map(({ id }) => id);

const ofWhat = (fact: Fact): string => {
  const { measure, subject, against } = fact;
  if (measure === 'rebalance-effect') {
    const [decision] = decisionsOf(fact);
    return decision === undefined ? 'fills without a decision' : `decision ${decision}`;
  }
  return subject === null ? WHOLE : against === null ? subject : `${subject} with ${against}`;
};

const restsOnWords = ({ quality: { samples, sources } }: Fact): string =>
  [`${formatCount(samples)} ${samples === 1 ? 'sample' : 'samples'}`, ...sources].join(', ');

const lineOfFact = (fact: Fact, asOfSeconds: number): FactLine => ({
  ...{ id: fact.id, name: nameOf(fact.measure), of: ofWhat(fact), says: sayFact(fact), isMissing: false },
  when: fact.span === null ? 'now' : spanText(fact.span),
  restsOn: restsOnWords(fact),
  decisions: decisionsOf(fact),
  atSeconds: asOfSeconds - fact.quality.ageSeconds,
});

/** The words of an absence's id: its measure, now or the span, and the asset that it is last told apart by. */
const partsOf = ({ id }: MissingFact) => {
  const [head = '', ...others] = id.split(':');
  const [measure = '', when = ''] = head.split('.');
  return {
    measure: measure in FACT_MEASURES ? (measure as FactMeasure) : null,
    when: when.replace(/h$/, ' hours').replace(/d$/, ' days'),
    about: others.at(-1),
  };
};

const linesOfMissing = (
  missing: readonly MissingFact[],
  measures: readonly FactMeasure[],
): readonly FactLine[] =>
  missing.flatMap((one) => {
    const { measure, when, about } = partsOf(one);
    if (measure === null || !measures.includes(measure)) return [];
    return {
      ...{ id: one.id, name: nameOf(measure), of: about?.replace('/', ' with ') ?? WHOLE, isMissing: true },
      ...{ says: ABSENCE_WORDS[one.why], when, restsOn: '–', decisions: [], atSeconds: null },
    };
  });

export type FactGroup = { readonly title: string; readonly lines: readonly FactLine[] };

/** Facts by what they tell, in the order in which they came, each group's absences last; every group, also before anything is known. */
export const groupFacts = ({ facts, missing, asOfSeconds }: ToldFacts): readonly FactGroup[] =>
  GROUPS.map(({ title, measures }) => ({
    title,
    lines: [
      ...facts
        .filter(({ measure }) => measures.includes(measure))
        .map((fact) => lineOfFact(fact, asOfSeconds)),
      ...linesOfMissing(missing, measures),
    ],
  }));
