import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterOrderEvent, isLive, ORDER_STATUSES, type OrderEvent, type OrderStatus } from './lifecycle.ts';
import { samplePlaced } from './testing/sample-action.ts';

const SIGNED = samplePlaced(1);
const SELL_UNITS = SIGNED.body.order.makingAmount;
const filled = (filledSellUnits: bigint): OrderEvent => ({ kind: 'filled-to', filledSellUnits });
const past = (events: readonly OrderEvent[]) => events.reduce(afterOrderEvent<typeof SIGNED>, SIGNED);

const TOLD = {
  shown: { kind: 'placed', atMicros: 7n },
  'refused by a venue': { kind: 'refused' },
  expired: { kind: 'expired' },
  cancelled: { kind: 'cancelled' },
  'generation bumped': { kind: 'superseded' },
  'not fillable': { kind: 'unfillable' },
  'fillable again': { kind: 'fillable' },
} as const satisfies Readonly<Record<string, OrderEvent>>;

/** Shares of what the order sells. */
const FILLS = { 'filled to 40 %': 40n, 'filled by 60 % more': 60n, 'filled whole': 100n } as const;

type Word = keyof typeof TOLD | keyof typeof FILLS | 'reorganised away';
/** The event, the block that tells it (null where no block does), and the status from then on. A block goes with all above it. */
type Row = readonly [event: Word, block: number | null, status: OrderStatus];

const LIVES: Readonly<Record<string, readonly Row[]>> = {
  'is filled in two parts': [
    ['shown', null, 'open'],
    ['filled to 40 %', 11, 'partially-filled'],
    ['filled by 60 % more', 12, 'filled'],
  ],
  'is filled in part before we hear that it was shown': [
    ['filled to 40 %', 11, 'partially-filled'],
    ['shown', null, 'partially-filled'],
  ],
  'is filled whole before we hear that it was shown': [
    ['filled whole', 11, 'filled'],
    ['shown', null, 'filled'],
  ],
  'is rejected before anybody saw it': [['refused by a venue', null, 'rejected']],
  'is refused by another venue once it was shown': [
    ['shown', null, 'open'],
    ['refused by a venue', null, 'open'],
  ],
  'is rejected, and filled in part in a block that goes': [
    ['refused by a venue', null, 'rejected'],
    ['filled to 40 %', 11, 'rejected'],
    ['reorganised away', 11, 'signed'],
  ],
  'ends for the first reason only: its time, then its generation': [
    ['shown', null, 'open'],
    ['expired', 20, 'expired'],
    ['generation bumped', 21, 'expired'],
  ],
  'ends for the first reason only: its generation, then its cancel': [
    ['shown', null, 'open'],
    ['generation bumped', 20, 'superseded'],
    ['cancelled', 21, 'superseded'],
  ],
  'is filled in part after its end': [
    ['shown', null, 'open'],
    ['generation bumped', 20, 'superseded'],
    ['filled to 40 %', 21, 'superseded'],
  ],
  'is filled whole after its end: the chain is the truth': [
    ['shown', null, 'open'],
    ['expired', 20, 'expired'],
    ['filled whole', 21, 'filled'],
  ],
  'loses the block of its last fill': [
    ['shown', null, 'open'],
    ['filled to 40 %', 11, 'partially-filled'],
    ['filled by 60 % more', 12, 'filled'],
    ['reorganised away', 12, 'partially-filled'],
  ],
  'loses the blocks of all its fills, and gets one back in another block': [
    ['shown', null, 'open'],
    ['filled to 40 %', 11, 'partially-filled'],
    ['filled by 60 % more', 12, 'filled'],
    ['reorganised away', 11, 'open'],
    ['filled whole', 13, 'filled'],
  ],
  'keeps a fill below the block that goes': [
    ['shown', null, 'open'],
    ['filled whole', 11, 'filled'],
    ['reorganised away', 12, 'filled'],
  ],
  'is cancelled in a block that goes': [
    ['shown', null, 'open'],
    ['cancelled', 12, 'cancelled'],
    ['reorganised away', 12, 'open'],
  ],
  'is cancelled below the block that goes': [
    ['shown', null, 'open'],
    ['cancelled', 12, 'cancelled'],
    ['reorganised away', 13, 'cancelled'],
  ],
  'ends with its generation in a block that goes': [
    ['shown', null, 'open'],
    ['filled to 40 %', 11, 'partially-filled'],
    ['generation bumped', 12, 'superseded'],
    ['reorganised away', 12, 'partially-filled'],
  ],
  'has nothing in the block that goes': [
    ['shown', null, 'open'],
    ['reorganised away', 12, 'open'],
  ],
  'can’t be filled for a while': [
    ['shown', null, 'open'],
    ['filled to 40 %', 11, 'partially-filled'],
    ['not fillable', null, 'unfillable'],
    ['fillable again', null, 'partially-filled'],
  ],
  'can’t be filled before it was shown': [['not fillable', null, 'signed']],
  'expires while it can’t be filled': [
    ['shown', null, 'open'],
    ['not fillable', null, 'unfillable'],
    ['expired', 20, 'expired'],
  ],
};

