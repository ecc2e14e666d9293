import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterOrderEvent, isLive, ORDER_STATUSES, type OrderEvent, type OrderState } from './lifecycle.ts';

const SELL_UNITS = 100n;
const signed: OrderState = { status: 'signed', placed: false, sellUnits: SELL_UNITS, filledSellUnits: 0n };
const past = (...events: OrderEvent[]): OrderState => events.reduce(afterOrderEvent, signed);
const filled = (filledSellUnits: bigint): OrderEvent => ({ kind: 'filled-to', filledSellUnits });
const placed: OrderEvent = { kind: 'placed' };

const arbitraryEvent: fc.Arbitrary<OrderEvent> = fc.oneof(
  fc.constantFrom<OrderEvent>(
    placed,
    { kind: 'refused' },
    { kind: 'expired' },
    { kind: 'cancelled' },
    { kind: 'superseded' },
    { kind: 'unfillable' },
    { kind: 'fillable' },
    { kind: 'reopened' },
  ),
  fc.bigInt({ min: 0n, max: SELL_UNITS }).map(filled),
);

describe('the life of an order', () => {
  it('goes from signed over open and partially filled to filled', () => {
    expect(past(placed).status).toBe('open');
    expect(past(placed, filled(40n)).status).toBe('partially-filled');
    expect(past(placed, filled(40n), filled(SELL_UNITS)).status).toBe('filled');
  });

  it('may be filled before we hear that it was placed', () => {
    expect(past(filled(40n)).status).toBe('partially-filled');
    expect(past(filled(40n), placed).status).toBe('partially-filled');
    expect(past(filled(SELL_UNITS), placed)).toMatchObject({ status: 'filled', placed: true });
  });

  it('keeps the first reason it was closed for, and still counts what the chain then fills', () => {
    expect(past(placed, { kind: 'expired' }, { kind: 'superseded' }).status).toBe('expired');
    expect(past(placed, { kind: 'superseded' }, filled(10n))).toMatchObject({
      status: 'superseded',
      filledSellUnits: 10n,
    });
    expect(past(placed, { kind: 'expired' }, filled(SELL_UNITS)).status).toBe('filled');
  });

  it('goes back when a reorganisation removes a fill or the fact that closed it', () => {
    expect(past(placed, filled(SELL_UNITS), filled(40n)).status).toBe('partially-filled');
    expect(past(placed, filled(SELL_UNITS), filled(0n)).status).toBe('open');
    expect(past(placed, { kind: 'cancelled' }, { kind: 'reopened' }).status).toBe('open');
    expect(past({ kind: 'refused' }, { kind: 'reopened' }).status).toBe('signed');
  });

  it('is not rejected once a venue has shown it', () => {
    expect(past({ kind: 'refused' }).status).toBe('rejected');
    expect(past(placed, { kind: 'refused' }).status).toBe('open');
  });

  it('returns from unfillable to what it was', () => {
    expect(past(placed, filled(40n), { kind: 'unfillable' }).status).toBe('unfillable');
    expect(past(placed, filled(40n), { kind: 'unfillable' }, { kind: 'fillable' }).status).toBe(
      'partially-filled',
    );
  });

  it('refuses more filled than was sold: that is a bug', () => {
    expect(() => past(filled(SELL_UNITS + 1n))).toThrow(RangeError);
  });

  it('is total, idempotent, and filled exactly when all of it is, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(arbitraryEvent, { maxLength: 12 }), (events) => {
        let state = signed;
        for (const event of events) {
          const next = afterOrderEvent(state, event);
          expect(afterOrderEvent(next, event)).toEqual(next);
          expect(ORDER_STATUSES).toContain(next.status);
          expect(next.status === 'filled').toBe(next.filledSellUnits === SELL_UNITS);
          if (!isLive(state.status) && isLive(next.status))
            expect(['filled-to', 'reopened']).toContain(event.kind);
          state = next;
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
