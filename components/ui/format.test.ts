import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatInstant,
  formatLoss,
  formatPrice,
  formatRatio,
  formatSpan,
  formatUnits,
  formatUsd,
  formatUsdDifference,
  formatUsdRough,
} from './format.ts';

describe('numbers for people', () => {
  it.each([
    [formatUsd('49615'), '$ 49,615.00'],
    [formatUsd('-0.5'), '−$ 0.50'],
    [formatUsdDifference('12.34', '12.3'), '+$ 0.04'],
    [formatUsdDifference('12.3', '1012.34'), '−$ 1,000.04'],
    [formatUsdDifference('7', '7'), '$ 0.00'],
    [formatUsdRough('-6319.91'), '$ 6,320'],
    [formatPrice('87648.22'), '$ 87,648.22'],
    [formatPrice('0.9998'), '$ 0.9998'],
    [formatPrice('0.00001234'), '$ 0.00001234'],
    [formatRatio('3815.12345678'), '3,815.12'],
    [formatRatio('0.00026211'), '0.00026211'],
    [formatLoss(2.4), '2.40 bps below the feeds’ price'],
    [formatLoss(-0.15), '0.15 bps above the feeds’ price'],
    [formatLoss(0), 'at the feeds’ price'],
    [formatUnits('1.842'), '1.842'],
    [formatUnits('5481.1'), '5,481.10'],
    [formatUnits('0.0123456789'), '0.012346'],
    [formatUnits('12345678901234567890.5'), '12,345,678,901,234,567,890.50'],
    [formatCount('1204'), '1,204'],
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
