import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EXIT_CODES } from '../cli/command/command.ts';
import { commandHelp } from '../cli/command/help.ts';
import { HOUSE } from '../cli/commands/house.ts';
import { renderCliDoc } from './cli-doc.ts';

const ROOT = join(import.meta.dirname, '..');

it('docs/cli.md is what the commands declare (npx tsx scripts/cli-doc.ts writes it anew)', async () => {
  await expect(renderCliDoc()).toMatchFileSnapshot(join(ROOT, 'docs/cli.md'));
});

it('every first word is an npm script that runs it', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const names = new Set(HOUSE.commands.map(({ name }) => name.split(' ')[0]));
  expect([...names].sort()).toEqual(HOUSE.groups.map(({ name }) => name).sort());
  for (const name of names) expect(scripts[name ?? '']).toBe(`tsx cli/main.ts ${name}`);
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