const shareOf = (event: Word): bigint => (event in FILLS ? FILLS[event as keyof typeof FILLS] : 0n);
const endsIt = (event: OrderEvent): boolean => ['expired', 'cancelled', 'superseded'].includes(event.kind);
const toldBy = (event: Word): readonly OrderEvent[] =>
  event in TOLD ? [TOLD[event as keyof typeof TOLD]] : [];

/** What the order is told at a row, of the rows whose blocks stand: fills as their sum, a lost block as its ends taken back. */
const eventsAt = (event: Word, standing: readonly Row[]): readonly OrderEvent[] => {
  const percent = standing.reduce((sum, [each]) => sum + shareOf(each), 0n);
  const sum = filled((SELL_UNITS * percent) / 100n);
  if (event === 'reorganised away')
    return [{ kind: 'reopened' }, sum, ...standing.flatMap(([each]) => toldBy(each)).filter(endsIt)];
  return event in FILLS ? [sum] : toldBy(event);
};

/** The same rows with the status that the order really has at each. */
const lived = (rows: readonly Row[]): readonly Row[] => {
  let order = SIGNED;
  let standing: readonly Row[] = [];
  return rows.map((row) => {
    const [event, block] = row;
    const isBelow = ([, other]: Row): boolean => other === null || block === null || other < block;
    standing = event === 'reorganised away' ? standing.filter(isBelow) : [...standing, row];
    order = eventsAt(event, standing).reduce(afterOrderEvent<typeof SIGNED>, order);
    return [event, block, order.status];
  });
};

describe('an order that', () => {
  it.each(Object.entries(LIVES))('%s', (_, rows) => {
    expect(lived(rows)).toEqual(rows);
  });
});

describe('the life of an order', () => {
  it('keeps when it was first shown, and counts what the chain fills after its end', () => {
    const later: OrderEvent = { kind: 'placed', atMicros: 9n };
    expect(past([TOLD.shown, TOLD.expired, filled(40n), later])).toMatchObject({
      placedAtMicros: 7n,
      filledSellUnits: 40n,
    });
  });

  it('refuses more filled than was sold: that is a bug', () => {
    expect(() => past([filled(SELL_UNITS + 1n)])).toThrow(RangeError);
  });

  it('is total, idempotent, and filled exactly when all of it is, whatever happens', () => {
    const event = fc.oneof(
      fc.constantFrom<OrderEvent>(...Object.values(TOLD), { kind: 'reopened' }),
      fc.bigInt({ min: 0n, max: SELL_UNITS }).map(filled),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        let state = SIGNED;
        for (const each of events) {
          const next = afterOrderEvent(state, each);
          expect(afterOrderEvent(next, each)).toEqual(next);
          expect(ORDER_STATUSES).toContain(next.status);
          expect(next.status === 'filled').toBe(next.filledSellUnits === SELL_UNITS);
          if (!isLive(state.status) && isLive(next.status))
            expect(['filled-to', 'reopened']).toContain(each.kind);
          state = next;
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
