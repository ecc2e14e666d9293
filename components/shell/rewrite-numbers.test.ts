import { describe, expect, it } from 'vitest';
import { inForm } from './rewrite-numbers.ts';

/** The space of a French number is narrow and doesn't break; which apostrophe is Swiss changed with the years. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll("'", '’');

describe('numbers in the form that was chosen', () => {
  it.each([
    ['en', '$ 1,234,567.89', '$ 1,234,567.89'],
    ['de', '$ 1,234,567.89', '$ 1.234.567,89'],
    ['fr', '$ 1,234,567.89', '$ 1 234 567,89'],
    ['de-CH', '$ 1,234,567.89', '$ 1’234’567.89'],
    ['en-IN', '$ 1,234,567.89', '$ 12,34,567.89'],
    ['de', '−$ 0.50', '−$ 0,50'],
    ['de', '12,345,678,901,234,567,890.500000000000000001', '12.345.678.901.234.567.890,500000000000000001'],
    ['de', '+3.1 pp, 41.2 % of 40 %', '+3,1 pp, 41,2 % of 40 %'],
    ['de', 'at block 38,114,902.', 'at block 38.114.902.'],
    ['de', 'limit $ 602.41, and $ 3.00).', 'limit $ 602,41, and $ 3,00).'],
  ] as const)('%s: %s', (form, text, expected) => {
    expect(plain(inForm(text, form))).toBe(expected);
  });

  it.each([
    '9 Nov 2022, 04:12 UTC',
    'version 4.3.3',
    '127.0.0.1:8545',
    '0x7af2…91c4',
    'v1.2',
    '2026-11-30',
    'In 2022, 310 of them',
    'https://example.org/1.5/x',
  ])('what is no such number stays: %s', (text) => {
    expect(inForm(text, 'de')).toBe(text);
  });
});
