import { describe, expect, it } from 'vitest';
import { type BookEntry, bookPage } from '../../lib/api/book-dto.ts';
import { samplePlaced } from '../../lib/ledger/testing/sample-action.ts';
import { bookOrderOf, bookPageOf } from './book-page-of.ts';

const WBTC = { symbol: 'WBTC', decimals: 8 };
const DAI = { symbol: 'DAI', decimals: 18 };

const entry = (number: number, amounts: readonly [making: bigint, taking: bigint] = [3n, 1n]): BookEntry => {
  const sample = samplePlaced(number, { status: 'open', placedAtMicros: BigInt(number) });
  const [makingAmount, takingAmount] = amounts;
  const order = { ...sample.body.order, makingAmount, takingAmount };
  return { placed: { ...sample, body: { ...sample.body, order } }, makerToken: WBTC, takerToken: DAI };
};
const priceOf = (one: BookEntry): string | null => bookOrderOf(one).price;

describe('an order of the book', () => {
  it('has its price in whole tokens, rounded up where it has no end', () => {
    expect(priceOf(entry(1, [50_000_000n, 30_000n * 10n ** 18n]))).toBe('60000');
    // A third of 1e-10: 18 places, the last one up.
    expect(priceOf({ ...entry(1), takerToken: { symbol: 'X', decimals: 18 } })).toBe('0.000000000033333334');
  });

  it('has none where a token isn’t known, and the rest all the same', () => {
    expect(bookOrderOf({ ...entry(1), takerToken: null })).toMatchObject({ price: null, makerToken: WBTC });
  });

  it('costs for what remains what the protocol takes, rounded up', () => {
    const { placed, ...tokens } = entry(1, [3n, 10n]);
    const partly = bookOrderOf({ ...tokens, placed: { ...placed, filledSellUnits: 1n } });
    expect([partly.remainingMakingAmount, partly.remainingTakingAmount]).toEqual(['2', '7']);
  });
});

describe('a page of the book', () => {
  const entries = [1, 2, 3].map((number) => entry(number));
  it('ends with the place the next one begins after, and only where there is one', () => {
    const head = { number: 7n, hash: '0x01', timeSeconds: 9 } as const;
    const page = bookPageOf(entries, { limit: 2, head });
    expect(bookPage.parse(page)).toEqual(page);
    expect(page.nextCursor).toBe(`2-${entries[1]?.placed.body.orderHash}`);
    expect(page.head).toEqual({ blockNumber: '7', blockTimeSeconds: 9 });
    expect(bookPageOf(entries, { limit: 3, head: null })).toMatchObject({ nextCursor: null, head: null });
  });
});
