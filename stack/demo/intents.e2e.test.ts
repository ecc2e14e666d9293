import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { startDemo } from '../testing/demo-process.ts';
import { demoOptions } from './options.mjs';

// The demo of index accounts, as a person starts it.

const whole = z.string().regex(/^\d+$/).transform(BigInt);
const line = z.object({
  ...{ problems: z.array(z.string()), constructSeconds: z.number() },
  ...{ constructed: z.array(z.string()), rebalanced: z.array(z.string()), exited: z.array(z.string()) },
  ...{ arrivals: z.array(z.string()), sold: z.array(z.string()), isRefused: z.boolean() },
  paid: z.array(z.object({ chain: z.string(), to: z.string(), units: whole })),
  valuesUsdE18: z.object({ deposited: whole, built: whole, drifted: whole, rebalanced: whole, left: whole }),
});

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), '1balancer-intents-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('goes from a deposit over an index of ten assets to a withdrawal, and says that all of it is simulated', async () => {
  const demo = startDemo(['--intents', '--json', '--dir', dir]);
  const code = await demo.exited;
  const said = demo.said();
  expect(code, said).toBe(0);
  const told = line.parse(JSON.parse(demo.printed()));
  expect(told.problems).toEqual([]);
  expect(told.constructed).toEqual(Array(10).fill('swapped'));
  expect(told.constructSeconds).toBeLessThanOrEqual(2 * 16);
  expect(told.rebalanced.length).toBeGreaterThan(2);
  expect(told.arrivals).toEqual(['arrived']);
  // Half of everything to an untried place waits for a test there; each of them left once.
  expect(told.isRefused).toBe(true);
  expect(told.sold).toEqual(Array(9).fill('swapped'));
  expect(told.exited).toEqual(['left', 'left']);
  expect(told.paid).toMatchObject([{ chain: 'btc' }, { chain: 'btc' }]);
  const { deposited, built, rebalanced, left } = told.valuesUsdE18;
  // Two swaps of a tenth of a percent each: what the fake's provider takes.
  expect(built).toBeGreaterThan((deposited * 998n) / 1_000n);
  expect(left).toBeLessThan((rebalanced * 51n) / 100n);
  expect(left).toBeGreaterThan((rebalanced * 47n) / 100n);
  expect(said).toContain('SIMULATED');
  expect(said).toContain('Whoever holds the server’s key can move everything');
});

it('refuses options that it has no use for, by name', () => {
  for (const more of [
    ['--portfolios', '5'],
    ['--venue', '1inch'],
    ['--usdc'],
    ['--resume'],
    ['--once', '--hold'],
  ]) {
    const read = demoOptions(['--intents', ...more]);
    expect(read.ok, more.join(' ')).toBe(false);
    if (!read.ok) expect(read.error.message).toMatch(/--intents /);
  }
  expect(demoOptions(['--intents', '--once'])).toMatchObject({ ok: true, value: { intents: true } });
});
