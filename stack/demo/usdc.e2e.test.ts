import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { processIdentity } from '../process/process-identity.ts';
import { sleep } from '../process/sleep.ts';
import { stackPids, startDemo } from '../testing/demo-process.ts';
import { demoOptions } from './options.mjs';

// The demo of USDC across chains, as a person starts it.

const count = z.int().min(0);
const line = z.object({
  ...{ problems: z.array(z.string()), days: z.number(), looks: count, failed: count },
  moves: z.object({ deposit: count, redeem: count, bridge: count }),
  ...{ valueUnits: z.string(), costUnits: z.string(), owner: z.string(), url: z.url() },
  portfolios: z.array(z.object({ chainId: z.int(), portfolio: z.string() })),
});
const FUNDS = 100_000_000_000n;

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), '1balancer-usdc-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Those of the stack's processes that live, which it has written down. */
const alive = (pids: ReadonlyMap<string, number>): readonly string[] =>
  [...pids].flatMap(([name, pid]) => (processIdentity(pid) === null ? [] : [name]));

it('moves USDC from chain to chain into a vault, says so, and chains and database agree', async () => {
  const demo = startDemo(['--usdc', '--once', '--json', '--dir', dir, '--port', '3477']);
  const code = await demo.exited;
  const said = demo.said();
  expect(code, said).toBe(0);
  const told = line.parse(JSON.parse(demo.printed()));
  expect(told.problems).toEqual([]);
  expect(told.moves.bridge).toBeGreaterThan(0);
  expect(told.moves.deposit).toBeGreaterThan(0);
  expect(told.portfolios.map(({ chainId }) => chainId)).toEqual([31_337, 31_338]);
  // What is on its way at the end is in neither balance.
  expect(BigInt(told.valueUnits)).toBeGreaterThan(FUNDS / 2n);
  expect(said).toMatch(/^ {2}day +\d+ \d\d:00 {2}Move \$ [\d,.]+ from /m);
  expect(said).toMatch(/done: [\d,.]+ USDC went from Demo \w+ to Demo \w+; cost [\d,.]+ USDC/);
  expect(said).toMatch(/now: .*; together [\d,.]+/);
  expect(said).toContain('SIMULATED');
});

it('leaves no process when it is stopped while time goes by', async () => {
  const demo = startDemo(['--usdc', '--dir', dir, '--port', '3477']);
  while (!demo.printed().includes('go by first') && demo.child.exitCode === null) await sleep(200);
  const pids = stackPids(dir);
  expect([...pids.keys()]).toEqual(expect.arrayContaining(['postgres', 'chain-31337', 'chain-31338', 'web']));
  expect(await demo.stop()).toBe(143);
  expect(alive(pids)).toEqual([]);
});

it('refuses options that it has no use for, by name', () => {
  for (const more of [['--portfolios', '5'], ['--venue', '1inch'], ['--chain', 'hardhat'], ['--resume']]) {
    const read = demoOptions(['--usdc', ...more]);
    expect(read.ok, more.join(' ')).toBe(false);
    if (!read.ok) expect(read.error.message).toMatch(/^--usdc /);
  }
  expect(demoOptions(['--usdc', '--once', '--seed', '7'])).toMatchObject({ ok: true, value: { usdc: true } });
});
