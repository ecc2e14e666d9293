import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CASH_MUTANTS } from './cash-mutants-list.ts';
import { ENGINE_MUTANTS } from './engine-mutants-list.ts';

const LIB = join(import.meta.dirname, '..', 'lib');

describe('the bugs planted in the engine', () => {
  it.each([...ENGINE_MUTANTS, ...CASH_MUTANTS])(
    '$name: its line is there once, and so is the test that must see it',
    (mutant) => {
      const room = join(LIB, mutant.folder ?? 'engine');
      const [testFile = '', ...title] = mutant.test.split(' ');
      expect(readFileSync(join(room, mutant.file), 'utf8').split(mutant.from)).toHaveLength(2);
      expect(readFileSync(join(room, testFile), 'utf8')).toContain(title.join(' '));
    },
  );
});
