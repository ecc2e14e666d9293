import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bugsBar, guardsBar, SEEDS_MAX } from './planted-bar.ts';
import { GUARDS, PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';

const kept = z
  .record(z.string(), z.number().int().min(1).max(SEEDS_MAX))
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'planted-seeds.json'), 'utf8')));
const keptOf = (bugs: readonly PlantedBug[]) => bugs.filter(({ name }) => kept[name] !== undefined);

describe('the bugs planted in the tick', () => {
  it.each([...GUARDS, ...PLANTED_BUGS])('$name: its line is there once', ({ file, from, to }) => {
    expect(readFileSync(join(import.meta.dirname, '..', file), 'utf8').split(from)).toHaveLength(2);
    expect(to).not.toBe(from);
  });

  it('are found in nine of ten, the removal of a guard always: a seed is kept of as many', () => {
    expect(keptOf(GUARDS).length).toBeGreaterThanOrEqual(guardsBar(GUARDS.length));
    expect(keptOf(PLANTED_BUGS).length).toBeGreaterThanOrEqual(bugsBar(PLANTED_BUGS.length));
    expect(Object.keys(kept)).toHaveLength(keptOf([...GUARDS, ...PLANTED_BUGS]).length);
  });

  it.each([
    [20, 18],
    [22, 20],
    [23, 21],
    [1, 1],
    [0, 0],
  ])('of %i there have to be %i', (count, least) => {
    expect(bugsBar(count)).toBe(least);
  });
});
