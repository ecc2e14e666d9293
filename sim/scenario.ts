import { readEnv } from '../services/env.ts';
import { openBot, type TickRequest } from '../services/wire/bot.ts';
import { type Draw, drawOf } from './draw.ts';
import { type Fault, LEASE_SECONDS } from './faults.ts';
import { type Gate, openGate, type Port, type Turn } from './gate.ts';
import { violationsOf } from './invariants.ts';
import { type People, peopleOf } from './people.ts';
import type { ScenarioDatabase, SimulatedWorld } from './simulated-world.ts';
import { openTrace, type Trace } from './trace.ts';

const REQUEST: TickRequest = {
  source: 'cli',
  schedulerExecutionId: null,
  dryRun: false,
  limit: 100,
  budgetMs: 20_000,
};

/** A fault at one of a scenario's points: the calls of ports that its scheduled ticks make, counted from 0. */
export type Strike = { readonly point: number; readonly fault: Fault };

/** The seed draws prices, fills and waits; the strikes are given, so one more shifts none of the rest. */
export type Plan = { readonly seed: number; readonly strikes: readonly Strike[] };

export type Ran = {
  readonly traceHash: string;
  readonly trace: readonly string[];
  /** The port of every point, in order. */
  readonly points: readonly Port[];
  readonly violations: readonly string[];
};

const realFetch = globalThis.fetch;

type Run = {
  readonly world: SimulatedWorld;
  readonly database: ScenarioDatabase;
  readonly people: People;
  readonly trace: Trace;
  readonly plan: Plan;
  readonly draw: Draw;
  readonly points: Port[];
  readonly gates: Map<string, Gate>;
  count: number;
};

/** Requests of bots go through their gates, by the last part of their address; everybody else's go straight out. */
const throughGates =
  ({ gates, world }: Run): typeof fetch =>
  (input, init) => {
    const actor = /\/(actor-\d+)$/.exec(String(input instanceof Request ? input.url : input))?.[1];
    const gate = actor === undefined ? undefined : gates.get(actor);
    if (gate === undefined) return realFetch(input, init);
    const body = String(init?.body ?? '');
    const { method = 'POST', headers = {} } = init ?? {};
    return gate.fetch(() => realFetch(world.rpcUrl, { method, headers, body }), body);
  };

/** One process from its start to its end, or to where it was killed. */
const tick = async (run: Run, before: (port: Port) => Promise<Turn>): Promise<void> => {
  run.count += 1;
  const actor = `actor-${run.count}`;
  const gate = openGate({ before, trace: run.trace, actor });
  run.gates.set(actor, gate);
  const opened = await openBot(readEnv(run.world.env(run.database.botUrl, actor)), gate.around);
  if (!opened.ok) throw new Error(opened.error.message);
  const ended = await Promise.race([opened.value.tick(REQUEST), gate.died]);
  const told =
    ended === 'died'
      ? 'died'
      : ended.ok
        ? `ok ${ended.value.checked} ${ended.value.acted}`
        : ended.error.code;
  run.trace.add(`${actor} ended ${told}`);
  await opened.value.close();
};

const undisturbed = async (): Promise<Turn> => ({ kind: 'go-on' });

const struck =
  (run: Run) =>
  async (port: Port): Promise<Turn> => {
    const point = run.points.push(port) - 1;
    let turn: Turn = { kind: 'go-on' };
    for (const { fault, ...strike } of run.plan.strikes) {
      if (strike.point !== point || !fault.ports.includes(port)) continue;
      run.trace.add(`strike ${fault.name} at ${point}`);
      const otherTicks = async (count: number): Promise<void> => {
        for (let done = 0; done < count; done += 1) await tick(run, undisturbed);
      };
      const struckTurn = await fault.strike({
        people: run.people,
        otherTicks,
        draw: drawOf(run.plan.seed, `strike ${point}`),
      });
      if (turn.kind === 'go-on') turn = struckTurn;
    }
    return turn;
  };

/** What goes on around three ticks: a price that drifts away, a stranger who fills some of what is shown, and time. */
const threeTicks = async (run: Run): Promise<void> => {
  const { people, draw } = run;
  await people.price(draw.pick([2_000, -1_500, 2_500]));
  await tick(run, struck(run));
  await people.wait(10 + draw.below(30));
  await people.fill(1_000 + draw.below(8_000));
  await tick(run, struck(run));
  await people.wait(draw.pick([20, 60, 650]));
  await people.fill(10_000);
  await people.price(draw.pick([2_000, -1_000, 3_000]));
  await tick(run, struck(run));
};

/** The faults stop: prices are fresh, the chain grows, two leases go by, and the clock calls again. */
const calm = async (run: Run): Promise<void> => {
  const { people, world } = run;
  await people.unpause();
  await people.price(1_000);
  await world.rpc('anvil_mine', ['0x46', '0x1']);
  await people.wait(2 * LEASE_SECONDS + 1);
  await tick(run, undisturbed);
};

/** Runs a plan on the real database and the real chain from the world's beginning. The same plan makes the same trace. */
export const runScenario = async (world: SimulatedWorld, plan: Plan): Promise<Ran> => {
  const database = await world.restore();
  const trace = openTrace();
  let lostUsdE8 = 0n;
  const people = peopleOf(world, database);
  const counted: People = {
    ...people,
    fill: async (shareBps) => {
      const lost = await people.fill(shareBps);
      trace.add(`fill ${shareBps} ${lost === null ? 'refused' : 'done'}`);
      if (lost !== null && lost > 0n) lostUsdE8 += lost;
      return lost;
    },
  };
  const draw = drawOf(plan.seed, 'world');
  const run: Run = {
    ...{ world, database, trace, plan, draw, people: counted },
    ...{ points: [], gates: new Map(), count: 0 },
  };
  globalThis.fetch = throughGates(run);
  try {
    await threeTicks(run);
    await calm(run);
    const violations = await violationsOf({ world, database }, lostUsdE8);
    return { traceHash: trace.hash(), trace: trace.lines(), points: run.points, violations };
  } finally {
    globalThis.fetch = realFetch;
    await database.drop();
  }
};
