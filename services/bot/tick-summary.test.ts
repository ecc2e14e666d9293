import { expect, test } from 'vitest';
import { fail, ok } from '../../lib/result.ts';
import { sumTicks, type TickSummary } from './tick-summary.ts';

const tick = (tickId: string, change: Partial<TickSummary> = {}): TickSummary => ({
  ...{ tickId, checked: 3, held: 1, acted: 1, failed: 1, skipped: 2, remaining: 4 },
  ...{ durationMs: 10, dryRun: false, plans: [] },
  ...change,
});
const away = fail('chain-unavailable', 'away', { when: 'next-tick' });
const lagging = fail('nobody-checked', 'behind', { when: 'next-tick' });

test('The tick of one chain is the tick', () => {
  expect(sumTicks(ok(tick('a')), [])).toEqual(ok(tick('a')));
  expect(sumTicks(away, [])).toEqual(away);
});

test('Two chains are counted together, and took as long as the longer one', () => {
  expect(sumTicks(ok(tick('a')), [ok(tick('b', { durationMs: 25, acted: 2, checked: 4 }))])).toEqual(
    ok(tick('a', { checked: 7, held: 2, acted: 3, failed: 2, skipped: 4, remaining: 8, durationMs: 25 })),
  );
});

test('A chain that is away costs the others nothing, whichever it is', () => {
  expect(sumTicks(away, [ok(tick('b'))])).toEqual(ok(tick('b')));
  expect(sumTicks(ok(tick('a')), [away])).toEqual(ok(tick('a')));
  expect(sumTicks(away, [lagging])).toEqual(away);
});
