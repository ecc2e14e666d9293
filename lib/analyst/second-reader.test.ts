import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../engine/decide.ts';
import { limitedPolicy, limitedSnapshot, openPolicy, portfolio } from '../engine/testing/arbitraries.ts';
import { NOW, snapshotOf } from '../engine/testing/builders.ts';
import { decisionFacts } from '../facts/decision-facts.ts';
import type { Fact, Facts, FactValue } from '../facts/fact.ts';
import { checkText } from './check-text.ts';
import { decisionSentences } from './decision-sentences.ts';
import { textOf } from './said.ts';
import { summarySentences } from './summary-sentences.ts';
import { FACTS, factOf } from './testing/facts.ts';
import { compared } from './testing/second-reader/amounts.ts';
import { readAgain } from './testing/second-reader/second-reader.ts';
import { FAULT_GROUPS, FAULTS, type Fault } from './testing/second-reader/wrong-texts.ts';

type Told = { readonly facts: Facts; readonly text: string };

const explained: fc.Arbitrary<Told> = fc
  .oneof(
    fc.tuple(limitedSnapshot, limitedPolicy),
    fc.tuple(
      portfolio(6).map((assets) => ({ ...snapshotOf([]), assets })),
      openPolicy,
    ),
  )
  .map(([drawn, policy]) => {
    const assets = drawn.assets.map((asset) => ({ ...asset, symbol: `TKN${asset.symbol}` }));
    const snapshot = { ...drawn, assets };
    const journaled = { decisionId: '7', snapshotId: '5', snapshot, decision: decide(snapshot, policy) };
    const facts = { ...FACTS, facts: decisionFacts(journaled, NOW + 90) };
    return { facts, text: textOf(decisionSentences(facts)) };
  });

const sized = (...sizes: readonly bigint[]): fc.Arbitrary<bigint> =>
  fc.oneof(...sizes.map((size) => fc.bigInt(-size, size)), fc.constant(0n));

/** A fact of the same kind with any other amount; no price is below nothing. */
const drawnOf = (fact: Fact): fc.Arbitrary<Fact> => {
  const of = (value: FactValue): Fact => ({ ...fact, value });
  const { value, measure } = fact;
  const size = (amount: bigint) => (measure === 'price' && amount < 0n ? -amount : amount);
  switch (value.unit) {
    case 'usdE18':
      return sized(10n ** 24n, 10n ** 19n, 10n ** 16n).map((amount) =>
        of({ ...value, amount: size(amount) }),
      );
    case 'units':
      return sized(10n ** 22n, 10n ** 9n, 300n).map((amount) =>
        of({ ...value, amount: amount < 0n ? -amount : amount }),
      );
    case 'bps':
      return fc
        .oneof(fc.integer({ min: -3_000_000, max: 3_000_000 }), fc.integer({ min: -300, max: 300 }))
        .map((hundredths) => of({ ...value, amount: hundredths / 100 }));
    case 'ratioE4':
      return fc.integer({ min: -10_000, max: 10_000 }).map((amount) => of({ ...value, amount }));
    case 'count':
    case 'seconds':
      return fc.oneof(fc.nat(500_000), fc.nat(300)).map((amount) => of({ ...value, amount }));
    default:
      return fc.constant(fact);
  }
};

const summed: fc.Arbitrary<Told> = fc
  .tuple(...FACTS.facts.map((fact) => fc.tuple(drawnOf(fact), fc.nat(9))))
  .map((drawn) => {
    const facts = { ...FACTS, facts: drawn.flatMap(([fact, chance]) => (chance === 0 ? [] : [fact])) };
    return { facts, text: textOf(summarySentences(facts)) };
  });

const namesOf = ({ facts }: Facts): readonly string[] => [
  ...new Set(facts.flatMap(({ subject }) => subject ?? [])),
];

/** As true as before: the other asset has the same reason or the same figure, or weight and target are the same number. */
const AS_TRUE = [
  /^(?:the next one|the one after|the whole): For .* FOR For /,
  /^(?:target for weight|weight for target): .* a (?:target|weight) of ([\d.]+) %, a (?:target|weight) of \1 %/,
];

type Planted = Told & { readonly fault: Fault; readonly line: string; readonly right: string };

/** A line made wrong in every way that it can be, after the first one and the one before it. */
const plantedIn = ({ facts, text }: Told): readonly Planted[] => {
  const lines = text.split('\n');
  const names = namesOf(facts);
  return lines.flatMap((right, index) =>
    FAULTS.flatMap((fault) => {
      const line = fault.plant(right, names);
      if (line === null || line === right) return [];
      return [
        {
          facts,
          fault,
          line,
          right,
          text: [
            ...new Set([
              ...lines.slice(0, Math.min(index, 1)),
              ...lines.slice(Math.max(index - 1, 0), index),
              line,
            ]),
          ].join('\n'),
        },
      ];
    }),
  );
};

