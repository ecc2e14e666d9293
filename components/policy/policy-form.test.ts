import { describe, expect, it } from 'vitest';
import { policyFieldNames } from '../../lib/policy/policy.ts';
import { policyFieldsSchema } from '../../lib/policy/policy-fields.ts';
import { policyFormSchema } from '../../lib/policy/policy-form-schema.ts';
import { hasWords, meaningOf } from './field-words.ts';
import { type FormNode, type Json, kindOf, optionalPart, startOf, variantsOf } from './form-node.ts';
import { policyDifferences } from './policy-differences.ts';
import { boundsFault } from './scalar-field.tsx';

const SCHEMA = policyFormSchema() as FormNode;
const nodeAt = (...path: readonly string[]): FormNode =>
  path.reduce<FormNode>((node, name) => (node.properties ?? node.items?.properties)?.[name] ?? {}, SCHEMA);

describe('the form of a policy', () => {
  it('has words for every field that a policy may have', () => {
    expect(policyFieldNames().filter((name) => !hasWords(name))).toEqual([]);
  });

  it('offers every kind of trigger, destination and band, and begins each as something that the schema takes', () => {
    const triggers = variantsOf(nodeAt('triggers').items ?? {}) ?? [];
    expect(triggers.map(kindOf)).toHaveLength(9);
    const begun = { version: 1, triggers: triggers.slice(0, 8).map(startOf) };
    expect(policyFieldsSchema.safeParse(begun).error?.issues ?? []).toEqual([]);
    for (const destination of variantsOf(nodeAt('destination')) ?? [])
      expect(policyFieldsSchema.safeParse({ ...begun, destination: startOf(destination) }).success).toBe(
        true,
      );
  });

  it('lets window and cost gate be left away, and begins them within their bounds', () => {
    for (const name of ['window', 'costGate']) {
      const part = optionalPart(nodeAt(name));
      expect(part?.type).toBe('object');
      expect(startOf(part ?? {})).toBeTypeOf('object');
    }
  });

  it('says a number’s bounds in a sentence, at the edge and beyond it', () => {
    const slippage = nodeAt('limits', 'slippageBpsMax');
    expect([0, 1_000].map((value) => boundsFault(slippage, value))).toEqual([null, null]);
    for (const value of [-1, 1_001, 'ten', null])
      expect(boundsFault(slippage, value)).toBe('This must be a whole number from 0 to 1,000.');
  });

  it.each([
    ['bps', 250, '2.5 %'],
    ['seconds', 900, '15 min'],
    ['seconds', 90_061, '1 d 1 h 1 min 1 s'],
    ['second-of-day', 16_200, '04:30 UTC'],
    ['usd', 5, null],
    ['bps', 2.5, null],
  ] as const)('writes %s of %s as %s', (unit, value, meaning) => {
    expect(meaningOf(unit, value)).toBe(meaning);
  });
});

describe('the differences of two policies', () => {
  const policy = (cooldownSeconds: number, triggers: readonly Json[]): Json => ({
    limits: { cooldownSeconds },
    triggers,
    window: null,
  });

  it('are the fields that differ, with both values, and none of the others', () => {
    const [before, after] = [
      policy(900, [{ kind: 'absolute', bandBps: 500 }]),
      policy(60, [{ kind: 'absolute', bandBps: 500 }]),
    ];
    expect(policyDifferences(before, after)).toEqual([
      {
        path: 'limits.cooldownSeconds',
        label: 'Limits › Between two rebalances',
        before: '900',
        after: '60',
      },
    ]);
    expect(policyDifferences(before, before)).toEqual([]);
  });

  it('tell what one of them lacks as none', () => {
    const [before, after] = [policy(900, [{ kind: 'calendar', intervalSeconds: 60 }]), policy(900, [])];
    expect(
      policyDifferences(before, after).map(({ path, before: was, after: is }) => [path, was, is]),
    ).toEqual([
      ['triggers.0.kind', 'calendar', 'none'],
      ['triggers.0.intervalSeconds', '60', 'none'],
    ]);
  });
});
