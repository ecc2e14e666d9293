import { describe, expect, it } from 'vitest';
import {
  civilFromDays,
  daysFromCivil,
  formatUtcDate,
  formatUtcTime,
  parseUtcDate,
  parseUtcInstant,
  startOfUtcDay,
  utcWeekday,
} from './utc.ts';

describe('UTC', () => {
  it('agrees with the platform calendar on every day of 1600–2400', () => {
    const wrong: number[] = [];
    for (let day = -135_140; day < 157_054; day += 1) {
      // biome-ignore lint/style/noRestrictedGlobals: the platform's calendar is the second opinion.
      const platform = new Date(day * 86_400_000);
      const { year, month, day: dayOfMonth } = civilFromDays(day);
      const same =
        platform.getUTCFullYear() === year &&
        platform.getUTCMonth() + 1 === month &&
        platform.getUTCDate() === dayOfMonth;
      const back =
        daysFromCivil({ year, month, day: dayOfMonth }) === day &&
        utcWeekday(day * 86_400) === platform.getUTCDay();
      if (!same || !back) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });

  it('reads and writes instants', () => {
    const instant = parseUtcInstant('2024-02-29T23:59:58Z');
    expect(instant).toBe(1_709_251_198);
    expect([
      formatUtcDate(1_709_251_198),
      formatUtcTime(1_709_251_198),
      startOfUtcDay(1_709_251_198),
    ]).toEqual(['2024-02-29', '23:59', 1_709_164_800]);
  });

  it.each(['2023-02-29', '2023-13-01', '2023-00-10', '2023-1-1', '', '2023-01-01T00:00:00Z'])(
    'knows no day "%s"',
    (text) => {
      expect(parseUtcDate(text)).toBeNull();
    },
  );

  it.each([
    '2023-01-01T24:00:00Z',
    '2023-01-01T10:60:00Z',
    '2023-01-01 10:00:00',
    '2023-01-01T10:00:00+01:00',
  ])('knows no instant "%s"', (text) => {
    expect(parseUtcInstant(text)).toBeNull();
  });
});
