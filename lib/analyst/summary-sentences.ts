import type { Fact, FactMeasure, Facts, Span } from '../facts/fact.ts';
import { decisionsOf } from './claims.ts';
import { decisionSentences } from './decision-sentences.ts';
import { MEASURE_WORDS } from './measure-words.ts';
import { type Said, said } from './said.ts';
import { spanText, timeText } from './say-fact.ts';

/** What is told of the whole portfolio, a sentence each, in this order. */
const WHOLE: readonly (readonly FactMeasure[])[] = [
  ['return', 'hold-return', 'versus-hold', 'index-return', 'versus-index'],
  ['gain', 'deposited', 'withdrawn', 'versus-hold-value', 'trading-effect'],
  ['drawdown', 'drawdown-now', 'volatility', 'volatility-usual'],
  ['tracking-error', 'tracking-error-average'],
  ['rebalances', 'rebalances-filled', 'traded'],
  ['cost', 'cost-spread', 'cost-fee', 'cost-impact', 'cost-gas', 'cost-moved', 'cost-share'],
  ['loss-used', 'loss-limit', 'turnover-used', 'turnover-limit'],
  ['anomalies', 'look-gap', 'odd-flow'],
];

/** What is told of each asset, a sentence each. */
const EACH: readonly (readonly FactMeasure[])[] = [
  ['weight', 'target', 'drift'],
  [
    'price',
    'price-change',
    'volatility',
    'volatility-usual',
    'contribution',
    'contribution-share',
    'price-jump',
  ],
];

/** Assets that are told of one by one: the ones furthest out, or that brought or took the most. */
const ASSETS_MAX = 3;
/** The same where they are asked for. */
const FACT_ASSETS_MAX = 12;

const sizeOf = ({ value }: Fact): number =>
  value.unit === 'usdE18' || value.unit === 'units'
    ? Math.abs(Number(value.amount))
    : value.unit === 'time' || value.unit === 'word'
      ? 0
      : Math.abs(value.amount);

/** Two facts are one span's where they are written the same. */
const keyOf = (span: Span | null): string => (span === null ? '' : spanText(span));

/** One moment first, then the shorter spans. */
const spansOf = (facts: readonly Fact[]): readonly (Span | null)[] => {
  const spans = new Map<string, Span>();
  for (const { span } of facts) if (span !== null && !spans.has(keyOf(span))) spans.set(keyOf(span), span);
  return [null, ...[...spans.values()].sort((a, b) => a.to - a.from - (b.to - b.from))];
};

const noun = (measure: FactMeasure): string => MEASURE_WORDS[measure]?.[0] ?? measure;

type Group = { readonly facts: readonly Fact[]; readonly span: Span | null; readonly subject: string | null };

const isToldOf = (fact: Fact, measure: FactMeasure, subject: string | null): boolean =>
  fact.measure === measure && fact.subject === subject && fact.against === null && fact.value.unit !== 'word';

const sentenceOf = ({ facts, span, subject }: Group, measures: readonly FactMeasure[]): readonly Said[] => {
  const told = measures.flatMap((measure) =>
    facts.filter((fact) => isToldOf(fact, measure, subject)).slice(0, 1),
  );
  if (told.length === 0) return [];
  const parts = told.flatMap((fact, index): (string | Fact)[] => [
    `${index === 0 ? '' : ', '}${noun(fact.measure)} `,
    fact,
  ]);
  return [said(headOf(span, subject), ...parts, '.')];
};

/** "Now, WETH: ", "From … to …, the portfolio: ". */
const headOf = (span: Span | null, subject: string | null): string =>
  `${span === null ? 'Now' : `F${spanText(span).slice(1)}`}, ${subject ?? 'the portfolio'}: `;

const largest = (facts: readonly Fact[], measure: FactMeasure): readonly string[] =>
  facts
    .filter((fact) => fact.measure === measure)
    .sort((a, b) => sizeOf(b) - sizeOf(a))
    .flatMap(({ subject }) => (subject === null ? [] : [subject]))
    .slice(0, ASSETS_MAX);

