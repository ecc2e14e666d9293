import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { policyJsonSchema } from '../lib/policy/policy.ts';
import { renderPolicyDoc, withoutDefault } from './policy-doc.ts';

it('docs/policy.md is what the schema says (npx tsx scripts/policy-doc.ts writes it anew)', async () => {
  await expect(renderPolicyDoc()).toMatchFileSnapshot(join(import.meta.dirname, '../docs/policy.md'));
});

it('every field of a policy is described', () => {
  expect(renderPolicyDoc()).not.toMatch(/^\| `\w+` \| +\|/m);
  expect(renderPolicyDoc()).not.toContain('undefined');
});

/** Every number that a description calls its default, and the schema's own. */
const defaultsIn = (node: unknown): readonly (readonly [string, unknown, unknown])[] => {
  if (typeof node !== 'object' || node === null) return [];
  const own = Object.entries('properties' in node ? Object(node.properties) : {}).flatMap(([name, field]) => {
    const { description = '', default: real } = Object(field) as { description?: string; default?: unknown };
    const said = /[Dd]efault ([\d,]+)\b/.exec(description)?.[1]?.replaceAll(',', '');
    return said === undefined
      ? []
      : [[name, Number(said), real === undefined ? null : Number(real)] as const];
  });
  return [...own, ...Object.values(node).flatMap(defaultsIn)];
};

it('the defaults that descriptions name are the ones that are taken', () => {
  const defaults = defaultsIn(z.toJSONSchema(policyJsonSchema, { io: 'input', unrepresentable: 'any' }));
  expect(defaults.length).toBeGreaterThan(15);
  for (const [name, said, real] of defaults) expect([name, real]).toEqual([name, said]);
});

it('a default is told once, in its own column', () => {
  expect(withoutDefault('Smaller legs are dropped. USD, default 50.')).toBe('Smaller legs are dropped. USD.');
  expect(withoutDefault('What may not be done. Default none.')).toBe('What may not be done.');
  expect(withoutDefault('Basis points, 1–10; 5 is usual.')).toBe('Basis points, 1–10; 5 is usual.');
});
