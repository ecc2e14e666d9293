import type { Address } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PricedAsset, PriceSource } from '../../../lib/ledger/price-source.ts';

export const SUITE_BLOCK = { number: 100n, hash: '0x01', timeSeconds: 1_700_000_000 } as const;

/** What the world says a token is worth; null = the source has never heard of it. */
export type SuiteQuote = { readonly token: Address; readonly usdE18: bigint | null };

/** A source in a world of which everything is known. */
export type SuiteSubject = {
  /** The world from now on, in which all these prices are `ageSeconds` old, and their assets as accounts list them, in order. */
  readonly stage: (quotes: readonly SuiteQuote[], ageSeconds: number) => readonly PricedAsset[];
  /** A source that remembers nothing yet. */
  readonly open: () => PriceSource;
  /** How often somebody was asked so far; 0 for ever where nobody is. */
  readonly requestCount: () => number;
  readonly close: () => Promise<void>;
};

const suiteToken = (id: number): Address => `0xaa${id.toString(16).padStart(38, '0')}`;

const E18 = 10n ** 18n;

/** The first digits of a number, the others zero. */
const inDigits = (value: bigint, digitsMax: number): bigint => {
  const scale = 10n ** BigInt(Math.max(0, `${value}`.length - digitsMax));
  return (value / scale) * scale;
};

/**
 * What every price source keeps, whomever it asks.
 * @param digitsMax significant digits that its service can tell at all
 */
export const describePriceSource = (
  name: string,
  start: () => Promise<SuiteSubject>,
  { digitsMax = 60 }: { readonly digitsMax?: number } = {},
): void => {
  describe(`${name} as a price source`, () => {
    let subject: SuiteSubject;
    beforeAll(async () => {
      subject = await start();
    });
    afterAll(() => subject.close());
    const pricesOf = async (quotes: readonly SuiteQuote[], ageSeconds = 77) => {
      const assets = subject.stage(quotes, ageSeconds);
      const prices = await subject.open()(assets, SUITE_BLOCK);
      return assets.map((asset) => prices.get(asset));
    };

    it.each([
      ['two thousand dollars', 2_000n * E18],
      ['a millionth of a cent', 10n ** 10n],
      ['the least there is', 1n],
      ['a billion dollars', 10n ** 9n * E18],
      ['digits that no float holds', 123_456_789_012_345_678_901_234_567n],
    ])('tells %s to the last digit, with the time it was told', async (_title, value) => {
      const token = suiteToken(1);
      const usdE18 = inDigits(value, digitsMax);
      const [price] = await pricesOf([{ token, usdE18 }]);
      expect(price).toMatchObject({
        ...{ ok: true, token, usdE18 },
        updatedAtSeconds: SUITE_BLOCK.timeSeconds - 77,
        source: expect.stringMatching(/^\w/),
      });
    });

    it('has no price for what it has never heard of, and prices the rest', async () => {
      const [none, one] = await pricesOf([
        { token: suiteToken(2), usdE18: null },
        { token: suiteToken(3), usdE18: E18 },
      ]);
      expect(none?.ok ?? false).toBe(false);
      expect(one).toMatchObject({ ok: true, usdE18: E18 });
    });

    it.each([
      ['zero', 0n],
      ['less than zero', -E18],
    ])('never takes %s for a price, and prices the rest', async (_title, usdE18) => {
      const [bad, good] = await pricesOf([
        { token: suiteToken(4), usdE18 },
        { token: suiteToken(5), usdE18: E18 },
      ]);
      expect(bad).toMatchObject({ ok: false, fault: 'absurd', token: suiteToken(4) });
      expect(good).toMatchObject({ ok: true, usdE18: E18 });
    });

    it.each([
      ['two days', 2 * 86_400],
      ['an hour that is to come', -3_600],
    ])('has no fresh price where the only one is %s old', async (_title, ageSeconds) => {
      const [price] = await pricesOf([{ token: suiteToken(6), usdE18: E18 }], ageSeconds);
      expect(price).toMatchObject({ ok: false, token: suiteToken(6), detail: expect.stringMatching(/./) });
    });

    it('asks nobody about nothing', async () => {
      const before = subject.requestCount();
      expect((await subject.open()([], SUITE_BLOCK)).size).toBe(0);
      expect(subject.requestCount()).toBe(before);
    });

    it('prices a hundred tokens, each for every account that lists it, with one question', async () => {
      const quotes = Array.from({ length: 100 }, (_, id) => ({
        token: suiteToken(1_000 + id),
        usdE18: BigInt(id + 1) * E18,
      }));
      const assets = subject.stage(quotes, 77);
      const everybody = Array.from({ length: 20 }, () => assets.map((asset) => ({ ...asset }))).flat();
      const before = subject.requestCount();
      const prices = await subject.open()(everybody, SUITE_BLOCK);
      expect(subject.requestCount() - before).toBeLessThanOrEqual(1);
      expect(prices.size).toBe(2_000);
      for (const [index, asset] of everybody.entries())
        expect(prices.get(asset)).toMatchObject({ ok: true, usdE18: BigInt((index % 100) + 1) * E18 });
    });
  });
};
