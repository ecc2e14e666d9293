import { afterAll, beforeAll, expect, test } from 'vitest';
import { planOf } from './plans.ts';
import { runScenario } from './scenario.ts';
import { buildSimulatedWorld, type SimulatedWorld } from './simulated-world.ts';

/** What Postgres may be kept from, so that it chooses other plans; which ones it chooses by itself changes with its statistics. */
const WAYS = [
  ['enable_hashagg'],
  ['enable_sort'],
  ['enable_hashjoin'],
  ['enable_nestloop'],
  ['enable_mergejoin'],
  ['enable_indexscan', 'enable_bitmapscan', 'enable_indexonlyscan'],
  ['enable_seqscan'],
];
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

let world: SimulatedWorld;
const before = new Map<number, string>();

beforeAll(async () => {
  world = await buildSimulatedWorld();
  for (const seed of SEEDS) before.set(seed, (await runScenario(world, planOf(seed))).traceHash);
}, 300_000);
afterAll(() => world.stop());

/** Statements that are kept warm are planned anew once their tables have been analysed. */
const replan = async (settings: readonly string[], to: 'set' | 'reset'): Promise<void> => {
  for (const setting of settings)
    await world.admin.unsafe(`alter system ${to} ${setting}${to === 'set' ? ' = off' : ''}`);
  await world.admin.unsafe('select pg_reload_conf()');
  await world.admin.unsafe('analyze');
};

test.each(WAYS)(
  'a seed makes the trace that it made before, without %s too',
  async (...settings) => {
    await replan(settings, 'set');
    const again = new Map<number, string>();
    for (const seed of SEEDS) again.set(seed, (await runScenario(world, planOf(seed))).traceHash);
    await replan(settings, 'reset');
    expect(again).toEqual(before);
  },
  300_000,
);
