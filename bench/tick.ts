import { keccak256, numberToHex } from 'viem';
import { sign } from 'viem/accounts';
import { signDigest } from '../services/signers/native-secp256k1.ts';
import { atLeast, atMost, type Benchmark, type Measurement } from './benchmark.ts';
import {
  type BenchWorld,
  benchEnv,
  CHAIN_ID,
  type FleetDatabase,
  KEY,
  LOCAL,
  type Node,
  REMOTE,
  startNode,
  startWorld,
  type Wires,
} from './tick/bench-world.ts';
import { measureStore } from './tick/measure-store.ts';
import { runNaiveLoop } from './tick/naive-loop.ts';
import { startWorkers, type Workers } from './tick/start-workers.ts';

const FLEET = 10_000;
/** Bots that share a fleet: as many as there are cores in the goals. */
const WORKERS = 2;
/** What a node gives to a call. Hosted ones give no more than the second, whatever they are asked for. */
const LOCAL_GAS = 500_000_000;
const HOSTED_GAS = 50_000_000;
/** What is told of hosted nodes and of memory, and how the cost of a portfolio grows, by fleets of these sizes. */
const SMALL = 1_000;
const LARGE = 100_000;
const MEMORY_BYTES_MAX = 2 ** 30;
/** A batch of the tick, and how many calls of a hosted node it fills: one more takes what is left. */
const BATCH = 1_000;
const WHOLE_CALLS = 5;
/** Portfolios that the loop is given. */
const LOOPS = { near: 100, far: 20 } as const;
const ACTING_EVERY = 10;
/** The first meets cold code and empty caches. */
const RUNS = 3;
const SIGNATURES = 1_000;

type Ticked = {
  readonly perSecond: number;
  /** Of who took longest. */
  readonly seconds: number;
  readonly requests: number;
  readonly shares: readonly number[];
  /** Of who took most. */
  readonly memoryBytesMax: number;
};

type Ticking = { readonly workers: Workers; readonly bots: number; readonly portfolios: number };

const tickOnce = async (
  { admin, dbUrl }: FleetDatabase,
  node: Node,
  { workers, bots, portfolios }: Ticking,
): Promise<Ticked> => {
  const before = await node.asked();
  const worked = await workers.tick(bots, { env: benchEnv(dbUrl, node.rpcUrl), limit: portfolios });
  const checked = worked.reduce((sum, each) => sum + each.checked, 0);
  const seconds = Math.max(...worked.map((each) => each.seconds));
  const [row] = await admin<
    { open: number; looks: number; portfolios: number }[]
  >`select (select count(*) from orders where status = 'open')::int as open, count(*)::int as looks,
      count(distinct portfolio_id)::int as portfolios from decisions`;
  const isWhole =
    row?.open === Math.floor(portfolios / ACTING_EVERY) &&
    row.looks === portfolios &&
    row.portfolios === portfolios;
  if (checked !== portfolios || !isWhole)
    throw new Error(
      `${checked} of ${portfolios} looked at, ${row?.looks} looks at ${row?.portfolios} stored, ${row?.open} orders are open`,
    );
  const after = await node.asked();
  return {
    ...{ perSecond: portfolios / seconds, seconds },
    memoryBytesMax: Math.max(...worked.map((each) => each.memoryBytesMax)),
    ...{ requests: after.requests - before.requests, shares: after.shares },
  };
};

/** With a database and a node of its own. */
const inWorld = async <T>(
  { world, wires, portfolios, callGasMax = LOCAL_GAS }: Fleet,
  work: (database: FleetDatabase, node: Node) => Promise<T>,
): Promise<T> => {
  const node = await startNode({ latencyMs: wires.rpcMs, actingEvery: ACTING_EVERY, callGasMax });
  try {
    const database = await world.fresh(portfolios, wires);
    return await work(database, node).finally(database.drop);
  } finally {
    node.stop();
  }
};

type Fleet = {
  readonly world: BenchWorld;
  readonly workers: Workers;
  readonly wires: Wires;
  readonly portfolios: number;
  readonly callGasMax?: number;
};

const oneTick = (fleet: Fleet, bots: number): Promise<Ticked> =>
  inWorld(fleet, (database, node) => tickOnce(database, node, { ...fleet, bots }));

/** The best of some whole ticks, each over a fleet that nobody has looked at. */
const bestTick = async (fleet: Fleet, bots: number): Promise<Ticked> => {
  const ticks: Ticked[] = [];
  for (let run = 0; run < RUNS; run += 1) ticks.push(await oneTick(fleet, bots));
  return ticks.reduce((best, tick) => (tick.perSecond > best.perSecond ? tick : best));
};

const naiveLoop = (fleet: Fleet): Promise<number> =>
  inWorld(fleet, async (database, { rpcUrl }) => {
    const { portfolios } = fleet;
    const keeper = { actingEvery: ACTING_EVERY, key: KEY, chainId: CHAIN_ID } as const;
    return portfolios / (await runNaiveLoop({ database, rpcUrl, portfolios, ...keeper }));
  });

const perSecondOf = async (work: (index: number) => Promise<unknown>): Promise<number> => {
  for (let index = 0; index < 100; index += 1) await work(index);
  const startMs = performance.now();
  for (let index = 0; index < SIGNATURES; index += 1) await work(index);
  return SIGNATURES / ((performance.now() - startMs) / 1_000);
};

