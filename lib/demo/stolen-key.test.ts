import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { stolenKeyLoss } from './stolen-key.ts';

const SECURITY = readFileSync(resolve(import.meta.dirname, '../../docs/security.md'), 'utf8');

/** "| 100 | 6,000 | 10 bps | 100 bps | 12 bps | 1,120 USD |" as numbers. */
const ROWS = [...SECURITY.matchAll(/^ *\|([\d,]+ \|.* USD) \|$|^ *\| (\d[^\n]* USD) \|$/gm)].map(([line]) =>
  [...line.replaceAll(',', '').matchAll(/\d+/g)].map(([digits]) => Number(digits)),
);
const VALUE = 100_000n * E18;
/** The table rounds down. */
const bps = (usdE18: bigint): number => Math.floor(Number((usdE18 * 1_000_000n) / VALUE) / 100);

describe('what a stolen key can cost', () => {
  it('has the table of docs/security.md to compare with', () => {
    expect(ROWS.length).toBeGreaterThan(3);
  });

  it.each(ROWS)('%i bps a day, turnover %i, feeds wrong by %i: %i and %i on top', (...row) => {
    const [lossBpsPerDay = 0, turnoverBpsPerDay = 0, feedErrorBps = 0, charged, onTop, usd] = row;
    const limits = { lossBpsPerDay, turnoverBpsPerDay };
    const loss = stolenKeyLoss({ limits, valueUsdE18: VALUE, feedErrorBps, days: 1 });
    expect(bps(loss.perDayUsdE18)).toBe(charged);
    expect(bps(loss.feedsPerDayUsdE18)).toBe(onTop);
    expect((bps(loss.perDayUsdE18) + bps(loss.feedsPerDayUsdE18)) * 10).toBe(usd);
  });

  it('is half of a day’s limit at once, and half of it more with every day that nobody notices', () => {
    const limits = { lossBpsPerDay: 100, turnoverBpsPerDay: 3_000 };
    const loss = stolenKeyLoss({ limits, valueUsdE18: VALUE, feedErrorBps: 0, days: 7 });
    expect(loss.atOnceUsdE18).toBe(500n * E18);
    expect(loss.perDayUsdE18).toBe(1_000n * E18);
    expect(loss.untilNoticedUsdE18).toBe(4_000n * E18);
    expect(loss.feedsPerDayUsdE18).toBe(0n);
  });
});
