import { expect, test } from 'vitest';
import { parseAmount } from './parse-amount.ts';

test.each([
  ['1', 6, 1_000_000n],
  ['0.25', 8, 25_000_000n],
  ['1,234.5', 2, 123_450n],
  ['1,234,567', 0, 1_234_567n],
  [' 7. ', 1, 70n],
  ['1.500', 1, 15n],
])('“%s” with %i decimals is exact', (text, decimals, units) => {
  expect(parseAmount(text, decimals)).toEqual({ ok: true, units });
});

test.each([
  '',
  '0',
  '0.000',
  '-1',
  '1e5',
  '1.2.3',
  '1,5',
  '٣',
  '0x10',
  'Infinity',
  '<script>',
  '1'.repeat(70),
  '0.1234567',
])('“%s” is refused in a sentence', (text) => {
  const parsed = parseAmount(text, 6);
  expect(parsed.ok).toBe(false);
  if (!parsed.ok) expect(parsed.sentence).toMatch(/\.$/);
});
