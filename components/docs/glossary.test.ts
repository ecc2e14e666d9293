import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { GLOSSARY } from './glossary.ts';

const README = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
const [, words = ''] = README.split('## Words');
const ROWS = [...(words.split('\n## ')[0] ?? '').matchAll(/^\| (.+?) \| (.+) \|$/gm)]
  .map(([, word = '', meaning = '']) => [word, meaning] as const)
  .filter(([word]) => word !== 'word');

/** Without links and escapes, as a sentence. */
const plain = (meaning: string): string => {
  const text = meaning
    .replaceAll('\\|', '|')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll("'", '’');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
};

it('the glossary of the pages says what the README says', () => {
  expect(ROWS.length).toBeGreaterThan(20);
  expect(Object.entries(GLOSSARY)).toEqual(ROWS.map(([word, meaning]) => [word, plain(meaning)]));
});
