import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

// What is built is what is deployed.

const BUILD = resolve(import.meta.dirname, '../.next');
const PARTS = ['static', 'server', 'standalone/.next'];

/** Of the local stack's panel, which no deployment has. */
const OF_THE_PANEL = ['Developer panel', 'Have the bot look', 'evm_increaseTime', 'hardhat_setBalance'];
/** anvil's and Hardhat's, whose money anybody can take: the phrase, and the first keys that come of it. */
const WELL_KNOWN = [
  'test test test test test test test test test test test junk',
  'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  '5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
];

const scriptsOf = (folder: string): readonly string[] =>
  readdirSync(join(BUILD, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|mjs|cjs|json|html|rsc)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

it('the build holds neither the developer panel nor a key that everybody knows', () => {
  const files = PARTS.flatMap(scriptsOf);
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return [...OF_THE_PANEL, ...WELL_KNOWN]
      .filter((word) => text.includes(word))
      .map((word) => ({ file, word }));
  });
  expect(found).toEqual([]);
});

it('what is looked for is found where it is', () => {
  const panel = readFileSync(resolve(BUILD, '../stack/panel/panel-page.ts'), 'utf8');
  expect(OF_THE_PANEL.filter((word) => panel.includes(word))).toEqual([
    'Developer panel',
    'Have the bot look',
  ]);
});
