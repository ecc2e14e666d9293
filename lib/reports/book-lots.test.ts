import { describe, expect, it } from 'vitest';
import { bookLots, type LotDisposal } from './book-lots.ts';
import { LOT_METHODS, type LotEvent, type LotMethod } from './lot-events.ts';
import { costLeftUsdE18 } from './lot-stock.ts';

let day = 0;
const placed = () => {
  day += 1;
  return { atSeconds: day * 86_400, txHash: `0x${day}`, logIndex: 0 };
};
const amount = (token: string, units: number, worth: number | null) => ({
  ...{ token, units: BigInt(units) },
  valueUsdE18: worth === null ? null : BigInt(worth),
});
/** So many units of A, worth so much when they came. */
const deposit = (units: number, worth: number | null): LotEvent => ({
  ...placed(),
  ...{ kind: 'deposit', got: amount('A', units, worth) },
});
const withdrawal = (units: number, worth: number | null = null): LotEvent => ({
  ...placed(),
  ...{ kind: 'withdrawal', gave: amount('A', units, worth) },
});
/** So many units of A for dollars. */
const sale = (units: number, dollars: number): LotEvent => ({
  ...placed(),
  ...{ kind: 'trade', gave: amount('A', units, null), got: amount('USD', dollars, dollars) },
});
const purchase = (units: number, dollars: number): LotEvent => ({
  ...placed(),
  ...{ kind: 'trade', gave: amount('USD', dollars, dollars), got: amount('A', units, null) },
});

const leftOf = (events: readonly LotEvent[], method: LotMethod) =>
  bookLots(events, method)
    .open.filter(({ token }) => token === 'A')
    .map((lot) => [Number(lot.unitsLeft), Number(costLeftUsdE18(lot))]);
const told = ({ units, costUsdE18, proceedsUsdE18, gainUsdE18 }: LotDisposal) =>
  [units, costUsdE18, proceedsUsdE18, gainUsdE18].map((one) => (one === null ? null : Number(one)));
const soldOf = (events: readonly LotEvent[], method: LotMethod) =>
  bookLots(events, method)
    .disposals.filter(({ token }) => token === 'A')
    .map(told);

describe('lots that are sold', () => {
  // 3 for 10, 5 for 60, 2 for 14: at 3 1/3, 12 and 7 a unit.
  const events = [deposit(3, 10), deposit(5, 60), deposit(2, 14), sale(4, 40)];

  it.each<[LotMethod, number[][], number[][]]>([
    // All of the first, one of the second: 10 and 60 × 1/5.
    [
      'fifo',
      [
        [3, 10, 30, 20],
        [1, 12, 10, -2],
      ],
      [
        [4, 48],
        [2, 14],
      ],
    ],
    // All of the third, two of the second.
    [
      'lifo',
      [
        [2, 14, 20, 6],
        [2, 24, 20, -4],
      ],
      [
        [3, 36],
        [3, 10],
      ],
    ],
    // Four at 12.
    [
      'hifo',
      [[4, 48, 40, -8]],
      [
        [1, 12],
        [2, 14],
        [3, 10],
      ],
    ],
    // 84 × 4/10 = 33.6, rounded down; the rest stays with what is left.
    ['average', [[4, 33, 40, 7]], [[6, 51]]],
  ])('by %s are those worked out by hand', (method, sold, left) => {
    expect(soldOf(events, method)).toEqual(sold);
    expect(leftOf(events, method)).toEqual(left);
  });

  it('by parts of an order bear its lot’s cost to the last unit', () => {
    // 100 over 7: 2/7 = 28.57, 4/7 = 57.14.
    const parts = [deposit(7, 100), sale(2, 31), sale(2, 31), sale(3, 48)];
    for (const method of LOT_METHODS)
      expect(soldOf(parts, method)).toEqual([
        [2, 28, 31, 3],
        [2, 29, 31, 2],
        [3, 43, 48, 5],
      ]);
  });

  it('from two lots at once share what they brought by units, to the last unit', () => {
    // 10 over 3: 3 for the first unit, 7 for the other two.
    expect(soldOf([deposit(1, 1), deposit(2, 2), sale(3, 10)], 'fifo')).toEqual([
      [1, 1, 3, 2],
      [2, 2, 7, 5],
    ]);
  });

  it('after a portfolio was closed and opened again know nothing of those before', () => {
    const again = [deposit(10, 100), sale(10, 130), deposit(4, 60), sale(1, 20)];
    for (const method of LOT_METHODS) {
      expect(soldOf(again, method)).toEqual([
        [10, 100, 130, 30],
        [1, 15, 20, 5],
      ]);
      expect(leftOf(again, method)).toEqual([[3, 45]]);
    }
  });

  it('of a pool take deposits in between at the cost of what was left', () => {
    // 100 for 10, four gone: 60 for 6. With 100 for 4 it is 160 for 10, and half of it 80.
    const between = [deposit(10, 100), sale(4, 50), deposit(4, 100), sale(5, 90)];
    expect(soldOf(between, 'average')).toEqual([
      [4, 40, 50, 10],
      [5, 80, 90, 10],
    ]);
  });

  it('that a trade bought cost what was given for them', () => {
    const traded = [purchase(5, 45), sale(2, 30)];
    expect(soldOf(traded, 'fifo')).toEqual([[2, 18, 30, 12]]);
    expect(leftOf(traded, 'fifo')).toEqual([[3, 27]]);
  });

  it('of equal cost leave oldest first by the dearest', () => {
    const { disposals } = bookLots([deposit(1, 5), deposit(1, 5), sale(1, 7)], 'hifo');
    const [first] = disposals;
    expect(first?.acquiredAtSeconds).toBeLessThan((first?.atSeconds ?? 0) - 86_400);
  });
});

