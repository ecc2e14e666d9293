import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../lib/result.ts';
import { pollUntilStopped } from './poller.ts';
import type { TickSummary } from './tick-summary.ts';

const summary = (change: Partial<TickSummary> = {}): Result<TickSummary> =>
  ok({
    tickId: 't',
    checked: 1,
    held: 1,
    acted: 0,
    failed: 0,
    skipped: 0,
    remaining: 0,
    durationMs: 1,
    dryRun: false,
    plans: [],
    ...change,
  });

const INTERVAL_MS = 8_000;

const waitsOf = async (
  outcomes: readonly Result<TickSummary>[],
  nextTurnMs: number | null = null,
): Promise<readonly number[]> => {
  const waits: number[] = [];
  let ticked = 0;
  await pollUntilStopped({
    tick: async () => outcomes[ticked++] ?? summary(),
    report: () => undefined,
    sleep: async (ms) => void waits.push(ms),
    untilNextTurn: async () => nextTurnMs,
    stopping: () => ticked >= outcomes.length,
    intervalMs: INTERVAL_MS,
  });
  return waits;
};

describe('the loop', () => {
  it('waits its interval after a tick, and hardly at all while work remains', async () => {
    expect(await waitsOf([summary(), summary({ remaining: 5 }), summary()])).toEqual([INTERVAL_MS, 100]);
  });

  it('does not hurry for work it can’t get', async () => {
    expect(await waitsOf([summary({ remaining: 5, checked: 0 }), summary()])).toEqual([INTERVAL_MS]);
  });

  it('waits twice as long after each further failure, up to half a minute, and forgets them after a success', async () => {
    const away = fail('database-unavailable', 'away');
    expect(await waitsOf([...Array.from({ length: 8 }, () => away), summary(), summary()])).toEqual([
      8_000, 16_000, 30_000, 30_000, 30_000, 30_000, 30_000, 30_000, 8_000,
    ]);
  });

  it('survives a tick that throws, and reports it like one that failed', async () => {
    const told: (string | null)[] = [];
    let ticks = 0;
    await pollUntilStopped({
      tick: async () => {
        ticks += 1;
        if (ticks === 1) throw new Error('a bug');
        return summary();
      },
      report: (outcome) => void told.push(outcome.ok ? null : outcome.error.code),
      sleep: async () => undefined,
      untilNextTurn: async () => null,
      stopping: () => ticks >= 2,
      intervalMs: 1_000,
    });
    expect(told).toEqual(['bug', null]);
  });

  it('takes an index on its way to the head for work, not for an outage', async () => {
    const behind = fail('nobody-checked', 'behind');
    expect(await waitsOf([behind, behind, behind, summary()])).toEqual([8_000, 8_000, 8_000]);
  });

  it('comes back at a quarter of its interval after a tick that acted, and twice as late each time while nothing drifts', async () => {
    const acted = summary({ acted: 1, held: 0 });
    expect(await waitsOf([acted, summary(), summary(), summary(), acted, summary(), summary()])).toEqual([
      2_000, 4_000, 8_000, 8_000, 2_000, 4_000,
    ]);
  });

  it('comes back when somebody’s turn comes before that, at the soonest in a second', async () => {
    expect(await waitsOf([summary(), summary()], 3_000)).toEqual([3_000]);
    expect(await waitsOf([summary(), summary()], 5)).toEqual([1_000]);
    expect(await waitsOf([summary(), summary()], 90_000)).toEqual([INTERVAL_MS]);
  });

  it('ends without another wait once it is told to stop', async () => {
    expect(await waitsOf([summary()])).toEqual([]);
  });
});
