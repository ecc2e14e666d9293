import { describe, expect, it } from 'vitest';
import { SWAP_ENDS } from '../../../lib/intents/swap.ts';
import type { Outcome } from '../../../stack/intents/provider.ts';
import { AMOUNT, type Crashing, construct, legIdOf, outOf, START } from '../testing/index-construction.ts';

/** Longer than any intent may be handed in. */
const CLOSED_SECONDS = 200;

describe('a construction', () => {
  it('of 10 assets takes no more than twice the time of one leg', async () => {
    const { seconds, ends, usdc, bought, seen } = await construct({ legs: 10 });
    expect([...ends.values()]).toEqual(Array(10).fill('swapped'));
    expect(seconds).toBeLessThanOrEqual(2 * 16);
    expect(usdc).toBe(START - 10n * AMOUNT);
    expect(bought).toEqual(Array.from({ length: 10 }, (_, index) => outOf(index)));
    // The same from the verifier's views alone.
    expect(seen).toEqual([usdc, ...bought]);
  });

  it('of 20 assets keeps within 10 requests a second, and ends', async () => {
    const { seconds, ends, failures, usdc } = await construct({ legs: 20, perSecond: 10 });
    expect([...ends.values()]).toEqual(Array(20).fill('swapped'));
    expect(failures).toEqual([]);
    expect(usdc).toBe(START - 20n * AMOUNT);
    expect(seconds).toBeLessThanOrEqual(4 * 16);
  });

  it('whose swaps end in every way has each told apart, and no unit of it is lost or spent twice', async () => {
    const outcomes: readonly Outcome[] = [
      ...(['swap', 'swap-and-return-some', 'short', 'refund', 'refund-as-success', 'fail'] as const),
      ...(['stay', 'odd-word', 'refund-without-amount'] as const),
    ];
    const { ends, usdc, atProvider, bought } = await construct({
      legs: outcomes.length,
      outcomeOf: (index) => outcomes[index] ?? 'swap',
      secondsMax: 120,
    });
    const endOf = (index: number) => ends.get(legIdOf(index)) ?? 'open';
    expect(outcomes.map((_, index) => endOf(index))).toEqual([
      ...['swapped', 'swapped-with-refund', 'swapped-short', 'refunded', 'refunded-as-success', 'failed'],
      ...['open', 'open', 'open'],
    ]);
    // Three were given back whole, one by a unit; of the failed one and of the two that wait the money is at the provider.
    expect(usdc).toBe(START - 6n * AMOUNT + 1n);
    expect(atProvider.reduce((sum, units) => sum + units, 0n)).toBe(3n * AMOUNT);
    expect(bought.filter((units) => units > 0n)).toHaveLength(3);
    expect(SWAP_ENDS.failed.mayPlan).toBe(false);
  });

  it('whose API takes intents and says that it did not spends each leg once', async () => {
    const { ends, usdc } = await construct({
      legs: 3,
      fault: ({ fake }, second) => {
        fake.api.fault.current = (asked, right) =>
          second < 5 && asked.url.pathname === '/v0/submit-intent' ? { status: 400, body: '{}' } : right;
      },
    });
    expect([...ends.values()]).toEqual(['swapped', 'swapped', 'swapped']);
    expect(usdc).toBe(START - 3n * AMOUNT);
  });

  it('whose API drops its intents ends unsent, with every unit where it was, once the API says that it has nothing', async () => {
    const { ends, usdc, seconds } = await construct({
      legs: 2,
      fault: ({ fake }, second) => {
        const isQuoted = fake.api.asked.some(({ url }) => url.pathname === '/v0/quote');
        fake.api.fault.current =
          isQuoted && second < CLOSED_SECONDS ? { status: 400, body: '{"message":"closed"}' } : null;
      },
    });
    expect([...ends.values()]).toEqual(['not-sent', 'not-sent']);
    expect(usdc).toBe(START);
    expect(seconds).toBeGreaterThanOrEqual(CLOSED_SECONDS);
  });

  it('whose verifier withdraws its salt meanwhile ends unsent, and is free to be planned anew', async () => {
    const { ends, usdc } = await construct({
      legs: 2,
      fault: ({ fake }, second) => {
        if (second === 1) fake.ledger.withdrawSalt('0x0e0e0e0e');
      },
    });
    expect([...ends.values()]).toEqual(['not-sent', 'not-sent']);
    expect(usdc).toBe(START);
    expect(SWAP_ENDS['not-sent'].mayPlan).toBe(true);
  }, 600_000);

  it.each([0, 300])(
    'whose bot comes back once the verifier has forgotten the nonces, the provider seeing it %i s late, tells none of them unsent',
    async (late) => {
      let isBack = false;
      const { ends, usdc, atProvider } = await construct({
        legs: 2,
        outcomeOf: (index) => (index === 0 ? 'swap' : 'refund'),
        secondsMax: 1_500,
        fault: ({ fake, clock }) => {
          fake.seesAfter.seconds = late;
          if (
            !isBack &&
            fake.api.asked.filter(({ url }) => url.pathname === '/v0/submit-intent').length > 1
          ) {
            isBack = true;
            clock.seconds += CLOSED_SECONDS;
          }
          fake.cleanUpNonces();
        },
      });
      expect([ends.get(legIdOf(0)), ends.get(legIdOf(1))]).toEqual(['swapped', 'refunded']);
      expect(usdc).toBe(START - AMOUNT);
      expect(atProvider).toEqual([0n, 0n]);
    },
  );

  it.each([-120, -31, 121, 4_000])(
    'whose bot’s clock is %i s ahead of the provider’s signs nothing, and says what is wrong with the time',
    async (skewSeconds) => {
      const { ends, usdc, atProvider, failures } = await construct({ legs: 2, secondsMax: 30, skewSeconds });
      expect([...ends.values()]).toEqual([]);
      expect([usdc, atProvider]).toEqual([START, []]);
      expect(failures.length).toBeGreaterThan(0);
      for (const why of failures)
        expect(why).toMatch(/came too late|is still to come|less than 60 s|deadline has passed/);
    },
  );

  it.each([-30, 30, 119])(
    'whose bot’s clock is %i s ahead of the provider’s swaps each leg once',
    async (skewSeconds) => {
      const { ends, usdc, atProvider } = await construct({ legs: 2, skewSeconds });
      expect([...ends.values()]).toEqual(['swapped', 'swapped']);
      expect([usdc, atProvider]).toEqual([START - 2n * AMOUNT, [0n, 0n]]);
    },
  );

  it('goes on after the process has ended at any call, with its effect or without: 0 lost, 0 doubled', async () => {
    const legs = 2;
    const outcomeOf = (index: number): Outcome => (index === 0 ? 'swap' : 'refund');
    const whole: Crashing = { at: Number.POSITIVE_INFINITY, when: 'before', calls: 0 };
    await construct({ legs, outcomeOf, crash: whole });
    expect(whole.calls).toBeGreaterThan(20);
    for (let at = 1; at <= whole.calls; at += 1)
      for (const when of ['before', 'after'] as const) {
        const told = await construct({ legs, outcomeOf, crash: { at, when, calls: 0 } });
        const place = `call ${at}, ${when}`;
        expect(told.crashes, place).toBe(1);
        expect([told.ends.get(legIdOf(0)), told.ends.get(legIdOf(1))], place).toEqual([
          'swapped',
          'refunded',
        ]);
        expect(told.usdc, place).toBe(START - AMOUNT);
        expect(told.bought, place).toEqual([outOf(0), 0n]);
        expect(told.atProvider, place).toEqual([0n, 0n]);
      }
  }, 1_200_000);
});
