import { describe, expect, it } from 'vitest';
import type { SourcePrice } from '../../lib/ledger/price-source.ts';
import { agreePrice, checkedPrice } from './pricing.ts';

const token = '0x0000000000000000000000000000000000000001';
const says = (usd: number, at = 100): SourcePrice => ({
  ok: true,
  token,
  source: `source ${usd}`,
  usdE18: BigInt(Math.round(usd * 1_000)) * 10n ** 15n,
  updatedAtSeconds: at,
});
const silent = (fault: 'missing' | 'stale' | 'absurd'): SourcePrice => ({
  ok: false,
  token,
  source: 'silent',
  fault,
  detail: `it is ${fault}`,
});

describe('agreeing on a price', () => {
  it('tells two sources that are many powers of ten apart by a number that can be stored', () => {
    const hair: SourcePrice = { ...says(1), usdE18: 1n } as SourcePrice;
    expect(agreePrice([hair, says(100_000)])).toMatchObject({ ok: true, disagreementBps: 1_000_000_000 });
  });

  it('takes the only source there is, with its time, and knows of no disagreement', () => {
    expect(agreePrice([says(2.5)])).toEqual({
      ok: true,
      usdE18: 25n * 10n ** 17n,
      updatedAtSeconds: 100,
      source: 'source 2.5',
      disagreementBps: null,
    });
  });

  it('takes the lower median, the oldest time and the widest distance of several', () => {
    expect(agreePrice([says(101, 300), says(100, 200), says(102, 100), says(110, 400)], 2)).toMatchObject({
      usdE18: 101n * 10n ** 18n,
      updatedAtSeconds: 100,
      disagreementBps: 1_000,
    });
  });

  it('has no price without a quorum, and tells the gravest reason', () => {
    expect(agreePrice([])).toMatchObject({ ok: false, fault: 'missing' });
    expect(agreePrice([silent('stale'), silent('absurd'), silent('missing')])).toMatchObject({
      ok: false,
      fault: 'absurd',
    });
    expect(agreePrice([says(1), silent('stale')], 2)).toMatchObject({ ok: false, fault: 'stale' });
    expect(agreePrice([says(1)], 2)).toMatchObject({ ok: false, fault: 'missing' });
  });

  it('never takes zero or less for a price', () => {
    expect(agreePrice([says(0), says(-3)])).toMatchObject({ ok: false });
  });
});

describe('a price that is checked against the own feeds', () => {
  const check = { sources: 2, disagreementBpsMax: 200 };
  const detail = 'source 100 says 100 USD and source 103 says 103 USD: 300 bps apart, and 200 are allowed';
  it.each([
    [
      'is the chosen source’s while both agree',
      [says(100), says(101)],
      { ok: true, usdE18: 101n * 10n ** 18n },
    ],
    [
      'names both and what they say when they don’t',
      [says(100), says(103)],
      { ok: false, fault: 'disagree', detail },
    ],
    ['is none where one is silent', [says(100), silent('stale')], { ok: false, fault: 'stale' }],
    ['is none where one is not there', [says(100)], { ok: false, fault: 'missing' }],
  ])('%s', (_, answers, price) => {
    expect(checkedPrice(answers, check)).toMatchObject(price);
  });
});
