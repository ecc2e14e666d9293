import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  percentText,
  priceText,
  sharePlaces,
  shownDriftBps,
  signedPointsText,
  usdText,
  wordedPointsText,
} from './display.ts';

const E18 = 10n ** 18n;

describe('numbers as people read them', () => {
  it.each([
    [usdText(49_615n * E18), '$ 49,615.00'],
    [usdText(-E18 / 2n), '−$ 0.50'],
    [usdText(0n), '$ 0.00'],
    [usdText(1n), 'less than $ 0.01'],
    [usdText(1_234_567_895n * 10n ** 15n), '$ 1,234,567.90'],
    [priceText((8_764_822n * E18) / 100n), '$ 87,648.22'],
    [priceText((9_998n * E18) / 10_000n), '$ 0.9998'],
    [priceText(1_234n * 10n ** 10n), '$ 0.00001234'],
    [percentText(4_310, 1), '43.1'],
    [percentText(4_315, 1), '43.2'],
    [percentText(4_315, 2), '43.15'],
    [percentText(-5, 1), '−0.1'],
    [percentText(-4, 1), '0.0'],
    [signedPointsText(310, 1), '+3.1 pp'],
    [signedPointsText(-60, 1), '−0.6 pp'],
    [signedPointsText(-4, 1), '0.0 pp'],
    [wordedPointsText(310, 1), '3.1 pp over'],
    [wordedPointsText(-60, 1), '0.6 pp under'],
    [wordedPointsText(-4, 1), null],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });

  it('have hundredths where a band or a target needs them', () => {
    expect(sharePlaces([{ targetBps: 4_000, bandBps: 500 }])).toBe(1);
    expect(sharePlaces([{ targetBps: 4_000, bandBps: 150 }])).toBe(2);
    expect(sharePlaces([{ targetBps: 3_333, bandBps: null }])).toBe(2);
    expect(sharePlaces([{ targetBps: 4_000, bandBps: null }])).toBe(1);
  });

  it('subtract: what is shown as weight less what is shown as target is what is shown as drift', () => {
    const bps = fc.integer({ min: 0, max: 10_000 });
    const number = (text: string): number =>
      Number(text.replace('−', '-').replace('+', '').replace(' pp', ''));
    fc.assert(
      fc.property(bps, bps, fc.constantFrom<1 | 2>(1, 2), (weight, target, places) => {
        const shown = number(percentText(weight, places)) - number(percentText(target, places));
        const drift = number(signedPointsText(shownDriftBps(weight, target, places), places));
        expect(Math.abs(drift - shown)).toBeLessThan(1e-9);
      }),
    );
  });
});
