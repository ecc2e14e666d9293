import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRowTime } from './row-time.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** Labels of the form that long files have, days and instants that don't exist among them. */
const labels = fc
  .record({
    year: fc.integer({ min: 0, max: 9_999 }),
    month: fc.integer({ min: 0, max: 13 }),
    day: fc.integer({ min: 0, max: 32 }),
    clock: fc.constantFrom('', 'T'),
    hour: fc.integer({ min: 0, max: 25 }),
    minute: fc.integer({ min: 0, max: 61 }),
    second: fc.integer({ min: 0, max: 61 }),
  })
  .map(({ year, month, day, clock, hour, minute, second }) => {
    const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
    return clock === '' ? date : `${date}T${two(hour)}:${two(minute)}:${two(second)}Z`;
  });

describe('the label of a row', () => {
  it('is read the short way as it is the long way, which a blank before it makes it take', () => {
    fc.assert(
      fc.property(labels, (label) => {
        expect(readRowTime(label, 'dmy')).toEqual(readRowTime(` ${label}`, 'dmy'));
      }),
      { numRuns: 5_000 },
    );
  });

  it('with one character changed is read the same both ways, or refused both ways', () => {
    const changed = fc.tuple(labels, fc.nat(), fc.constantFrom(...'0123456789-:TZ+. /a'));
    fc.assert(
      fc.property(changed, ([label, place, character]) => {
        const at = place % label.length;
        const text = `${label.slice(0, at)}${character}${label.slice(at + 1)}`;
        expect(readRowTime(text, 'dmy')).toEqual(readRowTime(` ${text}`, 'dmy'));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is the instant that it names', () => {
    expect(readRowTime('2024-02-29T23:59:59Z', 'dmy')?.seconds).toBe(1_709_251_199);
    expect(readRowTime('2023-02-28', 'dmy')?.seconds).toBe(1_677_542_400);
    expect(readRowTime('2023-02-29', 'dmy')).toBeNull();
  });
});
