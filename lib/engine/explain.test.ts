import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { explain, REASON_WORDS } from './explain.ts';
import { REASONS } from './reasons.ts';
import { NOW, policyOf, snapshotOf } from './testing/builders.ts';

const twoAssets = (over: number) =>
  snapshotOf([
    { usd: 4_000 + over, targetBps: 4_000, symbol: 'WETH' },
    { usd: 6_000 - over, targetBps: 6_000, symbol: 'USDC' },
  ]);

describe('an explanation', () => {
  it('says how far the largest drift is inside its band, and when the next look is', () => {
    const { sentence } = explain(decide(twoAssets(310), policyOf({ lookEverySeconds: 720 })));
    expect(sentence).toBe(
      'No trade: WETH is 3.1 pp over its 40 % target, inside the ±5.0 pp band. Next look 04:12 UTC.',
    );
  });

  it('tells beside a stop of all trading where the portfolio stands', () => {
    const words = (over: number): string =>
      explain(decide({ ...twoAssets(over), halted: true }, policyOf({ lookEverySeconds: 720 }))).sentence;
    const stop = 'No trade: all trading is stopped by an administrator';
    expect(words(310)).toBe(`${stop}; WETH is 3.1 pp over its 40 % target. Next look 04:12 UTC.`);
    expect(words(1_000)).toBe(`${stop}; WETH is 10.0 pp over its 40 % target. Next look 04:12 UTC.`);
    expect(words(0)).toBe(`${stop}; every asset is on its target. Next look 04:12 UTC.`);
  });

  it('calls no asset over or under its target by nothing', () => {
    const words = (over: number): string => explain(decide(twoAssets(over), policyOf())).sentence;
    expect(words(0)).toMatch(/^No trade: every asset is on its target\. /);
    expect(words(4)).toMatch(/^No trade: every asset is within 0\.1 pp of its target\. /);
    expect(words(5)).toMatch(/^No trade: WETH is 0\.1 pp over its 40 % target, /);
    const hair = snapshotOf([
      { usd: 100, targetBps: 10_000, symbol: 'WETH' },
      { units: 1n, symbol: 'USDT' },
    ]);
    const { sentence, rows } = explain(decide(hair, policyOf()));
    expect(sentence).toMatch(/^No trade: every asset is within 0\.1 pp of its target\. /);
    expect(rows.map(({ drift }) => drift)).toEqual(['0.0 pp', '0.0 pp']);
  });

  it('prints no sum as nothing that is something', () => {
    const dust = snapshotOf([
      { usd: 100, targetBps: 10_000, symbol: 'WETH' },
      { units: 5n * 10n ** 15n - 1n, symbol: 'USDT' },
      { units: 5n * 10n ** 15n, symbol: 'USDC' },
      { symbol: 'DAI' },
    ]);
    const { rows } = explain(decide(dust, policyOf()));
    expect(rows.map(({ value }) => value)).toEqual(['$ 100.00', 'less than $ 0.01', '$ 0.01', '$ 0.00']);
  });

  it('says what the reason leaves out', () => {
    const odd = snapshotOf([{ usd: 100, targetBps: 9_000, symbol: 'WETH' }]);
    expect(explain(decide(odd, policyOf())).sentence).toBe(
      'No trade: what was read of the portfolio contradicts itself: the targets sum to 9000 instead of 10,000 basis points. Next look 04:05 UTC.',
    );
  });

  it('says what is traded and what it does to the tracking error', () => {
    const { sentence, rows } = explain(decide(twoAssets(600), policyOf()));
    expect(sentence).toBe(
      'Trade: sell $ 600.00 of WETH for USDC. Tracking error 6.0 % → 0.0 %. Next look 04:05 UTC.',
    );
    expect(rows).toEqual([
      {
        symbol: 'WETH',
        value: '$ 4,600.00',
        weight: '46.0 %',
        target: '40.0 %',
        drift: '+6.0 pp',
        action: 'sell $ 600.00',
        reason: '',
      },
      {
        symbol: 'USDC',
        value: '$ 5,400.00',
        weight: '54.0 %',
        target: '60.0 %',
        drift: '−6.0 pp',
        action: 'buy $ 600.00',
        reason: '',
      },
    ]);
  });

  it('tells the slices of one pair as one trade', () => {
    const sliced = policyOf({ limits: { maxTradeUsd: '250' } });
    expect(explain(decide(twoAssets(600), sliced)).why).toMatch(
      /^Trade: sell \$ 600\.00 of WETH for USDC in \d slices\. /,
    );
  });

  it('gives the numbers of the limit that was met', () => {
    const { sentence } = explain(decide(twoAssets(600), policyOf({ limits: { minTradeUsd: '601' } })));
    expect(sentence).toBe(
      'No trade: the trade would be too small ($ 600.00, limit $ 601.00). Next look 04:05 UTC.',
    );
  });

  it('names the assets a fault is about', () => {
    const stale = { ok: false, fault: 'stale', detail: 'feed stopped' } as const;
    const { sentence } = explain(
      decide(
        snapshotOf([
          { usd: 1, targetBps: 5_000, state: stale },
          { usd: 1, targetBps: 5_000 },
        ]),
        policyOf(),
      ),
    );
    expect(sentence).toBe('No trade: a price is too old: A. Next look 04:05 UTC.');
  });

  it('adds the date when the next look is on another day', () => {
    const snapshot = { ...twoAssets(0), lastRebalanceAtSeconds: NOW - 86_400 };
    const policy = policyOf({ triggers: [{ kind: 'calendar', intervalSeconds: 604_800 }] });
    expect(explain(decide(snapshot, policy)).sentence).toMatch(
      / Waits until 2026-11-24 04:00 UTC\. Next look 04:05 UTC\.$/,
    );
  });

  it('has words for every reason', () => {
    expect(Object.keys(REASON_WORDS)).toEqual([...REASONS]);
  });
});
