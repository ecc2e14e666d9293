import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { EXIT_CODES } from '../cli/command/command.ts';
import { commandHelp } from '../cli/command/help.ts';
import { HOUSE } from '../cli/commands/house.ts';
import { policyJsonSchema } from '../lib/policy/policy.ts';
import { renderCliDoc } from './cli-doc.ts';
import { renderPolicyDoc, withoutDefault } from './policy-doc.ts';

const ROOT = join(import.meta.dirname, '..');

it('docs/policy.md is what the schema says (npx tsx scripts/policy-doc.ts writes it anew)', async () => {
  await expect(renderPolicyDoc()).toMatchFileSnapshot(join(ROOT, 'docs/policy.md'));
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

it('docs/cli.md is what the commands declare (npx tsx scripts/cli-doc.ts writes it anew)', async () => {
  await expect(renderCliDoc()).toMatchFileSnapshot(join(ROOT, 'docs/cli.md'));
});

it('every first word is an npm script that runs it', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const names = new Set(HOUSE.commands.map(({ name }) => name.split(' ')[0]));
  expect([...names].sort()).toEqual(HOUSE.groups.map(({ name }) => name).sort());
  for (const name of names)
    expect(scripts[name ?? '']).toMatch(
      new RegExp(`^tsx (--max-old-space-size=\\d+ )?cli/main\\.ts ${name}$`),
    );
});

it('every command says what its success and its failure are, in codes of the one list', () => {
  for (const { exitCodes } of HOUSE.commands) {
    expect(exitCodes[0] && exitCodes[1]).toBeTruthy();
    for (const code of Object.keys(exitCodes)) expect(Object.keys(EXIT_CODES)).toContain(code);
  }
});

it('help fits a terminal of 120 columns', () => {
  for (const command of HOUSE.commands)
    for (const line of commandHelp(command).split('\n')) expect(line.length).toBeLessThanOrEqual(120);
});

it('a command that names another names one there is', () => {
  const known = HOUSE.commands.map(({ name }) => name);
  const named = [...renderCliDoc().matchAll(/`(?:npm run )?((?:db|prices|bot) (?:-- )?[a-z]+)/g)].map(
    ([, name = '']) => name.replace('-- ', ''),
  );
  expect(named.length).toBeGreaterThan(2);
  for (const name of named) expect(known).toContain(name);
});
