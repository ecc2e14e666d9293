import { numberToHex } from 'viem';
import { systemClock } from '../services/clock.ts';
import { type Env, readEnv } from '../services/env.ts';
import { openBot } from '../services/wire/tick/bot.ts';
import type { TickRequest } from '../services/wire/tick/tick-chain.ts';
import { readChainRecord } from './chain-record.ts';
import { type Draw, drawOf } from './draw.ts';
import { BEHIND_IN_LOGS, type Fault, LEASE_SECONDS } from './faults.ts';
import { type Gate, openGate, type Port, type Turn } from './gate.ts';
import { violationsOf } from './invariants.ts';
import { oneLiveOrder } from './one-live-order.ts';
import { type People, peopleOf } from './people.ts';
import { post } from './rpc.ts';
import { LOOK_EVERY_SECONDS, type SimulatedWorld } from './simulated-world.ts';
import { timersInTurn } from './timers.ts';
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
export type Plan = {
  readonly seed: number;
  readonly strikes: readonly Strike[];
  /** The price goes on the way that it went first, and the same leg is wanted again. */
  readonly goesOn: boolean;
  /** In the end it stays where it is, and what was signed and never shown is still worth showing. */
  readonly stays: boolean;
};

export type Ran = {
  readonly traceHash: string;
  readonly trace: readonly string[];
  /** The port of every point, in order. */
  readonly points: readonly Port[];
  /** The strikes that met their point; the others fell behind the last one, or on a port that they are not for. */
  readonly met: readonly Strike[];
  readonly violations: readonly string[];
};

const realFetch = globalThis.fetch;
const realMonotonicMs = systemClock.monotonicMs;

/** What there is time for hangs on how many calls were made, and not on how busy the machine is: each takes a millisecond. */
const clockByCalls = (trace: Trace): void => {
  Object.assign(systemClock, { monotonicMs: () => trace.lines().length });
};

type Run = {
  readonly world: SimulatedWorld;
  readonly people: People;
  readonly trace: Trace;
  readonly plan: Plan;
  readonly draw: Draw;
  readonly points: Port[];
  readonly met: Strike[];
  /** What was broken on the way. */
  readonly violations: string[];
  readonly gates: Map<string, Gate>;
  count: number;
};

/** Requests of bots go through their gates, by the last part of their address; everybody else's go straight out. */
const throughGates =
  ({ gates, world }: Run): typeof fetch =>
  async (input, init) => {
    const actor = /\/(actor-\d+)$/.exec(String(input instanceof Request ? input.url : input))?.[1];
    const gate = actor === undefined ? undefined : gates.get(actor);
    const body = String(init?.body ?? '');
    const perform = (asked: string) => post(world.rpcUrl, asked);
    if (gate !== undefined) return gate.fetch(perform, body);
    const { status, text } = await perform(body);
    return new Response(text, { status, headers: { 'content-type': 'application/json' } });
  };

/** Where prices are in the end, as far from the first ones. */
const CALM_BPS = 1_000;

/**
 * Blocks below which every node has all: more than a scenario makes before it is judged. What the index reads once more when it is so deep
 * would else make good, before anybody looks, whatever goes wrong with the first reading.
 */
const FINALITY_BLOCKS = 256;

/** A bot's environment, as that of a chain whose blocks are deep so much later. */
const envOf = ({ world }: Run, actor: string): Env => {
  const env = readEnv(world.env(actor));
  const [{ chain, ...settings }] = env.chains;
  return { ...env, chains: [{ ...settings, chain: { ...chain, finalityBlocks: FINALITY_BLOCKS } }] };
};

type Before = (port: Port) => Promise<Turn>;

/** Many times what any tick needs of two portfolios. One that goes on asking goes round in circles, and would until its budget is over. */
const CALLS_MAX = 500;

/** One process from its start to its end, or to where it was killed. Its tick's id; null where it has none to tell. */
const tick = async (run: Run, before: Before): Promise<string | null> => {
  run.count += 1;
  const actor = `actor-${run.count}`;
  let calls = 0;
  const counted: Before = async (port) => {
    calls += 1;
    if (calls <= CALLS_MAX) return before(port);
    run.violations.push(`I7 a tick made more than ${CALLS_MAX} calls`);
    return { kind: 'die-before' };
  };
  const gate = openGate({ before: counted, trace: run.trace, actor });
  run.gates.set(actor, gate);
  // Its own connections would be cold ones: most of a tick's time in the database would go into them.
  const opened = await openBot(envOf(run, actor), () => gate.around(run.world.inDatabase));
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
  return ended !== 'died' && ended.ok ? ended.value.tickId : null;
};

const undisturbed: Before = async () => ({ kind: 'go-on' });

