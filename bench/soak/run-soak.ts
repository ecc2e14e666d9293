import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../lib/prices/simulated-market.ts';
import type { Child } from '../../stack/process/child.ts';
import { faultsOf } from './faults.ts';
import { FIRST_WBTC_E8 } from './fleet.ts';
import { type Check, judgeOrders } from './judge-orders.ts';
import { judgeMemory, judgeMetrics, judgeService } from './judge-system.ts';
import { createStranger, type ShownOrder } from './stranger.ts';
import { bugsIn, killWorker, type MemorySample, watchMemory } from './workers.ts';
import type { SoakWorld } from './world.ts';

const SAMPLE_EVERY_MS = 5_000;
const MOVE_EVERY_MS = 6_000;
const FILL_EVERY_MS = 3_000;
const CALM_MS = { least: 8_000, most: 20_000 } as const;
const FAULT_MS = { least: 3_000, most: 12_000 } as const;
/** Most that a price moves at once, as a share. */
const MOVE_MAX = 0.02;
/** The price stays within what it began with, by this factor. */
const WITHIN = 2;
/** For the last orders to end, and the ticks that were killed to count as such. */
const QUIET_MS = 140_000;
const FILLS_AT_ONCE = 60;

export type SoakTerms = {
  readonly minutes: number;
  readonly seed: number;
  readonly say: (line: string) => void;
};

export type SoakEnd = {
  readonly checks: readonly Check[];
  readonly memory: readonly MemorySample[];
  readonly faults: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
};

/** Repeats work until the time is over; what fails while something is broken is tried again. */
const repeat = async (
  everyMs: number,
  isOver: () => boolean,
  work: () => Promise<unknown>,
): Promise<void> => {
  while (!isOver()) {
    await work().catch(() => undefined);
    await sleep(everyMs);
  }
};

const between = ({ least, most }: { least: number; most: number }, random: () => number): number =>
  least + random() * (most - least);

const movePrices = ({ fleet }: SoakWorld, random: () => number) => {
  let price = FIRST_WBTC_E8;
  return async (): Promise<void> => {
    const moved = (price * BigInt(Math.round((1 + (random() * 2 - 1) * MOVE_MAX) * 1e6))) / 1_000_000n;
    const isWithin = moved < FIRST_WBTC_E8 * BigInt(WITHIN) && moved > FIRST_WBTC_E8 / BigInt(WITHIN);
    if (isWithin) price = moved;
    await fleet.setPrice(price);
  };
};

const shownOrders = async ({ database: { admin } }: SoakWorld): Promise<readonly ShownOrder[]> =>
  admin<ShownOrder[]>`
    select order_hash as "orderHash", signature, extension, venue from orders
    where placed_at is not null and status in ('open', 'partially-filled') order by random() limit ${FILLS_AT_ONCE}`;

/** One thing goes wrong at a time, for a while, until the time is over; answers how often each did. */
const breakThings = async (world: SoakWorld, tools: SoakTools): Promise<Readonly<Record<string, number>>> => {
  const { isOver, random, say, killOne } = tools;
  const kinds = faultsOf({
    ...{ nodes: world.nodes, orderbook: world.wayToOrderbook, database: world.database, killWorker: killOne },
  });
  const count: Record<string, number> = {};
  for (let turn = 0; ; turn += 1) {
    await sleep(between(CALM_MS, random));
    if (isOver()) return count;
    const kind = kinds[turn % kinds.length] ?? [];
    const fault = kind[Math.floor(random() * kind.length)];
    if (fault === undefined) continue;
    say(fault.name);
    const mend = await fault.begin();
    await sleep(between(FAULT_MS, random));
    await mend();
    count[fault.name] = (count[fault.name] ?? 0) + 1;
  }
};

type SoakTools = {
  readonly isOver: () => boolean;
  readonly random: () => number;
  readonly say: (line: string) => void;
  readonly killOne: () => Promise<void>;
};

/** Two places: one bot lives through it all and is watched, the other is killed again and again. */
const startPlaces = (world: SoakWorld) => {
  const steady = world.startBot('bot-steady');
  let mortal = world.startBot('bot-mortal');
  const logs = [steady.logFile, mortal.logFile];
  return {
    ...{ steady, logs },
    killOne: async () => {
      await killWorker(mortal);
      mortal = world.startBot('bot-mortal');
    },
    stop: async (): Promise<readonly (number | null)[]> =>
      (await Promise.all([steady, mortal].map((bot: Child) => bot.stop()))).map(({ code }) => code),
  };
};

const countsOf = async ({ database: { admin } }: SoakWorld): Promise<Readonly<Record<string, number>>> => {
  const [row] = await admin`
    select (select count(*)::int from ticks) as ticks, (select count(*)::int from ticks where finished_at is null) as "ticksKilled",
      (select count(*)::int from decisions) as looks, (select count(*)::int from orders) as orders,
      (select count(*)::int from fills) as fills, (select count(*)::int from orders where status = 'expired') as expired,
      (select count(*)::int from orders where status = 'rejected') as rejected`;
  return { ...row };
};

/** Trades, breaks things and mends them for so long; then lets it come to rest and judges what is left. */
export const runSoak = async (world: SoakWorld, { minutes, seed, say }: SoakTerms): Promise<SoakEnd> => {
  const random = seededRandom(seed);
  const { chain, fleet, orderbook } = world;
  const stranger = createStranger({ chain, router: fleet.world.contracts.router, orderbook, random });
  const places = startPlaces(world);
  const memory = watchMemory(places.steady.pid, SAMPLE_EVERY_MS);
  await chain.goOn();
  const endMs = performance.now() + minutes * 60_000;
  const isOver = (): boolean => performance.now() > endMs;
  const move = movePrices(world, random);
  const [faults] = await Promise.all([
    breakThings(world, { isOver, random, say, killOne: places.killOne }),
    repeat(MOVE_EVERY_MS, isOver, move),
    repeat(FILL_EVERY_MS, isOver, async () => {
      await stranger.ends();
      await stranger.fillSome(await shownOrders(world));
    }),
  ]);
  say('everything is mended; it comes to rest');
  await repeat(QUIET_MS / 10, () => performance.now() > endMs + QUIET_MS, stranger.ends);
  memory.stop();
  const ends = await stranger.ends();
  const system = { admin: world.database.admin, webUrl: world.web.url, metricsToken: world.metricsToken };
  // Before the bots end: the system is not ready without one, and says so.
  const service = await judgeService(system, fleet.members.length);
  const codes = await places.stop();
  const bugs = places.logs.flatMap(bugsIn);
  const checks = [
    ...(await judgeOrders({ ...world, admin: world.database.admin })),
    ...(await judgeMetrics(system)),
    ...service,
    ...judgeMemory(memory.samples, minutes),
    {
      what: 'no bot met a bug of its own',
      isMet: bugs.length === 0,
      found: bugs.slice(0, 3).join(' ') || 'none',
    },
    {
      what: 'bots end when they are told to',
      isMet: codes.every((code) => code === 0),
      found: codes.join(', '),
    },
  ];
  const counts = { ...(await countsOf(world)), fillsSent: ends.done, fillsRefused: ends.refused };
  return { checks, memory: memory.samples, faults, counts };
};
