import { describe, expect, it } from 'vitest';
import { formatUtcDate, formatUtcTime, parseUtcInstant } from '../time/utc.ts';
import { isWindowOpen, latestDate, nextDate, windowOpensAt } from './calendar.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { policyOf, snapshotOf } from './testing/builders.ts';

const at = (text: string): number => {
  const time = parseUtcInstant(text);
  if (time === null) throw new Error(`no such instant: ${text}`);
  return time;
};
const said = (time: number): string => `${formatUtcDate(time)} ${formatUtcTime(time)}`;
const weekly = { kind: 'weekly', weekday: 1, secondOfDay: 3_600, band: null } as const;
const monthly = (dayOfMonth: number, secondOfDay = 0) =>
  ({ kind: 'monthly', dayOfMonth, secondOfDay, band: null }) as const;

describe('dates of a calendar', () => {
  it.each([
    ['exactly on it', weekly, '2026-11-16T01:00:00Z', '2026-11-16 01:00', '2026-11-23 01:00'],
    ['a second before it', weekly, '2026-11-16T00:59:59Z', '2026-11-09 01:00', '2026-11-16 01:00'],
    ['the day before', weekly, '2026-11-15T12:00:00Z', '2026-11-09 01:00', '2026-11-16 01:00'],
    ['the first of a month', monthly(1), '2026-12-01T00:00:00Z', '2026-12-01 00:00', '2027-01-01 00:00'],
    [
      'before its time of the day',
      monthly(1, 60),
      '2027-01-01T00:00:59Z',
      '2026-12-01 00:01',
      '2027-01-01 00:01',
    ],
    ['a shorter month', monthly(31), '2026-02-28T00:00:00Z', '2026-02-28 00:00', '2026-03-31 00:00'],
    ['a leap year', monthly(31), '2028-02-28T23:59:59Z', '2028-01-31 00:00', '2028-02-29 00:00'],
    ['before a long one', monthly(31), '2026-03-30T00:00:00Z', '2026-02-28 00:00', '2026-03-31 00:00'],
  ] as const)('%s: the latest and the next', (_, trigger, now, latest, next) => {
    expect([said(latestDate(trigger, at(now))), said(nextDate(trigger, at(now)))]).toEqual([latest, next]);
  });
});

describe('a trigger anchored to dates', () => {
  const policy = policyOf({ triggers: [{ kind: 'monthly', dayOfMonth: 1 }], limits: { cooldownSeconds: 0 } });
  const drifted = (now: string, last: string | null) => {
    const nowSeconds = at(now);
    const snapshot = snapshotOf(
      [
        { usd: 6_000, targetBps: 5_000 },
        { usd: 4_000, targetBps: 5_000 },
      ],
      { nowSeconds, lastRebalanceAtSeconds: last === null ? null : at(last) },
    );
    const assets = snapshot.assets.map((one) => ({
      ...one,
      price: {
        ok: true,
        usdE18: 10n ** 18n,
        updatedAtSeconds: nowSeconds,
        source: 'x',
        disagreementBps: null,
      } as const,
    }));
    return { ...snapshot, assets };
  };

  const heldUntil = ({ plan }: Decision): string =>
    plan.kind === 'hold' ? said(plan.hold.lookAgainAt) : 'acts';

  it('fires once from its date on, however late the look, and does not drift from it', () => {
    expect(decide(drifted('2026-12-03T07:00:00Z', '2026-11-01T00:00:00Z'), policy).trigger).toBe('monthly');
    const done = decide(drifted('2026-12-03T08:00:00Z', '2026-12-03T07:00:00Z'), policy);
    expect([done.trigger, heldUntil(done)]).toEqual([null, '2027-01-01 00:00']);
    expect(decide(drifted('2027-01-01T00:00:00Z', '2026-12-03T07:00:00Z'), policy).trigger).toBe('monthly');
  });

  it('a portfolio that has never been rebalanced does not wait for its first date', () => {
    expect(decide(drifted('2026-12-15T00:00:00Z', null), policy).trigger).toBe('monthly');
  });

  it('with a band, waits for the first look outside of it from the date on', () => {
    const banded = (bandBps: number) =>
      policyOf({
        triggers: [{ kind: 'weekly', weekday: 1, band: { kind: 'absolute', bandBps } }],
        limits: { cooldownSeconds: 0 },
      });
    const look = drifted('2026-11-16T00:00:00Z', '2026-11-10T00:00:00Z');
    expect(decide(look, banded(1_000)).trigger).toBe('weekly');
    expect(decide(look, banded(1_001)).trigger).toBeNull();
    expect(decide(drifted('2026-11-15T23:59:59Z', '2026-11-10T00:00:00Z'), banded(1_000)).trigger).toBeNull();
  });
});

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
