import { describe, expect, it } from 'vitest';
import { scaleFor } from './band-bar.tsx';
import {
  formatInstant,
  formatPercent,
  formatPoints,
  formatPrice,
  formatSpan,
  formatUnits,
  formatUsd,
} from './format.ts';

describe('numbers for people', () => {
  it.each([
    [formatUsd('49615'), '$ 49,615.00'],
    [formatUsd('-0.5'), '−$ 0.50'],
    [formatPrice('87648.22'), '$ 87,648.22'],
    [formatPrice('0.9998'), '$ 0.9998'],
    [formatPrice('0.00001234'), '$ 0.00001234'],
    [formatUnits('1.842'), '1.842'],
    [formatUnits('5481.1'), '5,481.10'],
    [formatUnits('0.0123456789'), '0.012346'],
    [formatPercent(4310), '43.1'],
    [formatPoints(310), '+3.1 pp'],
    [formatPoints(-60), '−0.6 pp'],
    [formatPoints(-4), '0.0 pp'],
    [formatSpan(0), '0 s'],
    [formatSpan(59), '59 s'],
    [formatSpan(60), '1 min'],
    [formatSpan(7_199), '1 h'],
    [formatSpan(172_800), '2 d'],
    [formatInstant(1_794_974_400), '18 Nov 2026, 04:00 UTC'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('the scale of the bars', () => {
  it('is the smallest round one on which the largest weight or band fits', () => {
    expect([
      scaleFor([]),
      scaleFor([2_500]),
      scaleFor([2_501, 300]),
      scaleFor([5_500]),
      scaleFor([9_000]),
    ]).toEqual([2_500, 2_500, 5_000, 7_500, 10_000]);
  });
});
