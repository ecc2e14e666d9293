import fc from 'fast-check';
import { expect } from 'vitest';
import type { Outcome } from '../../../stack/intents/provider.ts';
import type { Crashing } from './index-construction.ts';
import { lieOf } from './index-faults.ts';
import { BTC, HELD, HOME, type ShareDatabase, USDC, withdrawShare, XRP } from './share-story.ts';

const OUTCOMES = ['swap', 'swap-and-return-some', 'short', 'refund', 'refund-as-success', 'fail'] as const;

type Told = Awaited<ReturnType<typeof withdrawShare>>;
const half = (token: string): bigint => (HELD[token] ?? 0n) / 2n;

/** What of the given an account has not got back after such an end. */
const spent = ({ amount, end }: Told['legs'][number]): bigint => {
  if (end === 'swapped' || end === 'swapped-short' || end === 'failed') return BigInt(amount);
  return end === 'swapped-with-refund' ? BigInt(amount) - 1n : 0n;
};

/**
 * However it went: nothing of it is open, each asset was sold once or came back, what left is its own part and what has arrived and not a unit
 * more, by one swap, and every unit that didn't leave is in the account or at whoever said that it failed.
 */
export const expectNothingLost = (told: Told, choice: 'leave' | 'keep'): void => {
  const { legs, held, paid, shown, id } = told;
  const sells = legs.filter(({ purpose }) => purpose === 'sell-for-withdrawal');
  const exits = legs.filter(({ purpose }) => purpose === 'exit');
  expect(sells.map(({ origin, amount }) => [origin, BigInt(amount)])).toEqual([
    [XRP, half(XRP)],
    [USDC, half(USDC)],
  ]);
  expect(legs.every(({ end }) => end !== null)).toBe(true);
  for (const sell of sells) expect(held[sell.origin]).toBe((HELD[sell.origin] ?? 0n) - spent(sell));
  const arrived = sells.reduce((sum, { out }) => sum + BigInt(out ?? 0), 0n);
  const left = exits.reduce((sum, exit) => sum + spent(exit), 0n);
  expect(held[BTC]).toBe((HELD[BTC] ?? 0n) + arrived - left);
  const isWhole = sells.every(({ end }) => end === 'swapped');
  expect(told.asked).toBe(!isWhole);
  expect(exits).toHaveLength(isWhole || choice === 'leave' ? 1 : 0);
  for (const exit of exits) {
    expect(exit.id).toBe(id);
    expect(BigInt(exit.amount)).toBe(half(BTC) + arrived);
  }
  expect(paid.map(({ to }) => to)).toEqual(
    exits.flatMap(({ end }) => (end?.startsWith('swapped') ? [HOME] : [])),
  );
  expect(shown?.endedAtSeconds).not.toBeNull();
  expect(shown?.choices).toEqual([]);
};

/** Whatever its swaps come to, whatever both services answer meanwhile, and wherever the process ends: nothing is lost, nothing leaves twice. */
export const noShareIsLost = (database: () => ShareDatabase) => {
  const outcome = fc.constantFrom<Outcome>(...OUTCOMES);
  return fc.asyncProperty(
    fc.record({ usdc: outcome, xrp: outcome, exit: outcome }),
    fc.constantFrom('leave' as const, 'keep' as const),
    fc.record({
      at: fc.integer({ min: 1, max: 140 }),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
    fc.record({ share: fc.integer({ min: 0, max: 60 }), until: fc.integer({ min: 1, max: 200 }) }),
    fc.infiniteStream(fc.nat()),
    async (...[outcomes, choice, crash, { share, until }, numbers]) => {
      const pick = (below: number) => (numbers.next().value ?? 0) % below;
      const told = await withdrawShare(database(), {
        ...{ outcomes, choice, crash: { ...crash, calls: 0 } },
        fault: ({ fake, clock }, second) => {
          const from = clock.seconds - second;
          const lie = lieOf({ pick, share, isOn: () => clock.seconds - from < until });
          fake.api.fault.current = lie;
          fake.rpc.fault.current = lie;
        },
      });
      expectNothingLost(told, choice);
    },
  );
};

/** Ends the process before and after every so many-th call of a withdrawal that goes well, each in one of its own. @returns how many that were */
export const crashAtCalls = async (
  database: () => ShareDatabase,
  { every }: { readonly every: number },
): Promise<number> => {
  const whole: Crashing = { at: Number.POSITIVE_INFINITY, when: 'before', calls: 0 };
  const calm = await withdrawShare(database(), { crash: whole });
  expect(calm.shown?.state).toBe('left');
  expect(whole.calls).toBeGreaterThan(30);
  let count = 0;
  for (let at = 1; at <= whole.calls; at += every)
    for (const when of ['before', 'after'] as const) {
      const told = await withdrawShare(database(), { crash: { at, when, calls: 0 } });
      const place = `call ${at} of ${whole.calls}, ${when}`;
      expect(told.crashes, place).toBe(1);
      expect([told.shown?.state, told.shown?.amountUnits], place).toEqual(['left', calm.shown?.amountUnits]);
      expectNothingLost(told, 'leave');
      count += 1;
    }
  return count;
};
