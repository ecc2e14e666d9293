import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { lossAtFillBps, measuredLifeSeconds, measuredSpreadBps } from './measured-walk.ts';
import type { Asking, Market, Snapshot } from './snapshot.ts';
import { legsOf, NOW, policyOf, snapshotOf, tokenAt } from './testing/builders.ts';

const E18 = 10n ** 18n;
const ETH = tokenAt(0);
const USD = tokenAt(1);
const MARKET: Market = {
  ...{ blockSeconds: 12, clockSeconds: 60 },
  volatility: [
    { token: ETH, annualBps: 6_000 },
    { token: USD, annualBps: 0 },
  ],
};

/** 60 % of ether at 3,000 USD, its price 600 s old, against dollars. */
const portfolio = (more: Partial<Snapshot> = {}): Snapshot =>
  snapshotOf(
    [
      {
        ...{ usd: 60_000, targetBps: 5_000, price: 3_000n * E18 },
        state: {
          ...{ ok: true, usdE18: 3_000n * E18, updatedAtSeconds: NOW - 600, source: 'built' },
          disagreementBps: null,
        },
      },
      { usd: 40_000, targetBps: 5_000, decimals: 6 },
    ],
    { market: MARKET, ...more },
  );

/** One ether was asked for at so many dollars. */
const askedFor = (dollars: number, secondsAgo = 60): Asking => ({
  ...{ sellToken: ETH, buyToken: USD, sinceSeconds: NOW - 600 },
  last: { sellUnits: E18, buyUnits: BigInt(dollars * 1e6), atSeconds: NOW - secondsAgo },
});

const POLICY = policyOf({ orderTerms: { walk: 'measured', discountBpsMax: 50 } });

describe('the loss at a fill, by the model', () => {
  it('is what the literature says for ether at 60 % a year, walking down 60 bps an hour', () => {
    expect(lossAtFillBps({ volatility: 0.6, blockSeconds: 12 }, 60)).toBeCloseTo(2.72, 2);
    expect(lossAtFillBps({ volatility: 0.6, blockSeconds: 2 }, 60)).toBeCloseTo(1.08, 2);
  });

  it('grows by 1.1 and 0.2 bps where the walk is ten times faster', () => {
    const more = (blockSeconds: number) =>
      lossAtFillBps({ volatility: 0.6, blockSeconds }, 600) -
      lossAtFillBps({ volatility: 0.6, blockSeconds }, 60);
    expect(more(12)).toBeCloseTo(1.1, 1);
    expect(more(2)).toBeCloseTo(0.2, 1);
  });

  it('is nothing where the market stands still', () => {
    expect(lossAtFillBps({ volatility: 0, blockSeconds: 12 }, 60)).toBe(0);
  });
});

describe('a measured walk', () => {
  it('starts above what the market can be: the feed’s half percent and what a block costs', () => {
    expect(measuredSpreadBps(portfolio(), ETH, USD)).toBe(53);
  });

  it('starts lower where a fresh price and a calm market leave less room', () => {
    const calm = {
      ...MARKET,
      volatility: [
        { token: ETH, annualBps: 100 },
        { token: USD, annualBps: 100 },
      ],
    };
    expect(measuredSpreadBps(portfolio({ market: calm }), ETH, USD)).toBe(2);
  });

  it('goes on a step below what was asked last', () => {
    // 3,012 dollars are 40 bps above the mid; a minute at 60 % a year moves 8.3 bps, a quarter of that is a step.
    expect(measuredSpreadBps(portfolio({ asking: [askedFor(3_012)] }), ETH, USD)).toBe(38);
  });

  it('takes a longer step after a longer time, and never one below a basis point', () => {
    expect(measuredSpreadBps(portfolio({ asking: [askedFor(3_012, 3_600)] }), ETH, USD)).toBe(24);
    expect(measuredSpreadBps(portfolio({ asking: [askedFor(3_012, 1)] }), ETH, USD)).toBe(39);
  });

  it('does not give away what the feed falls by: the step is taken from the price that was asked', () => {
    const fell = portfolio({ asking: [askedFor(3_012)] });
    const [ether, dollar] = fell.assets;
    if (ether === undefined || dollar === undefined || !ether.price.ok) throw new Error('no such asset');
    const lower = { ...ether, price: { ...ether.price, usdE18: 2_999n * E18 } };
    // Still 3,011.4 dollars, now further above the mid.
    expect(measuredSpreadBps({ ...fell, assets: [lower, dollar] }, ETH, USD)).toBe(41);
  });

  it('never asks more than its start, however far the market has fallen', () => {
    expect(measuredSpreadBps(portfolio({ asking: [askedFor(3_300)] }), ETH, USD)).toBe(53);
  });

  it('is not there without a volatility of both', () => {
    const half = { ...MARKET, volatility: MARKET.volatility.slice(0, 1) };
    expect(measuredSpreadBps(portfolio({ market: half }), ETH, USD)).toBeNull();
    const { market: _none, ...unmeasured } = portfolio();
    expect(measuredSpreadBps(unmeasured, ETH, USD)).toBeNull();
  });

  it('lives until just before the bot comes again, and never too short to be seen', () => {
    expect(measuredLifeSeconds(MARKET)).toBe(48);
    expect(measuredLifeSeconds({ ...MARKET, blockSeconds: 0.25 })).toBe(59);
    expect(measuredLifeSeconds({ ...MARKET, clockSeconds: 5 })).toBe(30);
  });
});

describe('a decision under a measured walk', () => {
  it('asks the measured price for the measured time, and is looked at again when that is over', () => {
    const decision = decide(portfolio(), POLICY);
    expect(legsOf(decision)[0]?.limit).toEqual({ spreadBps: 53, expiresInSeconds: 48 });
    expect(decision.nextLookAt).toBe(NOW + 48);
  });

  it('ends its walk at the policy’s discount', () => {
    const low = portfolio({ asking: [askedFor(2_985)] });
    expect(legsOf(decide(low, POLICY))[0]?.limit.spreadBps).toBe(-50);
  });

  it('falls back to the policy’s own numbers where nothing is measured', () => {
    const { market: _none, ...unmeasured } = portfolio();
    expect(legsOf(decide(unmeasured, POLICY))[0]?.limit).toEqual({ spreadBps: 10, expiresInSeconds: 900 });
  });

  it('changes nothing for a policy of fixed numbers', () => {
    const fixed = policyOf({ orderTerms: { spreadBps: 10 } });
    expect(legsOf(decide(portfolio(), fixed))[0]?.limit).toEqual({ spreadBps: 10, expiresInSeconds: 900 });
  });
});
