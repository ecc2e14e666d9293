import { describe, expect, it } from 'vitest';
import { allowanceWishes } from './allowance-wishes.ts';
import { decide } from './decide.ts';
import type { Snapshot } from './snapshot.ts';
import { policyOf, snapshotOf, tokenAt } from './testing/builders.ts';

const E18 = 10n ** 18n;
const POLICY = policyOf({
  orderTerms: { venue: 'oneinch', spreadBps: 0, walkBpsPerHour: 0, discountBpsMax: 0 },
});

/** So many dollars of A at 2 USD and of B, half and half, with what 1inch's router may take of A. */
const wishesOf = (
  [a, b]: readonly [number, number],
  allowanceUnits: bigint | null,
  more: Partial<Snapshot> = {},
) => {
  const venues = { 'order-book': true, proposal: false, oneinch: true } as const;
  const snapshot = snapshotOf(
    [
      { usd: a, targetBps: 5_000, price: 2n * E18, allowanceUnits },
      { usd: b, targetBps: 5_000, allowanceUnits: allowanceUnits === null ? null : 0n },
    ],
    { venues, ...more },
  );
  return allowanceWishes({ snapshot, decision: decide(snapshot, POLICY) });
};
const open = (units: bigint): Partial<Snapshot> => ({
  openOrders: [
    {
      ...{ orderHash: '0x', sellToken: tokenAt(0), buyToken: tokenAt(1) },
      ...{ remainingSellUnits: units, remainingBuyUnits: 2n * units, expiresAtSeconds: 2_000_000_000 },
    },
  ],
});

describe('what 1inch’s router should be allowed', () => {
  it('is what a plan wanted to sell and could not', () => {
    // 1,000 of 6,000 dollars are too much: 500 A at 2 USD.
    expect(wishesOf([6_000, 4_000], 0n)).toEqual([{ token: tokenAt(0), units: 500n * E18 }]);
  });

  it('stays where it is enough', () => {
    expect(wishesOf([6_000, 4_000], 500n * E18)).toEqual([]);
  });

  it('is nothing where everything is in its band and no order is left', () => {
    expect(wishesOf([5_000, 5_000], 7n)).toEqual([{ token: tokenAt(0), units: 0n }]);
    expect(wishesOf([5_000, 5_000], 0n)).toEqual([]);
  });

  it('is left alone while an order may take of it', () => {
    expect(wishesOf([5_000, 5_000], 7n, open(5n))).toEqual([]);
  });

  it('is nobody’s business where the contract is closed to the public book, or nothing can be decided', () => {
    expect(wishesOf([6_000, 4_000], null)).toEqual([]);
    expect(wishesOf([5_000, 5_000], 7n, { paused: true })).toEqual([]);
  });
});
