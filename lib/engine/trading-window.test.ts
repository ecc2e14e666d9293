import { describe, expect, it } from 'vitest';
import { parseUtcInstant } from '../time/utc.ts';
import { isWindowOpen, windowOpensAt } from './trading-window.ts';

const at = (text: string): number => parseUtcInstant(text) ?? 0;
// 2026-11-20 is a Friday.
const office = { days: [1, 2, 3, 4, 5], fromSecondOfDay: 9 * 3_600, toSecondOfDay: 17 * 3_600 };
const night = { days: [5], fromSecondOfDay: 22 * 3_600, toSecondOfDay: 6 * 3_600 };

describe('a trading window', () => {
  it.each([
    ['2026-11-20T08:59:59Z', false],
    ['2026-11-20T09:00:00Z', true],
    ['2026-11-20T16:59:59Z', true],
    ['2026-11-20T17:00:00Z', false],
    ['2026-11-21T10:00:00Z', false],
  ])('in office hours, at %s: %s', (text, open) => {
    expect(isWindowOpen(office, at(text))).toBe(open);
  });

  it.each([
    ['2026-11-20T21:59:59Z', false],
    ['2026-11-20T22:00:00Z', true],
    ['2026-11-21T05:59:59Z', true],
    ['2026-11-21T06:00:00Z', false],
    ['2026-11-21T22:00:00Z', false],
    ['2026-11-20T05:00:00Z', false],
  ])('across midnight it belongs to the day on which it opens, at %s: %s', (text, open) => {
    expect(isWindowOpen(night, at(text))).toBe(open);
  });

  it('says when it opens next', () => {
    expect(windowOpensAt(office, at('2026-11-20T17:00:00Z'))).toBe(at('2026-11-23T09:00:00Z'));
    expect(windowOpensAt(night, at('2026-11-21T06:00:00Z'))).toBe(at('2026-11-27T22:00:00Z'));
    expect(windowOpensAt(office, at('2026-11-20T09:00:00Z'))).toBe(at('2026-11-20T09:00:00Z'));
  });

  it('opens a week later when today’s opening has just passed', () => {
    expect(windowOpensAt({ ...night, days: [5] }, at('2026-11-20T22:00:01Z'))).toBe(
      at('2026-11-27T22:00:00Z'),
    );
  });
});