/** With words of the whole beside those of its assets, which are others. */
const WITH_WHOLE: Facts = {
  ...FACTS,
  facts: [
    ...FACTS.facts,
    factOf({ measure: 'trend', value: { unit: 'word', word: 'falling' }, in: '24h' }),
    factOf({ measure: 'regime', value: { unit: 'word', word: 'calm' }, in: '24h' }),
    factOf({ measure: 'trend', value: { unit: 'word', word: 'sideways' }, in: '30d' }),
    factOf({ measure: 'regime', value: { unit: 'word', word: 'usual' }, in: '30d' }),
  ],
};
const SUMMARY: Told = { facts: WITH_WHOLE, text: textOf(summarySentences(WITH_WHOLE)) };
const PLANTED = [SUMMARY, ...fc.sample(explained, { numRuns: 24, seed: 23 })].flatMap(plantedIn);

const shapeOf = (line: string): string =>
  line.replace(/[\d.,+−:-]+/g, '').replace(/TKN\w|WETH|WBTC|USDC/g, 'T');
const isCaught = ({ facts, text }: Told) => readAgain(facts, text).length > 0;
const isRefused = ({ facts, text }: Told) => checkText(facts, text).length > 0;

describe('a second reader, who saw only facts and texts', () => {
  it('finds nothing unsupported in a thousand explanations', () => {
    fc.assert(
      fc.property(explained, ({ facts, text }) => {
        expect(readAgain(facts, text), text).toEqual([]);
      }),
      { numRuns: 1_000, seed: 17 },
    );
  });

  it('nor in summaries of any amounts, which the first reader takes as well', () => {
    fc.assert(
      fc.property(summed, ({ facts, text }) => {
        expect(readAgain(facts, text), text).toEqual([]);
        expect(checkText(facts, text), text).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it.each(FAULT_GROUPS)('catches what is planted of wrong %ss, and so does the first', (group) => {
    const planted = PLANTED.filter(({ fault }) => fault.group === group);
    const judged = planted.map((one) => ({ ...one, isCaught: isCaught(one), isRefused: isRefused(one) }));
    const told = ({ fault, line, right }: Planted): string => `${fault.name}: ${line} FOR ${right}`;
    expect(judged.filter((one) => one.isRefused && !one.isCaught).map(told), 'the second').toEqual([]);
    expect(judged.filter((one) => one.isCaught && !one.isRefused).map(told), 'the first').toEqual([]);
    const asTrue = judged.filter((one) => !one.isCaught && !one.isRefused);
    expect(asTrue.map(told).filter((one) => !AS_TRUE.some((pattern) => pattern.test(one)))).toEqual([]);
    expect(asTrue.length * 20).toBeLessThan(judged.length);
  });

  it('is tried with more than two hundred kinds of them', () => {
    expect(
      new Set(PLANTED.map(({ fault, right }) => `${fault.name} in ${shapeOf(right)}`)).size,
    ).toBeGreaterThan(200);
    expect(new Set(PLANTED.map(({ fault }) => fault.name)).size).toBeGreaterThan(120);
  });

  it('knows which comparisons are true, and so does the first', () => {
    for (const { text, isTrue } of comparisons()) {
      const told = { facts: FACTS, text };
      expect([text, !isCaught(told), !isRefused(told)]).toEqual([text, isTrue, isTrue]);
    }
  });
});

const COMPARED = ['weight', 'target', 'price', 'contribution', 'volatility'] as const;
const WHEN: readonly (readonly [text: string, span: string])[] = [
  ['', 'now'],
  ['From 2026-10-19 to 2026-11-18 ', '30d'],
  ['From 2026-11-17 04:00 UTC to 2026-11-18 04:00 UTC ', '24h'],
];

/** Every two assets beside each other in everything that both have, said both ways, with whether it is so. */
const comparisons = () =>
  WHEN.flatMap(([when, span]) =>
    COMPARED.flatMap((measure) => {
      const all = FACTS.facts.filter((fact) => fact.id.startsWith(`${measure}.${span}:`));
      return all.flatMap((one) =>
        all.flatMap((other) => {
          if (one === other) return [];
          const sign = compared(one, other) ?? 0;
          const said = (how: string) =>
            `${when}the ${measure} of ${one.subject} is ${how} that of ${other.subject}.`;
          return [
            { text: said('more than'), isTrue: sign > 0 },
            { text: said('less than'), isTrue: sign < 0 },
            { text: said('above'), isTrue: sign > 0 },
            { text: said('below'), isTrue: sign < 0 },
          ];
        }),
      );
    }),
  ).map(({ text, isTrue }) => ({ text: `${text.charAt(0).toUpperCase()}${text.slice(1)}`, isTrue }));
