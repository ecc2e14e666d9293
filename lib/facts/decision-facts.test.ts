import { describe, expect, it } from 'vitest';
import { decide } from '../engine/decide.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import { NOW, policyOf, snapshotOf } from '../engine/testing/builders.ts';
import { decisionFacts } from './decision-facts.ts';
import { FACT_MEASURES, type Facts } from './fact.ts';

const E18 = 10n ** 18n;

const factsOf = (snapshot: Snapshot, policy = policyOf()): Facts['facts'] =>
  decisionFacts({ decisionId: '7', snapshotId: '5', snapshot, decision: decide(snapshot, policy) }, NOW + 90);

const valuesOf = (facts: Facts['facts']): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    facts.map(({ id, value }) => [
      id,
      value.unit === 'word' ? value.word : value.unit === 'time' ? value.at : value.amount,
    ]),
  );

const HELD = [
  { usd: 520, targetBps: 5_000, price: 2_000n * E18, symbol: 'WETH' },
  { usd: 480, targetBps: 5_000, decimals: 6, symbol: 'USDC' },
];
const APART = [
  { usd: 700, targetBps: 5_000, price: 2_000n * E18, symbol: 'WETH' },
  { usd: 300, targetBps: 5_000, decimals: 6, symbol: 'USDC' },
];

describe('facts of a decision', () => {
  it('say why nothing was traded, and how far each asset was from the limit', () => {
    const facts = factsOf(snapshotOf(HELD));
    expect(valuesOf(facts)).toMatchObject({
      'decision:7': 'hold',
      'decision-reason:7': 'in-band',
      'decided-at:7': NOW,
      'value:7': 1_000n * E18,
      'tracking-error:7': 200,
      'weight:7:WETH': 5_200,
      'drift:7:USDC': -200,
      'target:7:WETH': 5_000,
      'price:7:WETH': 2_000n * E18,
      'limit-name:7:WETH': 'band',
      'limit-actual:7:WETH': 200,
      'limit-allowed:7:WETH': 500,
    });
    expect(facts[0]).toMatchObject({
      quality: { ageSeconds: 90, samples: 1, sources: ['built'] },
      rows: [
        { kind: 'decision', id: '7' },
        { kind: 'snapshot', id: '5' },
      ],
    });
  });

  it('say what was planned for what', () => {
    const facts = factsOf(snapshotOf(APART));
    expect(valuesOf(facts)).toMatchObject({
      'decision:7': 'act',
      'decision-trigger:7': 'absolute',
      'planned-sale:7:leg-0:WETH': E18 / 10n,
      'planned-purchase:7:leg-0:WETH': 200n * 10n ** 6n,
      'planned-value:7:leg-0:WETH': 200n * E18,
      'expected-cost:7': 0n,
    });
    expect(facts.find(({ measure }) => measure === 'planned-purchase')).toMatchObject({
      subject: 'WETH',
      against: 'USDC',
      value: { unit: 'units', decimals: 6 },
    });
  });

  it('count an allowance in units of what was to be sold, and orders by number', () => {
    const poor = APART.map((wish) => ({ ...wish, allowanceUnits: E18 / 20n }));
    const limited = factsOf(snapshotOf(poor)).filter(({ measure }) => measure === 'limit-allowed');
    expect(limited.length).toBeGreaterThan(1);
    for (const { value } of limited)
      expect(value).toEqual({ unit: 'units', amount: E18 / 20n, decimals: 18 });
    const many = factsOf(
      snapshotOf(APART),
      policyOf({ limits: { minTradeUsd: '1', maxTradeUsd: '10', legsMax: 3 } }),
    );
    expect(valuesOf(many)).toMatchObject({ 'limit-actual:7:dropped-0:WETH': 4 });
    expect(many.find(({ id }) => id === 'limit-actual:7:dropped-0:WETH')?.value.unit).toBe('count');
  });

  it('leave out what nobody knew', () => {
    const none = { ok: false, fault: 'missing', detail: 'nobody has it' } as const;
    const [weth, usdc] = HELD;
    const facts = factsOf(snapshotOf([{ ...weth, state: none }, { ...usdc }]));
    const values = valuesOf(facts);
    expect(values).toMatchObject({ 'decision-reason:7': 'price-missing', 'target:7:WETH': 5_000 });
    for (const id of ['value:7', 'tracking-error:7', 'price:7:WETH', 'weight:7:WETH', 'weight:7:USDC'])
      expect(values).not.toHaveProperty(id);
  });

  it('have ids of their own and units of their measure', () => {
    for (const facts of [factsOf(snapshotOf(HELD)), factsOf(snapshotOf(APART))]) {
      expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
      for (const { measure, value } of facts) expect(FACT_MEASURES[measure]).toContain(value.unit);
    }
  });
});
