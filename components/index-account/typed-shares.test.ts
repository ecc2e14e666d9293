import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalRows, moreRows, rowsOf, type ShareRow, sumWords, typedShares } from './typed-shares.ts';

const row = (percent: string, key = 0): ShareRow => ({ key, token: `nep141:t${key}.near`, percent });
const NAMES = ['nep141:t0.near', 'nep141:t1.near', 'nep141:t2.near'];

describe('shares as somebody types them', () => {
  it('read back to what was stored, whatever it was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 20 }), (all) => {
        const stored = all.map((targetBps, at) => ({ token: `nep141:t${at}.near`, targetBps }));
        expect(typedShares(rowsOf(stored))).toEqual({ allocations: stored, faults: {} });
      }),
    );
  });

  it.each(['', '0', '-5', '100.01', '1.005', 'half', '5 5'])(
    'name the row that can’t be read: “%s”',
    (typed) => {
      const { allocations, faults } = typedShares([row('40'), row(typed, 1)]);
      expect(allocations).toHaveLength(1);
      expect(Object.keys(faults)).toEqual(['1']);
    },
  );

  it('are summed up while they are typed', () => {
    expect(sumWords([row('25.5'), row('74.5', 1)])).toEqual({ isWhole: true, words: '100\u00a0% in all.' });
    expect(sumWords([row('25.5'), row('', 1)]).words).toBe('25.5\u00a0% in all: 74.5\u00a0% is missing.');
    expect(sumWords([row('100'), row('0.01', 1)]).words).toBe(
      '100.01\u00a0% in all: 0.01\u00a0% is too much.',
    );
  });

  it('are made equal to the last basis point, for any number of them', () => {
    for (let count = 1; count <= 20; count += 1) {
      const rows = equalRows(Array.from({ length: count }, (_, key) => row('', key)));
      expect(sumWords(rows).isWhole).toBe(true);
      const parts = typedShares(rows).allocations.map(({ targetBps }) => targetBps);
      expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
    }
  });

  it('have one row more with an asset that has none, until there is none left or there are twenty', () => {
    const two = moreRows([row('5')], NAMES);
    expect(two).toEqual([row('5'), { key: 1, token: 'nep141:t1.near', percent: '' }]);
    expect(moreRows([row('5'), row('5', 1), row('5', 2)], NAMES)).toBeNull();
    const many = Array.from({ length: 20 }, (_, key) => row('5', key));
    expect(moreRows(many, ['nep141:another.near'])).toBeNull();
    expect(moreRows([], NAMES)?.[0]?.key).toBe(0);
  });
});
