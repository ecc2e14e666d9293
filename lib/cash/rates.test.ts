import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import { readLlamaChart } from './llama-chart.ts';
import { rateAfterOwnE18Down, supplyRateE18Down } from './rate-curve.ts';
import { RATE_ABSURD_E18, RATE_AGE_SECONDS_MAX, RATE_DOUBTED_E18, rateFault } from './rate-fault.ts';
import { knownAt, type RateHistory, type RatePoint } from './rate-history.ts';
import { ratesBeside } from './rates-beside.ts';
import { realisedRate, withSharePrices } from './realised-rate.ts';
import { earnedDown, growthRateE18, simpleRateE18Down } from './year-rate.ts';

const NOW = 1_794_974_400;
const KEY = { chainId: 8_453, vault: 'a pool' };

const point = (daysAgo: number, more: Partial<RatePoint> = {}): RatePoint => ({
  atSeconds: NOW - daysAgo * DAY_SECONDS,
  sharePriceE18: null,
  paidE18: null,
  promisedE18: null,
  tvlUnits: null,
  utilisationE18: null,
  ...more,
});

const historyOf = (source: string, points: readonly RatePoint[]): RateHistory => ({
  key: KEY,
  source,
  points,
});

describe('a rate', () => {
  it.each([
    ['nobody tells', null, 'missing'],
    ['a source leaves out', { rateE18: null, atSeconds: NOW }, 'missing'],
    ['is as old as may be', { rateE18: E18 / 20n, atSeconds: NOW - RATE_AGE_SECONDS_MAX }, null],
    ['is a second older', { rateE18: E18 / 20n, atSeconds: NOW - RATE_AGE_SECONDS_MAX - 1 }, 'stale'],
    ['is of a time to come', { rateE18: E18 / 20n, atSeconds: NOW + 1 }, 'stale'],
    ['is nothing', { rateE18: 0n, atSeconds: NOW }, null],
    ['takes', { rateE18: -1n, atSeconds: NOW }, 'negative'],
    ['is 15 %', { rateE18: RATE_DOUBTED_E18, atSeconds: NOW }, null],
    ['is more than 15 %', { rateE18: RATE_DOUBTED_E18 + 1n, atSeconds: NOW }, 'doubted'],
    ['is 50 %', { rateE18: RATE_ABSURD_E18, atSeconds: NOW }, 'doubted'],
    ['is more than 50 %', { rateE18: RATE_ABSURD_E18 + 1n, atSeconds: NOW }, 'absurd'],
  ])('that %s', (_, told, fault) => {
    expect(rateFault(told, NOW)?.fault ?? null).toBe(fault);
  });

  it('says what is wrong with it in words', () => {
    expect(rateFault({ rateE18: 16n * 10n ** 16n, atSeconds: NOW }, NOW)?.detail).toBe(
      'its rate would be 16.00 %, above 15 % it is doubted',
    );
    expect(rateFault({ rateE18: -(10n ** 16n), atSeconds: NOW }, NOW)?.detail).toBe('its rate is −1.00 %');
  });

  it('compounded becomes a simple one, to a millionth of a basis point', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (millionths) => {
        const simple = Number(simpleRateE18Down(BigInt(millionths) * 10n ** 12n)) / 1e18;
        expect(Math.abs(simple - Math.log1p(millionths / 1e6))).toBeLessThan(1e-10);
      }),
    );
  });

  it('earns what it grew by, and never more', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 10n ** 6n, max: 10n ** 15n }),
        fc.bigInt({ min: -E18, max: E18 }),
        fc.integer({ min: 1, max: 400 * DAY_SECONDS }),
        (amount, rate, seconds) => {
          const after = amount + earnedDown(amount, rate, seconds);
          const grown = growthRateE18(amount, after, seconds) ?? 0n;
          expect(grown).toBeLessThanOrEqual(rate);
        },
      ),
    );
    expect(growthRateE18(0n, 1n, 1)).toBeNull();
    expect(growthRateE18(1n, 1n, 0)).toBeNull();
  });
});

describe('our own money in a market', () => {
  const curve = {
    kinkE18: (9n * E18) / 10n,
    slopeE18: E18 / 20n,
    steepE18: E18 / 2n,
    reserveE18: E18 / 10n,
  };

  it('shares what borrowers pay, by the curve of the market where that is known', () => {
    const depth = { tvlUnits: 1_000_000n, curve: null, utilisationE18: null };
    expect(rateAfterOwnE18Down(E18 / 10n, depth, 1_000_000n)).toBe(E18 / 20n);
    const known = { tvlUnits: 1_000_000n, curve, utilisationE18: (9n * E18) / 10n };
    const now = supplyRateE18Down(curve, (9n * E18) / 10n);
    // At half the utilisation below the kink half is paid on half of it.
    expect(rateAfterOwnE18Down(now, known, 1_000_000n)).toBe(now / 4n);
  });

  it('always lowers what it pays by coming, raises it by going, and takes the last rate with it', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 15n }),
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        fc.option(fc.bigInt({ min: E18 / 10n, max: E18 })),
        (tvlUnits, added, utilisationE18) => {
          const depth = { tvlUnits, curve: utilisationE18 === null ? null : curve, utilisationE18 };
          expect(rateAfterOwnE18Down(E18 / 20n, depth, added)).toBeLessThanOrEqual(E18 / 20n);
          const going = added % (tvlUnits + 1n);
          if (going < tvlUnits)
            expect(rateAfterOwnE18Down(E18 / 20n, depth, -going)).toBeGreaterThanOrEqual(E18 / 20n);
          expect(rateAfterOwnE18Down(E18 / 20n, depth, -tvlUnits)).toBe(0n);
        },
      ),
    );
  });
});

