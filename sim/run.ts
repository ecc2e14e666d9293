// npm run test:sim -- [--seed N | --seeds N [--from N] [--seconds N] | --every [--fault NAME] [--seconds N]] [--trace]
import { parseArgs } from 'node:util';
import { drawOf } from './draw.ts';
import { FAULTS } from './faults.ts';
import { type Plan, runScenario, type Strike } from './scenario.ts';
import { buildSimulatedWorld, type SimulatedWorld } from './simulated-world.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** About the calls that three quiet ticks make: where strikes of a seed fall. */
const POINTS_DRAWN = 60;
const STRIKES_MAX = 4;

/** The strikes come from a stream of their own. */
const planOf = (seed: number): Plan => {
  const draw = drawOf(seed, 'strikes');
  const strikes: Strike[] = Array.from({ length: draw.below(STRIKES_MAX + 1) }, () => ({
    point: draw.below(POINTS_DRAWN),
    fault: draw.pick(FAULTS),
  }));
  return { seed, strikes };
};

const nameOf = ({ strikes }: Plan): string =>
  strikes.map(({ point, fault }) => `${fault.name}@${point}`).join(' ') || 'no fault';

/** Every fault at every point of the undisturbed scenario where it applies. */
const everyPair = async (world: SimulatedWorld, only: string | undefined): Promise<readonly Plan[]> => {
  const faults = FAULTS.filter(({ name }) => only === undefined || name === only);
  if (faults.length === 0)
    throw new Error(`there is no fault ${only}; there are: ${FAULTS.map(({ name }) => name).join(', ')}`);
  const { points } = await runScenario(world, { seed: 1, strikes: [] });
  return points.flatMap((port, point) =>
    faults
      .filter(({ ports }) => ports.includes(port))
      .map((fault) => ({
        seed: 1,
        strikes: [{ point, fault }],
      })),
  );
};

type Told = { readonly ran: number; readonly broken: number };

const search = async (
  world: SimulatedWorld,
  plans: Iterable<Plan>,
  { endMs, trace }: { readonly endMs: number; readonly trace: boolean },
): Promise<Told> => {
  let [ran, broken] = [0, 0];
  for (const plan of plans) {
    if (performance.now() > endMs) break;
    ran += 1;
    const result = await runScenario(world, plan).catch((error: unknown) => {
      say(
        `seed ${plan.seed}  ${nameOf(plan)}  broke: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      );
      return null;
    });
    if (result === null) {
      broken += 1;
      continue;
    }
    if (trace) for (const line of result.trace) say(`  ${line.slice(0, 300)}`);
    if (trace || result.violations.length > 0)
      say(`seed ${plan.seed}  ${nameOf(plan)}  trace ${result.traceHash}`);
    for (const violation of result.violations) say(`  VIOLATION ${violation}`);
    broken += result.violations.length > 0 ? 1 : 0;
  }
  return { ran, broken };
};

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
    seconds: { type: 'string' },
    every: { type: 'boolean' },
    fault: { type: 'string' },
    trace: { type: 'boolean' },
  },
});
const world = await buildSimulatedWorld();
try {
  const startMs = performance.now();
  const first = number('from', values.from, 1);
  const seeds = number('seeds', values.seeds, 100);
  const plans =
    values.seed !== undefined
      ? [planOf(number('seed', values.seed, 1))]
      : values.every === true
        ? await everyPair(world, values.fault)
        : Array.from({ length: seeds }, (_, index) => planOf(first + index));
  const endMs = startMs + number('seconds', values.seconds, 1_000_000) * 1_000;
  const { ran, broken } = await search(world, plans, {
    endMs,
    trace: values.trace === true || values.seed !== undefined,
  });
  const seconds = (performance.now() - startMs) / 1_000;
  say(
    `${ran} of ${plans.length} scenarios ran in ${seconds.toFixed(1)} s (${(ran / seconds).toFixed(2)}/s), ${broken} broke an invariant`,
  );
  if (broken > 0 || ran === 0) process.exitCode = 1;
} finally {
  await world.stop();
}
