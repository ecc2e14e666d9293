import { describe, expect, it } from 'vitest';
import type { StripState } from '../../lib/api/status-dto.ts';
import type { SystemRecord, TickSlot } from '../../lib/ledger/system-record.ts';
import { fail, ok } from '../../lib/result.ts';
import { readStatus, stripOf } from './read-status.ts';

const NOW = 1_800_000_000;
const DAY_SECONDS = 86_400;
const QUARTER_SECONDS = 900;

const stripWith = (
  slots: readonly TickSlot[],
  { intervalSeconds = 60, firstTickAtSeconds = NOW - 2 * DAY_SECONDS } = {},
): readonly StripState[] =>
  stripOf(
    { heartbeat: { readAtSeconds: NOW, lastTick: null }, firstTickAtSeconds, slots },
    intervalSeconds,
  ).map(({ state }) => state);

const full: readonly TickSlot[] = Array.from({ length: 96 }, (_, slotsAgo) => ({
  slotsAgo,
  ticks: 15,
  failed: 0,
}));
const with7 = (slot: Omit<TickSlot, 'slotsAgo'> | null): readonly TickSlot[] =>
  full.flatMap((one) => (one.slotsAgo === 7 ? (slot === null ? [] : [{ slotsAgo: 7, ...slot }]) : [one]));

describe('the strip of a day’s ticks', () => {
  it('is a mark a quarter of an hour, oldest first', () => {
    expect(stripWith(full)).toEqual(Array.from({ length: 96 }, () => 'ok'));
  });

  it.each<readonly [string, Omit<TickSlot, 'slotsAgo'> | null, StripState]>([
    ['no tick at all', null, 'missing'],
    ['fewer than half of those due', { ticks: 7, failed: 0 }, 'missing'],
    ['half of those due', { ticks: 8, failed: 0 }, 'ok'],
    ['some that failed', { ticks: 15, failed: 1 }, 'partial'],
    ['nothing but failures', { ticks: 15, failed: 15 }, 'failed'],
  ])('shows %s', (_title, slot, state) => {
    expect(stripWith(with7(slot))[95 - 7]).toBe(state);
  });

  it('misses nothing before the first tick ever', () => {
    const strip = stripWith([{ slotsAgo: 0, ticks: 15, failed: 0 }], {
      firstTickAtSeconds: NOW - QUARTER_SECONDS,
    });
    expect(strip.slice(0, 95)).toEqual(Array.from({ length: 95 }, () => 'idle'));
    expect(strip[95]).toBe('ok');
  });

  it('judges a loop of seconds by whether it ran at all, not by how slow its ticks were', () => {
    const slow = full.map((slot) => ({ ...slot, ticks: 40 }));
    expect(new Set(stripWith(slow, { intervalSeconds: 1 }))).toEqual(new Set(['ok']));
    expect(stripWith(with7(null), { intervalSeconds: 1 })[95 - 7]).toBe('missing');
  });

  it('does not call a daily clock missing between its ticks', () => {
    const strip = stripWith([{ slotsAgo: 50, ticks: 1, failed: 0 }], { intervalSeconds: DAY_SECONDS });
    expect(strip[45]).toBe('ok');
    expect(strip.filter((state) => state === 'missing')).toEqual([]);
  });
});

const SYSTEM: SystemRecord = {
  heartbeat: { readAtSeconds: NOW, lastTick: null },
  halted: null,
  firstTickAtSeconds: null,
  recent: [],
  slots: [],
  chains: [{ chainId: 31_337, blockNumber: 12n, movedAtSeconds: NOW - 3 }],
  signers: [],
  prices: [
    { source: 'chainlink 0xaa', token: '0xa', ageSeconds: 4 },
    { source: 'chainlink 0xbb', token: '0xb', ageSeconds: 9 },
    { source: 'pyth', token: '0xa', ageSeconds: 1 },
  ],
};

const tickOf = (durationMs: number | null): SystemRecord['recent'][number] => ({
  ...{ startedAtSeconds: NOW - 1, source: 'loop', durationMs, error: null },
  ...{ checked: 0, held: 0, acted: 0, failed: 0, skipped: 0, remaining: 0 },
});

describe('readStatus', () => {
  it.each([
    ['the newest that has ended, not one that runs', [null, 40, 50], 40],
    ['the one that runs, where none has ended', [null], null],
  ])('tells as the last tick %s', async (_which, durations, told) => {
    const read = await readStatus({
      readSystem: async () => ok({ ...SYSTEM, recent: durations.map(tickOf) }),
      monotonicMs: () => 0,
      tickIntervalSeconds: 60,
    });
    expect(read).toMatchObject({ value: { lastTick: { durationMs: told } } });
  });

  it('sums up price sources by name, with the oldest price of each, and says how long the database took', async () => {
    let ms = 100;
    const monotonicMs = (): number => {
      ms += 7;
      return ms;
    };
    const read = await readStatus({
      readSystem: async () => ok(SYSTEM),
      monotonicMs,
      tickIntervalSeconds: 60,
    });
    expect(read).toMatchObject({
      value: {
        databaseMs: 7,
        bot: { stale: true },
        chains: [{ blockNumber: '12' }],
        priceSources: [
          { source: 'chainlink', assets: 2, ageSecondsMax: 9 },
          { source: 'pyth', assets: 1, ageSecondsMax: 1 },
        ],
      },
    });
  });

  it('hands on why the database is not there', async () => {
    const away = fail('database-unavailable', 'The database did not answer.');
    const read = await readStatus({
      readSystem: async () => away,
      monotonicMs: () => 0,
      tickIntervalSeconds: 60,
    });
    expect(read).toEqual(away);
  });
});
