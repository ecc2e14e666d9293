import fc from 'fast-check';
import { zeroAddress } from 'viem';
import { describe, expect, test } from 'vitest';
import { KNOWN_CHAINS } from '../chains/known-chains.ts';
import { type DraftHolding, draftSchema, emptyDraft, equalise, stepFault, targetsOf } from './draft.ts';
import { listingsOf } from './listing.ts';

const holding = (symbol: string, target: string, amount = ''): DraftHolding => ({
  listing: {
    ...{ token: zeroAddress, symbol, decimals: 6, feed: zeroAddress },
    ...{ heartbeatSeconds: 3_600, navMaxAgeSeconds: 7_200 },
  },
  ...{ target, amount, locked: false },
});

test('equal shares make exactly 100.00 % for any number of tokens, and differ by at most 0.01 %', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16 }), (count) => {
      const targets = targetsOf(equalise(Array.from({ length: count }, () => holding('T', ''))) ?? []);
      expect(targets.ok).toBe(true);
      if (!targets.ok) return;
      expect(targets.bps.reduce((sum, part) => sum + part, 0)).toBe(10_000);
      expect(Math.max(...targets.bps) - Math.min(...targets.bps)).toBeLessThanOrEqual(1);
    }),
  );
});

test('what is locked stays, and the others share the rest to exactly 100.00 %', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 13 }),
      (lockedBps, open) => {
        const locked = lockedBps.map((bps) => ({ ...holding('L', (bps / 100).toFixed(2)), locked: true }));
        const equal = equalise([...locked, ...Array.from({ length: open }, () => holding('O', '1'))]);
        const targets = targetsOf(equal ?? []);
        expect(targets).toMatchObject({ ok: true });
        expect(equal?.slice(0, locked.length)).toEqual(locked);
        const others = targets.ok ? targets.bps.slice(locked.length) : [];
        expect(Math.max(...others) - Math.min(...others)).toBeLessThanOrEqual(1);
      },
    ),
  );
  const full = { ...holding('L', '100'), locked: true };
  expect(equalise([full, holding('O', '')])).toBeNull();
  expect(equalise([{ ...full, target: 'half' }, holding('O', '')])).toBeNull();
  expect(equalise([full])).toBeNull();
});

describe('targets', () => {
  test.each([
    [['33.33', '66.66'], '99.99 %: 0.01 pp are missing'],
    [['50', '50.01'], '100.01 %: 0.01 pp too much'],
    [['', '100'], 'A: type a share'],
    [['0', '100'], 'A: type a share'],
    [['100.01', '0.01'], 'A: type a share'],
    [['50', '50.005'], 'B: type a share'],
    [['-50', '150'], 'A: type a share'],
  ])('%j are refused: %s', ([a = '', b = ''], words) => {
    const targets = targetsOf([holding('A', a), holding('B', b)]);
    expect(targets).toMatchObject({ ok: false, sentence: expect.stringContaining(words) });
  });

  test('are basis points, exactly', () => {
    expect(targetsOf([holding('A', '33.34'), holding('B', '66.66')])).toEqual({
      ok: true,
      bps: [3_334, 6_666],
    });
  });
});

test('each step says what is missing, and the next may come only then', () => {
  const empty = emptyDraft(`0x${'ab'.repeat(32)}`);
  expect(draftSchema.safeParse(empty).success).toBe(true);
  expect(stepFault(empty, 0, true)).toBe('Choose a chain.');
  expect(stepFault({ ...empty, chainId: 1 }, 0, true)).toBe('Give it a name.');
  expect(stepFault({ ...empty, chainId: 1, name: 'A' }, 0, true)).toBe('Choose at least 2 tokens.');
  const holdings = [holding('A', '50', '1.0000001'), holding('B', '50')];
  const chosen = { ...empty, chainId: 1, name: 'A', holdings };
  expect(stepFault(chosen, 0, true)).toBeNull();
  expect(stepFault(chosen, 1, true)).toBeNull();
  expect(stepFault(chosen, 2, true)).toBeNull();
  expect(stepFault(chosen, 2, false)).toContain('Name the bot’s signer');
  expect(stepFault({ ...chosen, signer: zeroAddress }, 2, false)).toContain('Name the bot’s signer');
  expect(stepFault(chosen, 3, true)).toBe('A: This token has 6 decimals, and that amount has more.');
});

test('a known chain offers only tokens whose feed and heartbeat are known, and waits for a late round', () => {
  const offered = KNOWN_CHAINS.flatMap((chain) =>
    listingsOf(chain).map((listing) => ({ ...listing, feeds: chain.feeds })),
  );
  expect(offered.length).toBeGreaterThan(10);
  for (const { feed, feeds, heartbeatSeconds, navMaxAgeSeconds } of offered) {
    const known = feeds.find(({ address }) => address === feed);
    expect(heartbeatSeconds).toBeGreaterThan(known?.heartbeatSeconds ?? Number.POSITIVE_INFINITY);
    // The contract's own bounds: seven and fourteen days.
    expect(heartbeatSeconds).toBeLessThanOrEqual(7 * 86_400);
    expect(navMaxAgeSeconds).toBeLessThanOrEqual(14 * 86_400);
  }
});
