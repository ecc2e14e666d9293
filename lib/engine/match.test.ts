import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchParties, type PairCostOf, type Party } from './match.ts';

const parties = (amounts: readonly number[]): Party[] =>
  amounts.map((amount, key) => ({ key, amount: BigInt(amount) }));

/** Most groups that net out exactly, by trying every set partition: the definition, not the algorithm. */
const mostGroups = (amounts: readonly number[]): number => {
  const [first, ...rest] = amounts;
  if (first === undefined) return 0;
  let best = Number.NEGATIVE_INFINITY;
  for (let mask = 0; mask < 2 ** rest.length; mask++) {
    const group = rest.filter((_, index) => mask & (1 << index));
    if (first + group.reduce((sum, one) => sum + one, 0) !== 0) continue;
    best = Math.max(best, 1 + mostGroups(rest.filter((_, index) => !(mask & (1 << index)))));
  }
  return best;
};

/** Least cost over all ways to pair up, with few enough pairs, in steps of one unit. */
const leastCost = (
  sells: readonly number[],
  buys: readonly number[],
  cost: (s: number, b: number) => number,
  pairsMax: number,
): number => {
  let best = Number.POSITIVE_INFINITY;
  const move = (seller: number, left: readonly number[], used: ReadonlySet<string>, spent: number): void => {
    if (used.size > pairsMax || spent >= best) return;
    if (seller === sells.length) {
      best = spent;
      return;
    }
    const split = (
      buyer: number,
      rest: number,
      now: readonly number[],
      pairs: ReadonlySet<string>,
      total: number,
    ): void => {
      if (rest === 0) {
        move(seller + 1, now, pairs, total);
        return;
      }
      if (buyer === buys.length) return;
      for (let amount = 0; amount <= Math.min(rest, now[buyer] ?? 0); amount++) {
        const next = now.map((one, index) => (index === buyer ? one - amount : one));
        const added = amount > 0 ? new Set([...pairs, `${seller}-${buyer}`]) : pairs;
        split(buyer + 1, rest - amount, next, added, total + amount * cost(seller, buyer));
      }
    };
    split(0, sells[seller] ?? 0, left, used, spent);
  };
  move(0, buys, new Set(), 0);
  return best;
};

/** Two sides of one to four amounts each with the same sum. */
const sides = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
    fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
  )
  .map(([sells, buys]) => {
    const total = (amounts: readonly number[]): number => amounts.reduce((sum, one) => sum + one, 0);
    const short = total(sells) - total(buys);
    return short > 0
      ? { sells, buys: [...buys, short] }
      : { sells: short < 0 ? [...sells, -short] : sells, buys };
  });

describe('matching', () => {
  it('settles everybody exactly, with a pair less than parties, and up to six of them at most one above the fewest (against all partitions)', () => {
    fc.assert(
      fc.property(sides, ({ sells, buys }) => {
        const matches = matchParties(parties(sells), parties(buys), null);
        for (const [key, amount] of sells.entries()) {
          expect(matches.filter(({ sell }) => sell === key).reduce((sum, one) => sum + one.amount, 0n)).toBe(
            BigInt(amount),
          );
        }
        for (const [key, amount] of buys.entries()) {
          expect(matches.filter(({ buy }) => buy === key).reduce((sum, one) => sum + one.amount, 0n)).toBe(
            BigInt(amount),
          );
        }
        expect(matches.every(({ amount }) => amount > 0n)).toBe(true);
        const count = sells.length + buys.length;
        expect(matches.length).toBeLessThan(count);
        const fewest = count - mostGroups([...sells, ...buys.map((one) => -one)]);
        if (count <= 6) expect(matches.length).toBeLessThanOrEqual(fewest + 1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is as cheap as any way to settle with that few pairs (against all ways, where no subset nets out)', () => {
    const small = sides.filter(
      ({ sells, buys }) =>
        sells.length + buys.length <= 5 && mostGroups([...sells, ...buys.map((one) => -one)]) === 1,
    );
    const prices = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 25, maxLength: 25 });
    fc.assert(
      fc.property(small, prices, ({ sells, buys }, table) => {
        const price = (sell: number, buy: number): number => table[sell * 5 + buy] ?? 0;
        const cost: PairCostOf = (sell, buy, amount) => amount * BigInt(price(sell, buy));
        const matches = matchParties(parties(sells), parties(buys), cost);
        const spent = matches.reduce(
          (sum, { sell, buy, amount }) => sum + Number(amount) * price(sell, buy),
          0,
        );
        expect(spent).toBe(leastCost(sells, buys, price, matches.length));
      }),
      { numRuns: 300 },
    );
  });

  it('lets equal amounts meet first, then the largest the largest', () => {
    const pairs = (sells: readonly number[], buys: readonly number[]) =>
      matchParties(parties(sells), parties(buys), null).map(({ sell, buy, amount }) => [
        sell,
        buy,
        Number(amount),
      ]);
    expect(pairs([5, 9, 2], [9, 4, 3])).toEqual([
      [1, 0, 9],
      [0, 1, 4],
      [2, 2, 2],
      [0, 2, 1],
    ]);
    expect(pairs([30, 11], [21, 20])).toEqual([
      [0, 0, 21],
      [1, 1, 11],
      [0, 1, 9],
    ]);
  });

  it('takes the cheapest pairs first in groups too large to try out', () => {
    const cost: PairCostOf = (sell, buy, amount) => amount * (sell === buy ? 0n : 10n);
    const matches = matchParties(parties([100, 200, 310, 417]), parties([103, 195, 301, 428]), cost);
    expect(matches.reduce((sum, one) => sum + cost(one.sell, one.buy, one.amount), 0n)).toBe(140n);
  });

  it('needs a pair less than the sixteen assets of a contract where no amounts are equal', () => {
    const sells = Array.from({ length: 8 }, (_, key) => ({
      key,
      amount: 10n ** 30n + 3n ** BigInt(20 + key),
    }));
    const total = sells.reduce((sum, { amount }) => sum + amount, 0n);
    const buys = Array.from({ length: 7 }, (_, key) => ({
      key,
      amount: 10n ** 30n + 7n ** BigInt(10 + key),
    }));
    buys.push({ key: 7, amount: total - buys.reduce((sum, { amount }) => sum + amount, 0n) });
    expect(matchParties(sells, buys, null)).toHaveLength(15);
  });

  it('matches nothing with nothing', () => {
    expect(matchParties([], [], null)).toEqual([]);
    expect(matchParties(parties([0]), parties([0]), null)).toEqual([]);
  });
});