const assetsToTell = (facts: readonly Fact[]): readonly string[] => {
  const ranked = [...largest(facts, 'drift'), ...largest(facts, 'contribution')];
  return [...new Set(ranked)].slice(0, ASSETS_MAX);
};

const wayOf = ({ facts, span, subject }: Group): readonly Said[] => {
  const [trend, regime] = (['trend', 'regime'] as const).map((measure) =>
    facts.find((fact) => fact.measure === measure && fact.subject === subject),
  );
  if (trend === undefined || subject === null) return [];
  return [said(headOf(span, subject), trend, ...(regime === undefined ? [] : [', ', regime]), '.')];
};

const pairsOf = (facts: readonly Fact[], span: Span | null): readonly Said[] =>
  facts
    .filter(({ measure, against }) => measure === 'correlation' && against !== null)
    .sort((a, b) => sizeOf(b) - sizeOf(a))
    .slice(0, 1)
    .map((fact) => said(headOf(span, fact.subject), `correlation with ${fact.against} `, ...[fact, '.']));

const ofSpan = (all: readonly Fact[], span: Span | null, assets: readonly string[]): readonly Said[] => {
  const facts = all.filter((fact) => keyOf(fact.span) === keyOf(span));
  const whole = { facts, span, subject: null };
  return [
    ...WHOLE.flatMap((measures) => sentenceOf(whole, measures)),
    ...assets.flatMap((subject) => [
      ...EACH.flatMap((measures) => sentenceOf({ facts, span, subject }, measures)),
      ...wayOf({ facts, span, subject }),
    ]),
    ...pairsOf(facts, span),
  ];
};

const isOfDecision = (fact: Fact): boolean =>
  decisionsOf(fact) !== null || fact.id.split(':')[0] === fact.measure;

const newestDecision = (facts: Facts): readonly Said[] => {
  const decided = facts.facts.filter(({ measure }) => measure === 'decided-at');
  const [newest] = decided.sort((a, b) => a.quality.ageSeconds - b.quality.ageSeconds);
  const id = newest?.rows.find(({ kind }) => kind === 'decision')?.id;
  if (id === undefined) return [];
  const own = facts.facts.filter(
    (fact) => isOfDecision(fact) && fact.rows.some((row) => row.id === id && row.kind === 'decision'),
  );
  // Where each asset stands is told already.
  return decisionSentences({ facts: own }).slice(0, 1);
};

/**
 * The summary that always exists: all that is known of a portfolio, the whole first and then what stands out, in sentences of its facts
 * alone. Nothing of it was worded by anybody.
 */
export const summarySentences = (facts: Facts): readonly Said[] => {
  const moments = facts.facts.filter((fact) => !isOfDecision(fact));
  const value = moments.find(
    ({ measure, subject, span }) => measure === 'value' && subject === null && span === null,
  );
  const assets = assetsToTell(moments);
  const head =
    value === undefined ? [] : [said(`As of ${timeText(facts.asOf)} the portfolio is worth `, value, '.')];
  return [
    ...head,
    ...spansOf(moments).flatMap((span) => ofSpan(moments, span, assets)),
    ...newestDecision(facts),
  ];
};

/** Everything that is known of these measures and this asset, or of those that stand out where none is named. */
export const factSentences = (
  facts: Facts,
  { measures, asset }: { readonly measures: readonly FactMeasure[]; readonly asset: string | null },
): readonly Said[] => {
  const all = facts.facts.filter((fact) => !isOfDecision(fact) && measures.includes(fact.measure));
  const assets = [...new Set(all.flatMap(({ subject }) => subject ?? []))].slice(0, FACT_ASSETS_MAX);
  const wanted = asset === null ? [null, ...assets] : [asset];
  return spansOf(all).flatMap((span) => {
    const own = all.filter((fact) => keyOf(fact.span) === keyOf(span));
    const told = wanted.flatMap((subject) => [
      ...sentenceOf({ facts: own, span, subject }, measures),
      ...wayOf({ facts: own, span, subject }),
    ]);
    const pairs = measures.includes('correlation') ? pairsOf(own, span) : [];
    return [...told, ...pairs];
  });
};