describe('a transfer of nothing', () => {
  it('opens no lot and takes none', () => {
    for (const method of LOT_METHODS) {
      expect(leftOf([deposit(0, 0), deposit(2, 8), withdrawal(0)], method)).toEqual([[2, 8]]);
      expect(soldOf([deposit(0, 0), deposit(2, 8), withdrawal(0)], method)).toEqual([]);
    }
  });
});

describe('a withdrawal', () => {
  it('takes its lots’ cost along and realises nothing', () => {
    const events = [deposit(4, 40), deposit(4, 80), withdrawal(6, 900), sale(2, 50)];
    expect(soldOf(events, 'fifo')).toEqual([
      [4, 40, null, null],
      [2, 40, null, null],
      [2, 40, 50, 10],
    ]);
    expect(bookLots(events, 'fifo').disposals.map(({ missing }) => missing)).toEqual([null, null, null]);
  });
});

describe('what is not known', () => {
  const missing = (events: readonly LotEvent[], method: LotMethod = 'fifo') =>
    bookLots(events, method)
      .disposals.filter(({ token }) => token === 'A')
      .map((one) => [one.missing, ...told(one)]);

  it('of a lot that came without a price is its cost and its gain', () => {
    expect(missing([deposit(2, null), sale(1, 10)])).toEqual([['cost-unknown', 1, null, 10, null]]);
  });

  it('of the dearest is taken last', () => {
    expect(missing([deposit(2, null), deposit(2, 1), sale(3, 9)], 'hifo')).toEqual([
      [null, 2, 1, 6, 5],
      ['cost-unknown', 1, null, 3, null],
    ]);
  });

  it('of a pool lasts until all of it is gone', () => {
    const events = [deposit(2, null), deposit(2, 8), sale(1, 3), sale(3, 9), deposit(1, 5), sale(1, 6)];
    expect(missing(events, 'average').map(([why]) => why)).toEqual(['cost-unknown', 'cost-unknown', null]);
  });

  it('of more than is known to have come is told of the part beyond alone', () => {
    expect(missing([deposit(2, 8), sale(3, 15)])).toEqual([
      [null, 2, 8, 10, 2],
      ['acquisition-unknown', 1, null, 5, null],
    ]);
  });

  it('of a trade whose both sides have no price is what it brought, and what the other side cost', () => {
    const blind: LotEvent = {
      ...placed(),
      ...{ kind: 'trade', gave: amount('A', 1, null), got: amount('B', 1, null) },
    };
    expect(missing([deposit(1, 5), blind])).toEqual([['proceeds-unknown', 1, 5, null, null]]);
    expect(bookLots([deposit(1, 5), blind], 'fifo').open).toMatchObject([{ token: 'B', costUsdE18: null }]);
  });
});
