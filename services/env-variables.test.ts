import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderEnvExample } from '../scripts/env-example.ts';
import { readEnv } from './env.ts';
import { VARIABLES } from './env-variables.ts';

/** The files of the environment's own reader. */
const READER = /^env(-[a-z]+)*\.ts$/;

/** Everything that runs, but for the environment's own reader and tests. */
const running = ['app', 'cli', 'components', 'services'].flatMap((room) =>
  readdirSync(join(import.meta.dirname, '..', room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file) && !READER.test(file))
    .map((file) => readFileSync(join(import.meta.dirname, '..', room, file), 'utf8')),
);

describe('every documented variable', () => {
  const reader = readdirSync(import.meta.dirname)
    .filter((file) => READER.test(file))
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .join('');

  it.each(VARIABLES.map(({ name }) => name))('%s reaches the parsed environment', (name) => {
    expect(reader).toContain(`parsed.${name}`);
  });

  it.each(Object.keys(readEnv({})))('is obeyed by something: %s', (field) => {
    const use = new RegExp(`\\benv\\.${field}\\b|\\{[^{}]*\\b${field}\\b[^{}]*\\} = .*\\benv(ironment)?\\b`);
    expect(running.filter((source) => use.test(source))).not.toEqual([]);
  });
});

describe('.env.example', () => {
  it('is rendered from the list of variables (npm run env:example writes it)', () => {
    expect(readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8')).toBe(
      renderEnvExample(VARIABLES),
    );
  });

  it('names the same variables as the schema', () => {
    const names = [...renderEnvExample(VARIABLES).matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(
      ([, name]) => name,
    );
    expect(names).toEqual(VARIABLES.map(({ name }) => name));
  });

  it('can be used as it is', () => {
    const lines = renderEnvExample(VARIABLES).matchAll(/^([A-Z][A-Z0-9_]+)=(.*)$/gm);
    expect(() =>
      readEnv(Object.fromEntries([...lines].map(([, name, value]) => [name, value]))),
    ).not.toThrow();
  });
});
