import { keccak256, numberToHex } from 'viem';
import { sign } from 'viem/accounts';
import { signDigest } from '../services/signers/native-secp256k1.ts';
import { atLeast, atMost, type Benchmark, type Measurement } from './benchmark.ts';
import {
  type BenchWorld,
  type FleetDatabase,
  KEY,
  LOCAL,
  type Node,
  openBenchBot,
  REMOTE,
  startNode,
  startWorld,
  type Wires,
} from './tick/bench-world.ts';
import { runNaiveLoop } from './tick/naive-loop.ts';

const FLEET = 5_000;
/** Portfolios that the loop is given. */
const LOOPS = { near: 100, far: 20 } as const;
const ACTING_EVERY = 10;
/** The first meets cold code and empty caches. */
const RUNS = 3;
const SIGNATURES = 1_000;

type Ticked = { readonly perSecond: number; readonly requests: number };

const tickOnce = async ({ admin, dbUrl }: FleetDatabase, node: Node, portfolios: number): Promise<Ticked> => {
  const bot = await openBenchBot(dbUrl, node.rpcUrl);
  const before = (await node.asked()).requests;
  const ticked = await bot.tick({
    ...{ source: 'cli', schedulerExecutionId: null, dryRun: false },
    ...{ limit: portfolios, budgetMs: 600_000 },
  });
  await bot.close();
  if (!ticked.ok) throw new Error(ticked.error.message);
  const { checked, durationMs } = ticked.value;
  const [row] = await admin<
    { open: number }[]
  >`select count(*)::int as open from orders where status = 'open'`;
  if (checked !== portfolios || row?.open !== Math.floor(portfolios / ACTING_EVERY))
    throw new Error(`${checked} of ${portfolios} looked at, ${row?.open} orders are open`);
  return { perSecond: portfolios / (durationMs / 1_000), requests: (await node.asked()).requests - before };
};

/** With a database and a node of its own. */
const inWorld = async <T>(
  { world, wires, portfolios }: Fleet,
  work: (database: FleetDatabase, node: Node) => Promise<T>,
): Promise<T> => {
  const node = await startNode({ latencyMs: wires.rpcMs, actingEvery: ACTING_EVERY });
  try {
    const database = await world.fresh(portfolios, wires);
    return await work(database, node).finally(database.drop);
  } finally {
    node.stop();
  }
};

type Fleet = { readonly world: BenchWorld; readonly wires: Wires; readonly portfolios: number };

/** The best of some whole ticks, each over a fleet that nobody has looked at. */
const bestTick = async (fleet: Fleet): Promise<Ticked> => {
  const ticks: Ticked[] = [];
  for (let run = 0; run < RUNS; run += 1)
    ticks.push(await inWorld(fleet, (database, node) => tickOnce(database, node, fleet.portfolios)));
  return ticks.reduce((best, tick) => (tick.perSecond > best.perSecond ? tick : best));
};

const naiveLoop = (fleet: Fleet): Promise<number> =>
  inWorld(fleet, async ({ dbUrl }, { rpcUrl }) => {
    const { portfolios } = fleet;
    return portfolios / (await runNaiveLoop({ dbUrl, rpcUrl, portfolios }));
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
  readonly naive: number;
  readonly loops: number;
  readonly goal: number;
};

const compared = (what: string, { ours, naive, loops, goal }: Compared): Measurement =>
  atLeast(what, ours.perSecond / naive, {
    ...{ goal, unit: '×' },
    detail: `${ours.perSecond.toFixed(0)} against ${naive.toFixed(1)} portfolios/s (${FLEET} and ${loops} portfolios)`,
  });

const compare = async (world: BenchWorld, wires: Wires, loops: number) => ({
  loops,
  naive: await naiveLoop({ world, wires, portfolios: loops }),
  ours: await bestTick({ world, wires, portfolios: FLEET }),
});

const run = async (): Promise<readonly Measurement[]> => {
  const world = await startWorld();
  try {
    const near = await compare(world, LOCAL, LOOPS.near);
    const far = await compare(world, REMOTE, LOOPS.far);
    return [
      compared('a tick with a tenth acting, beside a loop', { ...near, goal: 150 }),
      compared('the same, 30 ms from the node, 5 ms from the database', { ...far, goal: 1_000 }),
      atMost('RPC requests per 1,000 portfolios', (near.ours.requests * 1_000) / FLEET, {
        ...{ goal: 4, unit: 'requests' },
        detail: `${near.ours.requests} for ${FLEET}, on a node that gives a call 500 M gas`,
      }),
      await measureSigning(),
    ];
  } finally {
    await world.stop();
  }
};

/** Whole ticks as the bot runs them, over a real database and a node that answers at once, beside a loop that asks one thing at a time. */
export const tickBenchmark: Benchmark = { name: 'tick', run };