describe('a chart of DefiLlama', () => {
  const told = {
    timestamp: '2026-11-17T23:01:10.000Z',
    tvlUsd: 1_234.5,
    apy: 8,
    apyBase: 5,
    apyReward: 3,
    il7d: null,
    apyBase7d: null,
  };

  it('is read to points in order of time, what is paid beside what is promised', () => {
    const earlier = { ...told, timestamp: '2026-11-16T23:01:10.000Z', apyBase: null, apy: -1 };
    const read = readLlamaChart(KEY, { status: 'success', data: [told, earlier, told] });
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.points.map(({ atSeconds }) => atSeconds)).toEqual([1_794_870_070, 1_794_956_470]);
    const [first, last] = read.value.points;
    expect(first?.paidE18).toBe(-(10n ** 16n));
    expect(last?.tvlUnits).toBe(1_234_500_000n);
    // ln 1.05 and ln 1.08.
    expect(Number(last?.paidE18) / 1e18).toBeCloseTo(0.04879, 5);
    expect(Number(last?.promisedE18) / 1e18).toBeCloseTo(0.07696, 5);
  });

  it.each([
    ['no data', { status: 'success' }, /data/],
    ['an error', { status: 'error', data: [] }, /status/],
    ['a rate in words', { status: 'success', data: [{ ...told, apy: '8' }] }, /data\.0\.apy/],
    ['no time', { status: 'success', data: [{ ...told, timestamp: 'yesterday' }] }, /data\.0\.timestamp/],
    ['a number without end', { status: 'success', data: [{ ...told, tvlUsd: 1e300 }] }, /data\.0\.tvlUsd/],
    ['nothing', null, /chart of a pool/],
  ])('with %s is refused by the field', (_, json, message) => {
    const read = readLlamaChart(KEY, json);
    expect(read).toMatchObject({ ok: false, error: { code: 'rates-malformed' } });
    if (!read.ok) expect(read.error.message).toMatch(message);
  });
});

describe('what a vault really paid', () => {
  const grown = [1_000n, 1_001n, 1_003n, 1_010n].map((price, index) =>
    point(21 - index * 7, { sharePriceE18: price * 10n ** 15n }),
  );

  it('is the growth of its own share price, over the days asked for or not at all', () => {
    expect(realisedRate(grown, 7)).toMatchObject({ toSeconds: NOW, fromSeconds: NOW - 7 * DAY_SECONDS });
    expect(Number(realisedRate(grown, 21)?.rateE18) / 1e18).toBeCloseTo((0.01 * 365) / 21, 9);
    expect(realisedRate(grown, 22)).toBeNull();
    expect(realisedRate([], 1)).toBeNull();
  });

  it('is made of told rates where there is no share price, each of the time before it', () => {
    const told = [point(2, { paidE18: E18 / 2n }), point(1, { paidE18: E18 / 20n }), point(0)];
    const priced = withSharePrices(told);
    expect(priced).toHaveLength(2);
    expect(Number(realisedRate(priced, 1)?.rateE18) / 1e18).toBeCloseTo(0.05, 12);
  });

  it('stands beside what is promised, each with source and age', () => {
    const own = historyOf('own share price', grown);
    const site = historyOf('DefiLlama', [point(0.25, { paidE18: E18 / 25n, promisedE18: E18 / 10n })]);
    const beside = ratesBeside([own, site], NOW);
    expect(beside.realised).toMatchObject({ source: 'own share price', ageSeconds: 0, overDays: 7 });
    expect(beside.promised).toMatchObject({ source: 'DefiLlama', ageSeconds: 21_600, rateE18: E18 / 10n });
    // Thirty-six per cent a year in the last week.
    expect(beside.realised.fault?.fault).toBe('doubted');
    expect(ratesBeside([site], NOW).realised.fault?.fault).toBe('missing');
    expect(ratesBeside([own], NOW - 1).promised.fault?.fault).toBe('missing');
  });

  it('is never known before it was told', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 30 }), { maxLength: 20 }), (days) => {
        const points = [...new Set(days)].sort((a, b) => b - a).map((daysAgo) => point(daysAgo));
        const known = knownAt(historyOf('any', points), NOW);
        expect(known).toEqual(points.filter(({ atSeconds }) => atSeconds <= NOW));
      }),
    );
  });
});
