import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENGINE_MUTANTS } from './engine-mutants-list.ts';

const ENGINE = join(import.meta.dirname, '..', 'lib', 'engine');

describe('the bugs planted in the engine', () => {
  it.each(ENGINE_MUTANTS)('$name: its line is there once, and so is the test that must see it', (mutant) => {
    const [testFile = '', ...title] = mutant.test.split(' ');
    expect(readFileSync(join(ENGINE, mutant.file), 'utf8').split(mutant.from)).toHaveLength(2);
    expect(readFileSync(join(ENGINE, testFile), 'utf8')).toContain(title.join(' '));
  });
});
