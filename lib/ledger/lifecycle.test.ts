import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterOrderEvent, isLive, ORDER_STATUSES, type OrderEvent, type OrderStatus } from './lifecycle.ts';
import { samplePlaced } from './testing/sample-action.ts';

const SIGNED = samplePlaced(1);
const SELL_UNITS = SIGNED.body.order.makingAmount;
const past = (events: readonly OrderEvent[]) => events.reduce(afterOrderEvent<typeof SIGNED>, SIGNED);

const PLACED: OrderEvent = { kind: 'placed', atMicros: 7n };
const REFUSED: OrderEvent = { kind: 'refused' };
const EXPIRED: OrderEvent = { kind: 'expired' };
const CANCELLED: OrderEvent = { kind: 'cancelled' };
const SUPERSEDED: OrderEvent = { kind: 'superseded' };
const UNFILLABLE: OrderEvent = { kind: 'unfillable' };
const FILLABLE: OrderEvent = { kind: 'fillable' };
const REOPENED: OrderEvent = { kind: 'reopened' };
const filled = (filledSellUnits: bigint): OrderEvent => ({ kind: 'filled-to', filledSellUnits });
const [NONE, SOME, ALL] = [filled(0n), filled(40n), filled(SELL_UNITS)];

/** [what is told, what happens, the status after each] */
const LIVES: readonly (readonly [string, readonly OrderEvent[], readonly OrderStatus[]])[] = [
  ['shown, partly filled, filled', [PLACED, SOME, ALL], ['open', 'partially-filled', 'filled']],
  [
    'filled in part before we hear that it was shown',
    [SOME, PLACED],
    ['partially-filled', 'partially-filled'],
  ],
  ['filled before we hear that it was shown', [ALL, PLACED], ['filled', 'filled']],
  ['refused by every venue', [REFUSED], ['rejected']],
  ['refused by another venue once it was shown', [PLACED, REFUSED], ['open', 'open']],
  ['refused, and a fill of it undone', [REFUSED, REOPENED], ['rejected', 'signed']],
  ['closed for the first reason only', [PLACED, EXPIRED, SUPERSEDED], ['open', 'expired', 'expired']],
  ['cancelled after its generation', [PLACED, SUPERSEDED, CANCELLED], ['open', 'superseded', 'superseded']],
  ['closed, then filled in part', [PLACED, SUPERSEDED, SOME], ['open', 'superseded', 'superseded']],
  [
    'closed, then filled whole: the chain is the truth',
    [PLACED, EXPIRED, ALL],
    ['open', 'expired', 'filled'],
  ],
  ['a part of its fill undone', [PLACED, ALL, SOME], ['open', 'filled', 'partially-filled']],
  ['all of its fill undone', [PLACED, ALL, NONE], ['open', 'filled', 'open']],
  ['the block that cancelled it undone', [PLACED, CANCELLED, REOPENED], ['open', 'cancelled', 'open']],
  ['reopened though nothing had closed it', [PLACED, REOPENED], ['open', 'open']],
  ['filled, and reopened: only fewer fills open it', [PLACED, ALL, REOPENED], ['open', 'filled', 'filled']],
  [
    'not fillable for a while',
    [PLACED, SOME, UNFILLABLE, FILLABLE],
    ['open', 'partially-filled', 'unfillable', 'partially-filled'],
  ],
  ['not fillable before it was shown', [UNFILLABLE], ['signed']],
  ['expired while it could not be filled', [PLACED, UNFILLABLE, EXPIRED], ['open', 'unfillable', 'expired']],
];

describe('the life of an order', () => {
  it.each(LIVES)('%s', (_, events, statuses) => {
    expect(events.map((__, index) => past(events.slice(0, index + 1)).status)).toEqual(statuses);
  });

  it('keeps when it was first shown, and counts what the chain fills after its end', () => {
    const later: OrderEvent = { kind: 'placed', atMicros: 9n };
    expect(past([PLACED, EXPIRED, SOME, later])).toMatchObject({ placedAtMicros: 7n, filledSellUnits: 40n });
  });

  it('refuses more filled than was sold: that is a bug', () => {
    expect(() => past([filled(SELL_UNITS + 1n)])).toThrow(RangeError);
  });

  it('is total, idempotent, and filled exactly when all of it is, whatever happens', () => {
    const event = fc.oneof(
      fc.constantFrom(PLACED, ...LIVES.flatMap(([, events]) => events)),
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
