import { describe, expect, it } from 'vitest';
import type { LeaseOutcome } from '../../lib/ledger/tick-record.ts';
import { fail, ok } from '../../lib/result.ts';
import { away, drifted, dueOf, OPTIONS, surroundings } from './testing/tick-surroundings.ts';
import { runTick } from './tick.ts';
import type { TickDeps } from './tick-deps.ts';

describe('a row that the database refuses', () => {
  const refused = fail('value-refused', 'no', { when: 'next-tick' });
  const refusing = (...ids: readonly string[]) => {
    const all = Array.from({ length: 9 }, (_, index) => dueOf(index + 1));
    const world = surroundings(all);
    const journal: TickDeps['journal'] = {
      ...world.deps.journal,
      write: async (entries) =>
        entries.some(({ lease }) => ids.includes(lease.portfolioId))
          ? refused
          : world.deps.journal.write(entries),
    };
    return { ...world, deps: { ...world.deps, journal } };
  };

  it('is its portfolio’s own failure: the others are written, placed and ended in the same tick', async () => {
    const { deps, outcomes, released } = refusing('3', '8');
    expect(await runTick(deps, OPTIONS)).toMatchObject({
      ok: true,
      value: { checked: 9, acted: 7, failed: 2, skipped: 0 },
    });
    expect(outcomes.filter(({ blame }) => blame).map(({ lease }) => lease.portfolioId)).toEqual(['3', '8']);
    expect(released).toEqual([]);
  });

  it('alone of its batch is blamed for values, and not for rules that may be older than the code', async () => {
    for (const [code, blame] of [
      ['value-refused', true],
      ['row-refused', false],
    ] as const) {
      const { deps, outcomes } = surroundings([dueOf(1)]);
      const journal = { ...deps.journal, write: async () => fail(code, 'no') };
      await runTick({ ...deps, journal }, OPTIONS);
      expect(outcomes).toMatchObject([{ failure: { code }, blame }]);
    }
  });

  it('is not looked for when the database is away: everything is given back, and nobody blamed', async () => {
    const { deps, outcomes, released } = surroundings([dueOf(1), dueOf(2)]);
    const journal = { ...deps.journal, write: async () => fail('database-unavailable', 'away') };
    expect(await runTick({ ...deps, journal }, OPTIONS)).toMatchObject({
      ok: false,
      error: { code: 'database-unavailable' },
    });
    expect([outcomes, released]).toEqual([[], ['1', '2']]);
  });

  it('whose outcome is refused as well is ended in words of our own', async () => {
    const { deps } = surroundings([dueOf(1), dueOf(2)], { observe: async (due) => ok(due.map(() => away)) });
    const ended: LeaseOutcome[] = [];
    const complete: TickDeps['journal']['complete'] = async (outcomes) => {
      if (outcomes.some(({ lease, failure }) => lease.portfolioId === '2' && failure?.message === 'away'))
        return refused;
      ended.push(...outcomes);
      return ok([]);
    };
    await runTick({ ...deps, journal: { ...deps.journal, complete } }, OPTIONS);
    expect(ended.map(({ lease, blame }) => [lease.portfolioId, blame])).toEqual([
      ['1', false],
      ['2', true],
    ]);
  });
});

describe('what is thrown', () => {
  it('by one portfolio’s row costs nobody else, and by everything ends the tick and gives the batch back', async () => {
    const one = surroundings([dueOf(1), dueOf(2)]);
    const write: TickDeps['journal']['write'] = async (entries) => {
      if (entries.some(({ lease }) => lease.portfolioId === '2')) throw new Error('a bug');
      return one.deps.journal.write(entries);
    };
    await runTick({ ...one.deps, journal: { ...one.deps.journal, write } }, OPTIONS);
    expect(one.outcomes.map(({ failure, blame }) => [failure?.code, blame])).toEqual([
      [undefined, false],
      ['bug', true],
    ]);
    const all = surroundings([dueOf(1)], {
      observe: async () => {
        throw new Error('a bug');
      },
    });
    expect(await runTick(all.deps, OPTIONS)).toMatchObject({ ok: false, error: { code: 'bug' } });
    expect(all.released).toEqual(['1']);
  });
});

describe('time', () => {
  it('that was too short for some gives them back, looked at by nobody and blamed for nothing', async () => {
    const late = fail('not-reached', 'late', { when: 'next-tick' });
    const { deps, outcomes, released } = surroundings([dueOf(1), dueOf(2)], {
      observe: async ([first]) => ok(first === undefined ? [] : [ok(drifted(first)), late]),
    });
    expect(await runTick(deps, OPTIONS)).toMatchObject({ ok: true, value: { checked: 1, skipped: 1 } });
    expect(outcomes).toHaveLength(1);
    expect(released).toEqual(['2']);
  });
});
