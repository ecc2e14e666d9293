import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Decision } from './decision.ts';
import type { Policy } from './policy.ts';
import type { Snapshot } from './snapshot.ts';

/** Names of all fields, at any depth, that may be a `number`. */
type NumberFields<T> = T extends bigint | string | boolean | null | undefined
  ? never
  : T extends readonly (infer Item)[]
    ? NumberFields<Item>
    : {
        [K in keyof T & string]-?: [Extract<T[K], number>] extends [never] ? NumberFields<T[K]> : K;
      }[keyof T & string];

/** What may be a `number`: shares, times, counts and names. Everything else is money, and money is bigint. */
type Harmless =
  | `${string}Bps`
  | `${string}BpsMin`
  | `${string}BpsMax`
  | `${string}Seconds`
  | `${string}SecondsMax`
  | `${string}BpsPerDay`
  | 'walkBpsPerHour'
  | 'impactBpsPer10kUsd'
  | 'decidedAt'
  | 'nextLookAt'
  | 'lookAgainAt'
  | 'fromSecondOfDay'
  | 'toSecondOfDay'
  | 'secondOfDay'
  | 'weekday'
  | 'dayOfMonth'
  | 'chainId'
  | 'decimals'
  | 'version'
  | 'legsMax'
  | 'index'
  | 'number'
  | 'parts'
  | 'of';

/** The only places where a number is made from a bigint, each because it is no longer (or never was) an amount. */
const CONVERSIONS: Readonly<Record<string, number>> = {
  'engine/budget.ts': 1, // seconds until a bucket has refilled
  'engine/measured-walk.ts': 1, // how far an asked price is from the mid
  'engine/slices.ts': 3, // how many slices
  'money/fixed-point.ts': 2, // a share in basis points: whole ones, and those that are shown
};

const LIB = new URL('../', import.meta.url);
const sources = ['engine', 'money'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, LIB))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => [`${folder}/${name}`, readFileSync(new URL(`${folder}/${name}`, LIB), 'utf8')] as const),
);

describe('money', () => {
  it('is bigint in every snapshot, policy and decision (checked by the compiler)', () => {
    expectTypeOf<Exclude<NumberFields<Snapshot>, Harmless>>().toEqualTypeOf<never>();
    expectTypeOf<Exclude<NumberFields<Policy>, Harmless>>().toEqualTypeOf<never>();
    expectTypeOf<Exclude<NumberFields<Decision>, Harmless>>().toEqualTypeOf<never>();
    expectTypeOf<NumberFields<{ a: { amountUsd: number }[] }>>().toEqualTypeOf<'amountUsd'>();
  });

  it('is turned into a number nowhere but where it stops being money', () => {
    const found = sources.map(
      ([path, text]) => [path, (text.match(/\bNumber\(|\bparseFloat\(|\bparseInt\(/g) ?? []).length] as const,
    );
    expect(Object.fromEntries(found.filter(([, count]) => count > 0))).toEqual(CONVERSIONS);
  });

  it('is never declared as a number', () => {
    const declared = sources.flatMap(([path, text]) =>
      (text.match(/\b\w*(?:Usd|E18|Units|Value|Price|Amount)\w*\??: number\b/g) ?? [])
        .filter((one) => !/Bps/.test(one))
        .map((one) => `${path}: ${one}`),
    );
    expect(declared).toEqual([]);
  });
});