const strikeAt = async (run: Run, { point, fault }: Strike): Promise<Turn> => {
  const { people, world, plan, trace } = run;
  trace.add(`strike ${fault.name} at ${point}`);
  const otherTicks = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += 1) await tick(run, undisturbed);
  };
  const draw = drawOf(plan.seed, `strike ${point} ${fault.name}`);
  const portfolio = draw.pick(world.portfolios);
  return fault.strike({ people, otherTicks, portfolio, draw });
};

const struck =
  (run: Run): Before =>
  async (port) => {
    const point = run.points.push(port) - 1;
    let turn: Turn = { kind: 'go-on' };
    for (const strike of run.plan.strikes) {
      if (strike.point !== point || !strike.fault.ports.includes(port)) continue;
      run.met.push(strike);
      const struckTurn = await strikeAt(run, strike);
      if (turn.kind === 'go-on') turn = struckTurn;
    }
    return turn;
  };

/** A tick that the clock calls, and what can be seen only just after it. */
const scheduledTick = async (run: Run): Promise<void> => {
  await tick(run, struck(run));
  run.violations.push(...(await oneLiveOrder(run.world)));
};

/** A stranger fills a share of the newest order of each portfolio. */
const fillEach = async ({ world, people, trace }: Run, shareBps: () => number): Promise<void> => {
  for (const portfolio of world.portfolios) {
    const share = shareBps();
    trace.add(`fill ${share} ${(await people.fill(portfolio, share)) ? 'done' : 'refused'}`);
  }
};

/** Every other time, the owner of one of the portfolios does something that ends or changes what is under way. */
const ownerActs = async ({ people, draw, world, trace }: Run): Promise<void> => {
  if (draw.below(2) === 0) return;
  const deed = draw.pick(['deposit', 'withdraw', 'cancelAll', 'cancelAll', 'retarget'] as const);
  trace.add(`owner ${deed}`);
  await people[deed](draw.pick(world.portfolios));
};

/** What goes on around three ticks: a price that drifts away, a stranger who fills some of what is shown, an owner, and time. Answers where the price is. */
const threeTicks = async (run: Run): Promise<number> => {
  const { people, draw } = run;
  const firstBps = draw.pick([2_000, -1_500, 2_500]);
  await people.price(firstBps);
  await scheduledTick(run);
  await people.wait(LOOK_EVERY_SECONDS + draw.below(30));
  await fillEach(run, () => 1_000 + draw.below(5_000));
  await fillEach(run, () => draw.pick([1_000, 3_000]));
  await ownerActs(run);
  await scheduledTick(run);
  await people.wait(draw.pick([20, 60, 650]));
  await fillEach(run, () => draw.pick([5_000, 10_000]));
  await ownerActs(run);
  const lastBps = run.plan.goesOn ? 2 * firstBps : draw.pick([2_000, -1_000, 3_000]);
  await people.price(lastBps);
  await scheduledTick(run);
  return lastBps;
};

/** The faults stop: the owner lets the bot trade, prices are fresh, the chain grows, two leases go by, and the clock calls again. */
const calm = async (run: Run, priceBps: number): Promise<string> => {
  const { people, world } = run;
  for (const portfolio of world.portfolios) await people.letTrade(portfolio);
  await people.price(priceBps);
  await world.rpc('anvil_mine', ['0x46', '0x1']);
  await people.wait(2 * LEASE_SECONDS + 1);
  const ticked = await tick(run, undisturbed);
  // What a node that is behind kept to itself is known once it is deep, and no sooner.
  if (!run.met.some(({ fault }) => fault === BEHIND_IN_LOGS)) return ticked ?? 'none';
  await world.rpc('anvil_mine', [numberToHex(FINALITY_BLOCKS), '0x1']);
  await people.price(priceBps);
  await people.wait(2 * LEASE_SECONDS + 1);
  return (await tick(run, undisturbed)) ?? 'none';
};

/** Runs a plan on the real database and the real chain from the world's beginning. The same plan makes the same trace. */
export const runScenario = async (world: SimulatedWorld, plan: Plan): Promise<Ran> => {
  await world.restore();
  const [trace, draw, people] = [openTrace(), drawOf(plan.seed, 'world'), peopleOf(world)];
  const run: Run = {
    ...{ world, trace, plan, draw, people },
    ...{ points: [], met: [], violations: [], gates: new Map(), count: 0 },
  };
  globalThis.fetch = throughGates(run);
  clockByCalls(trace);
  const timersBack = timersInTurn();
  try {
    const lastBps = await threeTicks(run);
    const lastTickId = await calm(run, plan.stays ? lastBps : CALM_BPS);
    const { goneBlocks } = people;
    const found = await violationsOf({ world, chain: await readChainRecord(world), goneBlocks, lastTickId });
    return {
      ...{ traceHash: trace.hash(), trace: trace.lines(), points: run.points, met: run.met },
      violations: [...new Set([...run.violations, ...found])],
    };
  } finally {
    globalThis.fetch = realFetch;
    timersBack();
    Object.assign(systemClock, { monotonicMs: realMonotonicMs });
  }
};
