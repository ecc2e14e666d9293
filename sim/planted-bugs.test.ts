import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GUARDS, PLANTED_BUGS } from './planted-bugs.ts';

describe('the bugs planted in the tick', () => {
  it.each([...GUARDS, ...PLANTED_BUGS])('$name: its line is there once', ({ file, from, to }) => {
    expect(readFileSync(join(import.meta.dirname, '..', file), 'utf8').split(from)).toHaveLength(2);
    expect(to).not.toBe(from);
  });
});
