import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../lib/result.ts';
import { keepSeries, type SeriesPorts } from './keep-series.ts';

/** A store in which each portfolio is so many looks behind, and some can't be stored. */
const storeOf = (looks: Readonly<Record<string, number>>, unstorable: readonly string[] = []) => {
  const left = new Map(Object.entries(looks));
  const said: string[] = [];
  const passed: string[] = [];
  let thick = 3;
  const ports: SeriesPorts = {
    behind: async (limit) => ok([...left].flatMap(([id, count]) => (count > 0 ? [id] : [])).slice(0, limit)),
    feed: async (ids): Promise<Result<readonly string[]>> => {
      if (ids.some((id) => unstorable.includes(id))) return fail('value-refused', 'too long');
      for (const id of ids) left.set(id, (left.get(id) ?? 0) - 1);
      return ok(ids);
    },
    passOver: async (id) => {
      passed.push(id);
      left.set(id, 0);
      return ok(undefined);
    },
    thin: async () => ok(thick-- > 0 ? { moved: 1, looks: 10 } : { moved: 0, looks: 0 }),
    log: { warn: (_fields, event) => said.push(event) },
  };
  return { ports, left, said, passed, thick: () => thick };
};
const never = (): boolean => false;

describe('keeping the series', () => {
  it('feeds everybody up to the last look and thins out until nothing is left to do', async () => {
    const store = storeOf({ a: 1, b: 3 });
    expect(await keepSeries(store.ports, never)).toEqual(ok({ looks: 30, isDone: true }));
    expect([...store.left.values()]).toEqual([0, 0]);
    expect(store.thick()).toBe(-1);
  });

  it('asks who is behind once for many feeds: the answer looks at the whole fleet', async () => {
    const store = storeOf(Object.fromEntries(Array.from({ length: 450 }, (_, index) => [`${index}`, 1])));
    const asked: number[] = [];
    const fed: number[] = [];
    const ports: SeriesPorts = {
      ...store.ports,
      behind: (limit) => {
        asked.push(limit);
        return store.ports.behind(limit);
      },
      feed: (ids) => {
        fed.push(ids.length);
        return store.ports.feed(ids);
      },
    };
    await keepSeries(ports, never);
    expect(fed).toEqual([200, 200, 50]);
    expect(asked).toEqual([5_000, 5_000]);
  });

  it('gives up one that can’t be stored, says so, and feeds the others', async () => {
    const store = storeOf({ a: 2, b: 2, c: 2 }, ['b']);
    expect(await keepSeries(store.ports, never)).toEqual(ok({ looks: 30, isDone: true }));
    expect(store.passed).toEqual(['b']);
    expect([...store.left.values()]).toEqual([0, 0, 0]);
    expect(store.said).toEqual(['series-refused']);
  });

  it('gives up nobody when a bug of ours fails everybody, and ends', async () => {
    const store = storeOf({ a: 2, b: 2 });
    const broken: SeriesPorts = { ...store.ports, feed: () => Promise.reject(new Error('bug')) };
    expect(await keepSeries(broken, never)).toEqual(ok({ looks: 30, isDone: true }));
    expect(store.passed).toEqual([]);
    expect([...store.left.values()]).toEqual([2, 2]);
  });

  it('ends when those that are behind come no further', async () => {
    const store = storeOf({ a: 2 });
    expect(await keepSeries({ ...store.ports, feed: async () => ok([]) }, never)).toEqual(
      ok({ looks: 30, isDone: true }),
    );
  });

  it('stops when time is up, and when the database is away', async () => {
    const store = storeOf({ a: 5 });
    let asked = 0;
    await keepSeries(store.ports, () => asked++ > 3);
    expect(store.left.get('a')).toBe(3);
    const away = fail('database-unavailable', 'The database did not answer.');
    expect(await keepSeries({ ...store.ports, feed: async () => away }, never)).toEqual(away);
  });
});
