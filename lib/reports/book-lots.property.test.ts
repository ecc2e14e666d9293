import { env } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookLots } from './book-lots.ts';
import { LOT_METHODS, type LotEvent, type LotMethod } from './lot-events.ts';
import { costLeftUsdE18 } from './lot-stock.ts';

const numRuns = Number(env.PROPERTY_CASES ?? 300);
const TOKENS = ['A', 'B', 'C'];

type Step = {
  readonly kind: LotEvent['kind'];
  readonly from: number;
  readonly to: number;
  readonly units: number;
  readonly worth: number;
};
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('deposit', 'withdrawal', 'trade', 'trade'),
  from: fc.nat(2),
  to: fc.integer({ min: 1, max: 2 }),
  units: fc.integer({ min: 1, max: 12 }),
  worth: fc.nat(1_000),
});

/** A history in which nothing leaves that hasn't come; every price is known. */
const eventsOf = (steps: readonly Step[]): readonly LotEvent[] => {
  const held = new Map<string, number>();
  const move = (token: string, units: number) => held.set(token, (held.get(token) ?? 0) + units);
  return steps.flatMap(({ kind, from, to, units, worth }, index): readonly LotEvent[] => {
    const placed = { atSeconds: index, txHash: `0x${index}`, logIndex: 0 };
    const token = TOKENS[from] ?? 'A';
    const other = TOKENS[(from + to) % 3] ?? 'B';
    const given = Math.min(units, held.get(token) ?? 0);
    const valueUsdE18 = BigInt(worth);
    if (kind === 'deposit') {
      move(token, units);
      return [{ ...placed, kind, got: { token, units: BigInt(units), valueUsdE18 } }];
    }
    if (given === 0) return [];
    move(token, -given);
    const gave = { token, units: BigInt(given), valueUsdE18 };
    if (kind === 'withdrawal') return [{ ...placed, kind, gave }];
    move(other, units);
    return [{ ...placed, kind, gave, got: { token: other, units: BigInt(units), valueUsdE18 } }];
  });
};
const history = fc.array(step, { maxLength: 40 }).map(eventsOf);
const method = fc.constantFrom(...LOT_METHODS);
const sum = (all: readonly (bigint | null)[]): bigint =>
  all.reduce((total: bigint, one) => total + (one ?? 0n), 0n);

/** One unit of a lot, by the lot's place in the history. */
type Unit = { readonly lot: number; readonly unitCost: number };

/** The lots that each event's units come from, taken unit by unit from a plain list. */
const byUnits = (events: readonly LotEvent[], of: Exclude<LotMethod, 'average'>): readonly string[] => {
  const units = new Map<string, Unit[]>(TOKENS.map((token) => [token, []]));
  return events.flatMap((event, index) => {
    const taken: string[] = [];
    if (event.kind !== 'deposit')
      for (let one = 0n; one < event.gave.units; one += 1n) {
        const stock = units.get(event.gave.token) ?? [];
        const dearest = Math.max(...stock.map(({ unitCost }) => unitCost));
        const place = {
          fifo: 0,
          lifo: stock.length - 1,
          hifo: stock.findIndex(({ unitCost }) => unitCost === dearest),
        }[of];
        // A lot is gone through before another of its cost is begun, which the oldest first does by itself.
        taken.push(...stock.splice(place, 1).map(({ lot }) => `${index} of ${lot}`));
      }
    if (event.kind !== 'withdrawal')
      for (let one = 0n; one < event.got.units; one += 1n)
        units.get(event.got.token)?.push({
          lot: index,
          unitCost: Number(event.got.valueUsdE18) / Number(event.got.units),
        });
    return taken.sort();
  });
};

describe('lots of any history', () => {
  it('hold every unit that came and has not left', () => {
    fc.assert(
      fc.property(history, method, (events, how) => {
        const { open, disposals } = bookLots(events, how);
        for (const token of TOKENS) {
          const came = sum(
            events.map((event) =>
              event.kind !== 'withdrawal' && event.got.token === token ? event.got.units : 0n,
            ),
          );
          const left = sum(disposals.map((one) => (one.token === token ? one.units : 0n)));
          expect(sum(open.map((lot) => (lot.token === token ? lot.unitsLeft : 0n))) + left).toBe(came);
        }
      }),
      { numRuns },
    );
  });

  it('lose no cost: what came is what left and what is left, and proceeds − cost is what was realised', () => {
    fc.assert(
      fc.property(history, method, (events, how) => {
        const { open, disposals } = bookLots(events, how);
        const came = sum(events.map((event) => (event.kind === 'withdrawal' ? 0n : event.got.valueUsdE18)));
        const went = sum(disposals.map(({ costUsdE18 }) => costUsdE18));
        expect(went + sum(open.map(costLeftUsdE18))).toBe(came);
        const sold = disposals.filter(({ kind }) => kind === 'sold');
        const proceeds = sum(sold.map(({ proceedsUsdE18 }) => proceedsUsdE18));
        const traded = sum(events.map((event) => (event.kind === 'trade' ? event.got.valueUsdE18 : 0n)));
        expect(proceeds).toBe(traded);
        expect(proceeds - sum(sold.map(({ costUsdE18 }) => costUsdE18))).toBe(
          sum(sold.map(({ gainUsdE18 }) => gainUsdE18)),
        );
        expect(disposals.every(({ missing }) => missing === null)).toBe(true);
      }),
      { numRuns },
    );
  });

  it('leave in the order in which single units would', () => {
    fc.assert(
      fc.property(history, fc.constantFrom('fifo', 'lifo', 'hifo'), (events, how) => {
        const place = new Map(events.map(({ txHash }, index) => [txHash, index]));
        const taken = bookLots(events, how).disposals.map((one) => ({
          event: place.get(one.txHash) ?? -1,
          words: Array.from(
            { length: Number(one.units) },
            () => `${place.get(one.txHash)} of ${place.get(one.acquiredTxHash ?? '')}`,
          ),
        }));
        const words = events.flatMap((_, index) =>
          taken.flatMap((one) => (one.event === index ? one.words : [])).sort(),
        );
        expect(words).toEqual(byUnits(events, how));
      }),
      { numRuns },
    );
  });

  it('by the dearest have cost at least as much as by any other method, but for what rounding moves', () => {
    fc.assert(
      fc.property(history, method, (events, how) => {
        const deposits = events.filter(({ kind }) => kind !== 'trade');
        const costs = (of: LotMethod) =>
          bookLots(deposits, of).disposals.reduce((total, { costUsdE18 }) => total + (costUsdE18 ?? 0n), 0n);
        expect(costs('hifo')).toBeGreaterThanOrEqual(costs(how) - BigInt(deposits.length));
      }),
      { numRuns },
    );
  });

  it('that came ever dearer cost least by the oldest and most by the latest, with the average between', () => {
    const rising = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(50), fc.boolean()), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(rising, (rows) => {
        let price = 1;
        const events = eventsOf(
          rows.map(([units, more, isSale]) => {
            price += more;
            return { kind: isSale ? 'withdrawal' : 'deposit', from: 0, to: 1, units, worth: units * price };
          }),
        );
        const cost = (of: LotMethod) =>
          sum(bookLots(events, of).disposals.map(({ costUsdE18 }) => costUsdE18));
        expect(cost('average')).toBeGreaterThanOrEqual(cost('fifo') - BigInt(events.length));
        expect(cost('lifo')).toBeGreaterThanOrEqual(cost('average') - BigInt(events.length));
        expect(cost('lifo')).toBe(cost('hifo'));
      }),
      { numRuns },
    );
  });
});
