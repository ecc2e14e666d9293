import fc from 'fast-check';
import { expect } from 'vitest';
import type { SwapEnd } from '../../../lib/intents/swap.ts';
import type { Asked, Reply } from '../../../stack/process/fake-server.ts';
import { AMOUNT, construct, type KeepLegs, legIdOf, START } from './index-construction.ts';

const OUTCOMES = ['swap', 'swap-and-return-some', 'short', 'refund', 'refund-as-success', 'fail'] as const;
const ENDS: Readonly<Record<(typeof OUTCOMES)[number], SwapEnd>> = {
  ...{ swap: 'swapped', 'swap-and-return-some': 'swapped-with-refund', short: 'swapped-short' },
  ...{ refund: 'refunded', 'refund-as-success': 'refunded-as-success', fail: 'failed' },
};
/** What the account has spent for good, or not yet got back, after such an end. */
const SPENT: Readonly<Record<SwapEnd, bigint>> = {
  ...{ swapped: AMOUNT, 'swapped-with-refund': AMOUNT - 1n, 'swapped-short': AMOUNT, failed: AMOUNT },
  ...{ refunded: 0n, 'refunded-too-little': 0n, 'refunded-as-success': 0n, 'not-sent': 0n },
};

/** What a service says instead of the right answer, whose effect has happened all the same. */
const LIES: readonly Reply[] = [
  { status: 500, body: '{}' },
  { status: 429, body: '{"message":"slower"}', headers: { 'retry-after': '3' } },
  { status: 400, body: '{"message":"no"}' },
  { status: 404, body: '{"message":"Deposit address not found"}' },
  { status: 200, body: '{' },
  { status: 200, body: '[]' },
  { status: 200, body: '{"jsonrpc":"2.0","id":"1","error":{"cause":{"name":"UNKNOWN_BLOCK"}}}' },
  { status: 302, body: '', headers: { location: 'http://127.0.0.1:9/' } },
];

/** Says something else than is right in so many of a hundred answers, while it is on. */
export const lieOf =
  ({
    pick,
    share,
    isOn,
  }: {
    readonly pick: (below: number) => number;
    readonly share: number;
    readonly isOn: () => boolean;
  }) =>
  (_asked: Asked, right: Reply): Reply =>
    isOn() && pick(100) < share ? (LIES[pick(LIES.length)] ?? right) : right;

/**
 * Whatever the swaps come to, wherever the process ends and whatever both services answer meanwhile: nothing is lost or spent twice by the
 * fake's ledger, and every end is told by its cause.
 */
export const nothingIsLost = (keep?: KeepLegs) =>
  fc.asyncProperty(
    fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: 3 }),
    fc.record({ at: fc.integer({ min: 1, max: 80 }), when: fc.constantFrom('before', 'after') }),
    fc.record({
      ...{ share: fc.integer({ min: 0, max: 60 }), until: fc.integer({ min: 1, max: 60 }) },
      // The bot is away for so long once it has handed something in, the provider sees it so late, and nonces are forgotten or not.
      ...{
        away: fc.constantFrom(0, 0, 200),
        seesAfter: fc.constantFrom(0, 0, 7, 400),
        forgets: fc.boolean(),
        skewSeconds: fc.constantFrom(0, 0, -25, 25, 100),
      },
    }),
    fc.infiniteStream(fc.nat()),
    async (...[outcomes, crash, { share, until, away, seesAfter, forgets, skewSeconds }, numbers]) => {
      const pick = (below: number) => (numbers.next().value ?? 0) % below;
      let second = 0;
      let isBack = false;
      const lie = lieOf({ pick, share, isOn: () => second < until });
      const told = await construct({
        ...{ legs: outcomes.length, outcomeOf: (index) => outcomes[index] ?? 'swap' },
        ...{ crash: { ...crash, calls: 0 }, secondsMax: 2_500, skewSeconds },
        ...(keep === undefined ? {} : { keep }),
        fault: ({ fake, clock }, now) => {
          second = now;
          fake.seesAfter.seconds = seesAfter;
          if (!isBack && fake.api.asked.some(({ url }) => url.pathname === '/v0/submit-intent')) {
            isBack = true;
            clock.seconds += away;
          }
          if (forgets) fake.cleanUpNonces();
          fake.api.fault.current = lie;
          fake.rpc.fault.current = lie;
        },
      });
      const ends = outcomes.map((_, index) => told.ends.get(legIdOf(index)));
      for (const [index, end] of ends.entries())
        expect([ENDS[outcomes[index] ?? 'swap'], 'not-sent']).toContain(end);
      const spent = ends.reduce((sum, end) => sum + (end === undefined ? 0n : SPENT[end]), 0n);
      expect(told.usdc).toBe(START - spent);
      expect(told.bought.map((units) => units > 0n)).toEqual(
        ends.map((end) => end?.startsWith('swapped') ?? false),
      );
    },
  );
