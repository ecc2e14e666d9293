// npm run test:sim -- [--seed N | --seeds N [--from N] [--first N] | --every [--fault NAME]] [--seconds N] [--least N] [--replay N] [--until-broken] [--trace] [--processes N]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ALL_FAULTS } from './faults.ts';
import { type Part, searchInProcesses, summaryOf } from './in-processes.ts';
import { everyPair, faultsNamed, POINTS_DRAWN, planOf, UNDISTURBED } from './plans.ts';
import { type Plan, runScenario } from './scenario.ts';
import { type Found, search, type Terms } from './search.ts';
import { buildSimulatedWorld, type SimulatedWorld } from './simulated-world.ts';

const SEEDS_WHOLE = 10_000;
const FLOOR_FILE = join(import.meta.dirname, 'pairs-floor.json');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const number = (name: string, text: string | undefined, otherwise: number): number => {
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} takes a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
};

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string' },
    first: { type: 'string' },
    seconds: { type: 'string' },
    least: { type: 'string' },
    replay: { type: 'string' },
    every: { type: 'boolean' },
    fault: { type: 'string', multiple: true },
    trace: { type: 'boolean' },
    'until-broken': { type: 'boolean' },
    processes: { type: 'string' },
    part: { type: 'string' },
  },
});

/** Tells what pairs there are, and answers whether they are as many as ever, and every call within reach of a seed's strikes. */
const pairsHold = async (world: SimulatedWorld): Promise<boolean> => {
  const { pairs: floor } = z
    .object({ pairs: z.number() })
    .parse(JSON.parse(readFileSync(FLOOR_FILE, 'utf8')));
  const { points } = await runScenario(world, UNDISTURBED);
  const { plans, skipped } = everyPair(points, ALL_FAULTS);
  say(`${points.length} points × ${ALL_FAULTS.length} faults: ${plans.length} pairs, the floor is ${floor}`);
  for (const [why, count] of skipped) say(`  ${count} are none: ${why}`);
  if (points.length > POINTS_DRAWN)
    say(
      `strikes of seeds fall on ${POINTS_DRAWN} of ${points.length} calls: the last ones are out of their reach`,
    );
  return plans.length >= floor && points.length <= POINTS_DRAWN;
};

const plansOf = async (world: SimulatedWorld): Promise<readonly Plan[]> => {
  if (values.seed !== undefined) return [planOf(number('seed', values.seed, 1))];
  if (values.every === true) {
    const { points } = await runScenario(world, UNDISTURBED);
    return everyPair(points, faultsNamed(values.fault ?? [])).plans;
  }
  const from = number('from', values.from, 1);
  const seeds = Array.from({ length: number('seeds', values.seeds, 100) }, (_, index) => from + index);
  const first = values.first === undefined ? [] : [number('first', values.first, 1)];
  return [...new Set([...first, ...seeds])].map(planOf);
};

/** The part of all plans that is this process's own. */
const ownPlans = (plans: readonly Plan[]): readonly Plan[] => {
  if (values.part === undefined) return plans;
  const [own = 0, of = 1] = values.part.split('/').map(Number);
  return plans.filter((_, index) => index % of === own);
};

/** The first seeds once more: each has to make the trace that it made before. */
const replaysDiffer = async (world: SimulatedWorld, { hashes }: Found, count: number): Promise<number> => {
  let differ = 0;
  for (const [seed, hash] of [...hashes].slice(0, count)) {
    const again = await runScenario(world, planOf(seed));
    if (again.traceHash === hash) continue;
    differ += 1;
    say(`seed ${seed} made the trace ${again.traceHash}, and ${hash} before`);
  }
  if (count > 0) say(`${Math.min(count, hashes.size)} seeds replayed, ${differ} made another trace`);
  return differ;
};

const tell = ({ ran, broken, drawn, met, pairs, seconds, planned }: Part): void => {
  const rate = ran / seconds;
  say(`${met} of ${drawn} strikes met their point, ${pairs.length} different pairs of point and fault`);
  if (met < drawn) say(`  ${drawn - met} were not met: behind the last call, or at a port that is no node's`);
  say(
    `${ran} of ${planned} scenarios in ${seconds.toFixed(0)} s, ${rate.toFixed(2)}/s: ${SEEDS_WHOLE} would take ${(SEEDS_WHOLE / rate / 3_600).toFixed(1)} h`,
  );
  say(`simulation: ${ran - broken} passed, ${broken} failed`);
};

const run = async (world: SimulatedWorld): Promise<boolean> => {
  const counts = values.part === undefined || values.part.startsWith('0/');
  const isWhole = values.seed === undefined && values['until-broken'] !== true && counts;
  const holds = !isWhole || (await pairsHold(world));
  if (!holds) say('there are fewer pairs of point and fault than there were, or some that no seed meets');
  const plans = ownPlans(await plansOf(world));
  const terms: Terms = {
    seconds: number('seconds', values.seconds, 1_000_000),
    least: number('least', values.least, 1),
    trace: values.trace === true || values.seed !== undefined,
    untilBroken: values['until-broken'] === true,
    say,
  };
  const found = await search(world, plans, terms);
  const differ =
    values.every === true ? 0 : await replaysDiffer(world, found, number('replay', values.replay, 0));
  const part = summaryOf(found, plans.length);
  if (values.part === undefined) tell(part);
  else process.send?.(part);
  return holds && differ === 0 && part.broken === 0 && part.ran > 0;
};

const runAlone = async (): Promise<boolean> => {
  const world = await buildSimulatedWorld();
  try {
    return await run(world);
  } finally {
    await world.stop();
  }
};

/** Scenarios are one line of calls: several processes, each with a world of its own, are what keeps several cores busy. */
const runShared = async (processes: number): Promise<boolean> => {
  const { whole, passed } = await searchInProcesses(processes, process.argv.slice(2));
  tell(whole);
  return passed;
};

const processes = number('processes', values.processes, 1);
const passed = processes > 1 && values.part === undefined ? await runShared(processes) : await runAlone();
if (!passed) process.exitCode = 1;