const measureSigning = async (): Promise<Measurement> => {
  const digests = Array.from({ length: SIGNATURES }, (_, index) => keccak256(numberToHex(index)));
  const digest = (index: number) => digests[index] ?? '0x';
  const ours = await perSecondOf((index) => signDigest(digest(index), KEY));
  const viems = await perSecondOf((index) => sign({ hash: digest(index), privateKey: KEY }));
  return atLeast('signing, beside viem', ours / viems, {
    ...{ goal: 3, unit: '×' },
    detail: `${ours.toFixed(0)} against ${viems.toFixed(0)} signatures/s on one core`,
  });
};

type Compared = {
  readonly ours: Ticked;
  readonly alone: Ticked;
  readonly naive: number;
  readonly loops: number;
  readonly goal: number;
};

const compared = (what: string, { ours, alone, naive, loops, goal }: Compared): Measurement =>
  atLeast(what, ours.perSecond / naive, {
    ...{ goal, unit: '×' },
    detail: `${ours.perSecond.toFixed(0)} portfolios/s by ${WORKERS} bots that share them, ${alone.perSecond.toFixed(0)} by one, against ${naive.toFixed(1)} (${FLEET} and ${loops} portfolios)`,
  });

type Rooms = Pick<Fleet, 'world' | 'workers'>;

const compare = async (rooms: Rooms, wires: Wires, loops: number) => {
  const fleet = { ...rooms, wires, portfolios: FLEET };
  return {
    loops,
    naive: await naiveLoop({ ...fleet, portfolios: loops }),
    alone: await bestTick(fleet, 1),
    ours: await bestTick(fleet, WORKERS),
  };
};

/** Calls but for the last of each batch, which takes what is left. */
const fullness = (shares: readonly number[]): number => {
  const full = [...shares].sort((one, other) => other - one).slice(0, Math.ceil(SMALL / BATCH) * WHOLE_CALLS);
  return full.reduce((sum, share) => sum + share, 0) / full.length;
};

const measureRequests = async (rooms: Rooms): Promise<readonly Measurement[]> => {
  const fleet = { ...rooms, wires: LOCAL, portfolios: SMALL };
  const free = await oneTick(fleet, 1);
  const hosted = await oneTick({ ...fleet, callGasMax: HOSTED_GAS }, 1);
  const others = hosted.requests - hosted.shares.length;
  return [
    atMost('RPC requests of a tick over 1,000 portfolios', free.requests, {
      ...{ goal: 4, unit: 'requests' },
      detail: `${free.shares.length} of them read the fleet; a node that gives a call 500 M gas, the first tick: the chain is asked for its id, tokens are tried`,
    }),
    atLeast(
      'gas used of a hosted node’s calls, but for the last of each batch',
      fullness(hosted.shares) * 100,
      {
        ...{ goal: 80, unit: '%' },
        detail: `50 M gas a call: ${hosted.shares.length} reads of the fleet and ${others} other requests`,
      },
    ),
  ];
};

const measureScale = async (rooms: Rooms): Promise<readonly Measurement[]> => {
  const fleet = { ...rooms, wires: LOCAL };
  const small = await oneTick({ ...fleet, portfolios: SMALL }, 1);
  const alone = await oneTick({ ...fleet, portfolios: LARGE }, 1);
  const shared = await oneTick({ ...fleet, portfolios: LARGE }, WORKERS);
  const detail = `${shared.perSecond.toFixed(0)} portfolios/s by ${WORKERS} bots that share them, ${alone.seconds.toFixed(1)} s by one; nothing lost or doubled`;
  return [
    atMost('100,000 portfolios of 5 assets, a tenth acting', shared.seconds, {
      ...{ goal: 15, unit: 's', detail },
    }),
    atMost('memory of a worker at 100,000 portfolios', alone.memoryBytesMax / 2 ** 20, {
      ...{ goal: MEMORY_BYTES_MAX / 2 ** 20, unit: 'MiB' },
      detail: `resident, the most seen, of one that looks at all; ${(shared.memoryBytesMax / 2 ** 20).toFixed(0)} of two that share them`,
    }),
    atMost('cost of a portfolio among 100,000, beside 1,000', small.perSecond / alone.perSecond, {
      ...{ goal: 1.25, unit: '×' },
      detail: `${(1_000 / small.perSecond).toFixed(2)} and ${(1_000 / alone.perSecond).toFixed(2)} ms, by one bot`,
    }),
  ];
};

const run = async (): Promise<readonly Measurement[]> => {
  const world = await startWorld();
  const workers = await startWorkers(WORKERS);
  const rooms = { world, workers };
  try {
    const near = await compare(rooms, LOCAL, LOOPS.near);
    const far = await compare(rooms, REMOTE, LOOPS.far);
    return [
      compared('a tick with a tenth acting, beside a loop', { ...near, goal: 150 }),
      compared('the same, 30 ms from the node, 5 ms from the database', { ...far, goal: 1_000 }),
      atMost('RPC requests per 1,000 portfolios', (near.ours.requests * 1_000) / FLEET, {
        ...{ goal: 4, unit: 'requests' },
        detail: `${near.ours.requests} for ${FLEET}, on a node that gives a call 500 M gas`,
      }),
      ...(await measureRequests(rooms)),
      ...(await measureStore(world)),
      ...(await measureScale(rooms)),
      await measureSigning(),
    ];
  } finally {
    workers.stop();
    await world.stop();
  }
};

/** Whole ticks as the bot runs them, over a real database and a node that answers at once, beside a loop that asks one thing at a time. */
export const tickBenchmark: Benchmark = { name: 'tick', run };
