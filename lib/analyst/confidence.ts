import type { Fact, FactMeasure } from '../facts/fact.ts';
import { decisionsOf } from './claims.ts';

/** How far a text can be relied on, by the rows that it rests on and nothing else. */
export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What is reckoned from a sample, and is worth as much as that is large. */
const ESTIMATED: ReadonlySet<FactMeasure> = new Set<FactMeasure>([
  ...([
    'trend',
    'trend-pace',
    'trend-fit',
    'volatility',
    'volatility-usual',
    'regime',
    'correlation',
  ] as const),
]);

/** Older than this, or of fewer rows, is not high, or not even medium. */
const FRESH_SECONDS = { high: 2 * 3_600, medium: 24 * 3_600 } as const;
const SAMPLES = { high: 24, medium: 5 } as const;

const ofOne = (fact: Fact): Confidence => {
  const { ageSeconds, samples, sources } = fact.quality;
  // A decision is what was decided, however long ago.
  const age = decisionsOf(fact) === null ? ageSeconds : 0;
  const size = ESTIMATED.has(fact.measure) ? samples : SAMPLES.high;
  const isOf = (least: 'high' | 'medium'): boolean =>
    age <= FRESH_SECONDS[least] && size >= SAMPLES[least] && samples > 0 && sources.length > 0;
  return isOf('high') ? 'high' : isOf('medium') ? 'medium' : 'low';
};

/** The confidence of the weakest of these, since a text is as good as that; low where it rests on nothing. */
export const confidenceOf = (facts: readonly Fact[]): Confidence => {
  const all = facts.map(ofOne);
  if (all.length === 0 || all.includes('low')) return 'low';
  return all.includes('medium') ? 'medium' : 'high';
};
