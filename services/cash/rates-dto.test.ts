import { describe, expect, it } from 'vitest';
import { listRates } from '../../lib/api/rates.ts';
import type { RatePoint } from '../../lib/cash/rate-history.ts';
import { poolSubject, vaultSubject } from '../../lib/cash/rate-source.ts';
import { type KnownRates, ratesDtoOf } from './rates-dto.ts';

const NOW = 1_794_974_400;
const DAY = 86_400;
const E18 = 10n ** 18n;
const VAULT = `0x${'a1'.repeat(20)}` as const;
const POOL = 'aa70268e-4b52-42bf-a116-608b370f9501';
const NONE: KnownRates = { nowSeconds: NOW, shares: [], pools: new Map(), troubles: new Map() };

const point = (atSeconds: number, told: Partial<RatePoint>): RatePoint => ({
  ...{
    atSeconds,
    sharePriceE18: null,
    paidE18: null,
    promisedE18: null,
    tvlUnits: null,
    utilisationE18: null,
  },
  ...told,
});
const share = (daysAgo: number, sharePriceE18: bigint) =>
  point(NOW - daysAgo * DAY, { sharePriceE18, tvlUnits: 1_234_500_000n });
const ofShares = (...points: readonly RatePoint[]): Partial<KnownRates> => ({
  shares: [{ key: { chainId: 1, vault: VAULT }, source: 'own share price', points }],
});
const shown = (known: Partial<KnownRates> = {}, llamaPool: string | null = POOL) => {
  const listed = { name: 'Vault', protocol: 'Any', address: VAULT, decimals: 6, llamaPool };
  const dto = ratesDtoOf([{ ...listed, chain: { id: 1, name: 'Ethereum' } }], { ...NONE, ...known });
  expect(listRates.answer?.parse(dto)).toEqual(dto);
  const [vault] = dto.vaults;
  if (vault === undefined) throw new Error('no vault');
  return vault;
};

describe('what is told of a vault', () => {
  it('is nothing of one that nobody has asked yet, and why', () => {
    expect(shown()).toMatchObject({
      tvlUsd: null,
      trouble: null,
      realised: {
        percent: null,
        source: null,
        fault: { word: 'missing', why: 'its share price has not been read yet' },
      },
      promised: { percent: null, fault: { word: 'missing', why: 'DefiLlama has told no rate of it yet' } },
    });
    expect(shown({}, null).promised.fault?.why).toBe('no pool of DefiLlama is listed for it');
  });

  it('is the growth of its own share price over a week, with source and age', () => {
    const known = ofShares(share(9.5, E18), share(7.25, E18), share(0.25, E18 + E18 / 1_000n));
    const { realised, tvlUsd } = shown(known);
    // A thousandth in seven days of 365.
    expect(realised).toEqual({
      ...{ percent: '5.2143', source: 'own share price', atSeconds: NOW - DAY / 4, ageSeconds: DAY / 4 },
      ...{ overDays: 7, fault: null },
    });
    expect(tvlUsd).toBe('1234.5');
  });

  it('is of now where the block that it was read of is a little ahead of this machine, and of before where it is far ahead', () => {
    const read = (ahead: number) =>
      shown(ofShares(share(9.5, E18), share(7.25, E18), share(-ahead / DAY, E18 + E18 / 1_000n))).realised;
    expect(read(60)).toMatchObject({ atSeconds: NOW + 60, ageSeconds: 0, fault: null });
    expect(read(61)).toMatchObject({ percent: null, fault: { word: 'missing' } });
  });

  it.each([
    [2.5, '2 days'],
    [1.5, '36 hours'],
    [1 / 24, '1 hour'],
    [0, 'less than an hour'],
  ])('is no rate after %d days, but how long its price is known', (daysAgo, words) => {
    const { realised } = shown(ofShares(share(daysAgo, E18), share(0, E18 + 1n)));
    expect(realised.percent).toBe(null);
    expect(realised.fault?.why).toBe(`its share price is known over ${words}, and growth is told of 7 days`);
  });

  it('is what DefiLlama promises beside it, and no word of the one about the other', () => {
    const told = point(NOW - 600, { promisedE18: E18 / 20n, paidE18: E18 / 25n });
    const { promised, realised } = shown({ pools: new Map([[POOL, [told]]]) });
    expect(promised).toMatchObject({ percent: '5.0000', source: 'DefiLlama', ageSeconds: 600, fault: null });
    expect(realised.percent).toBe(null);
  });

  it('is a rate with its fault where it is absurd, negative or stale', () => {
    const of = (daysAgo: number, promisedE18: bigint) =>
      shown({ pools: new Map([[POOL, [point(NOW - daysAgo * DAY, { promisedE18 })]]]) }).promised;
    expect(of(0, 6n * E18)).toMatchObject({ percent: '600.0000', fault: { word: 'absurd' } });
    expect(of(0, -E18 / 100n)).toMatchObject({ percent: '-1.0000', fault: { word: 'negative' } });
    expect(of(2, E18 / 20n)).toMatchObject({
      percent: '5.0000',
      fault: { word: 'stale', why: expect.stringMatching(/48 h/) },
    });
  });

  it('names the last trouble of each source where that is why there is no rate', () => {
    const troubles = new Map([
      [vaultSubject(1, VAULT), { why: 'It says that its shares are worth nothing.', atSeconds: NOW - 60 }],
      [poolSubject(POOL), { why: 'DefiLlama is in trouble (500)', atSeconds: NOW - 30 }],
    ]);
    const { realised, promised, trouble } = shown({ troubles });
    expect(realised.fault?.why).toBe('its share price can’t be read');
    expect(trouble).toEqual({ why: 'It says that its shares are worth nothing.', atSeconds: NOW - 60 });
    expect(promised.fault?.why).toBe('DefiLlama is in trouble (500)');
  });
});
