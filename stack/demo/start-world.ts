import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ok, type Result } from '../../lib/result.ts';
import { type BlockHistory, openBlockHistory } from '../chain/block-history.ts';
import { type Chain, startChain } from '../chain/chain.ts';
import { type LocalChain, localChain } from '../chain/local-chain.ts';
import { latestBlock, rpc } from '../chain/rpc.ts';
import {
  type DatabaseUrls,
  databaseExists,
  lookAtEveryTick,
  openJournal,
  prepareDatabase,
} from '../postgres/database.ts';
import { type Cluster, startPostgres } from '../postgres/postgres.ts';
import { type PostgresHome, postgresHome, removePostgresHome } from '../postgres/postgres-home.ts';
import { nextFreePort } from '../process/free-port.ts';
import { endLeftovers } from '../process/leftovers.ts';
import type { StackPaths } from '../process/paths.ts';
import type { Supervisor } from '../process/supervisor.ts';
import type { Say } from '../report/say.ts';
import { type AssetChoice, chooseAssets } from '../world/assets.ts';
import { delegatingKey, type StackKeys, stackKeys } from '../world/keys.ts';
import { delegatedSpec, type PortfolioSpec, portfolioSpecs } from '../world/portfolio-specs.ts';
import type { PriceTape } from '../world/price-tape.ts';
import { buildWorld, readWorld, registerPolicies, type World, writeWorld } from '../world/world.ts';
import type { DemoOptions } from './options.mjs';
import { recipeOf } from './recipe.ts';

const reachedRow = z.object({ reached: z.string().nullable() });

const indexedUpTo = async (urls: DatabaseUrls): Promise<bigint | null> => {
  const sql = openJournal(urls);
  try {
    const [row] = await sql`select max(block_number)::text as reached from cursors`;
    const { reached } = reachedRow.parse(row);
    return reached === null ? null : BigInt(reached);
  } finally {
    await sql.end();
  }
};

/**
 * A chain that came back from its last dump may lack blocks that the database has seen. A node that is behind proves
 * nothing, so nobody would believe it before its new branch is longer: empty blocks, a second apart, make it so.
 * Answers how many blocks were lost.
 */
const outgrowLostBlocks = async (rpcUrl: string, urls: DatabaseUrls): Promise<bigint> => {
  const reached = await indexedUpTo(urls);
  const { number } = await latestBlock(rpcUrl);
  if (reached === null || reached <= number) return 0n;
  const lost = reached - number;
  await rpc(rpcUrl, 'hardhat_mine', { params: [`0x${(lost + 1n).toString(16)}`, '0x1'] });
  return lost;
};

/** A chain with its world, and the database; nothing of the product runs yet. */
export type RunningWorld = {
  readonly chain: Chain;
  readonly local: LocalChain;
  readonly world: World;
  readonly urls: DatabaseUrls;
  readonly keys: StackKeys;
  readonly resumed: boolean;
};

export type StartWorld = {
  readonly options: DemoOptions;
  readonly paths: StackPaths;
  readonly tape: PriceTape;
  readonly supervisor: Supervisor;
  readonly say: Say;
};

/** Where the key of the account that keeps its own tokens stands, for a wallet. */
export const delegatingKeyFile = ({ world }: StackPaths): string => join(dirname(world), 'own-account.key');

const POSTGRES_PORT = 5_433;
const CHAIN_PORT = 8_545;

const removeWorld = (paths: StackPaths): void => {
  // First: without it nothing counts as a world, whatever else is left when this is cut short.
  rmSync(paths.world, { force: true });
  rmSync(paths.chain, { recursive: true, force: true });
};

/** All worlds in the folder, and what they share. */
const removeEverything = async (paths: StackPaths): Promise<void> => {
  const worlds = dirname(dirname(paths.world));
  for (const name of existsSync(worlds) ? readdirSync(worlds) : [])
    removePostgresHome(await postgresHome(join(worlds, name, 'postgres')));
  for (const path of [worlds, paths.keys, paths.children, paths.logs])
    rmSync(path, { recursive: true, force: true });
};

/** The next free port, and a word when it is another than the wanted one. */
export const pickPort = async (what: string, wanted: number, say: Say): Promise<number> => {
  const { port } = await nextFreePort(wanted);
  if (port !== wanted) say(`Port ${wanted} is in use: ${what} takes ${port}.`);
  return port;
};

/** The world to resume, or null when it must be made anew. Hardhat's node keeps nothing to resume. */
const worldToResume = ({ options, paths, tape }: StartWorld): World | null => {
  const world = readWorld(paths.world);
  const wanted = options.resume || !options.once;
  if (world === null || !wanted || options.chain !== 'anvil') return null;
  return world.recipe === recipeOf(options, tape) ? world : null;
};

type Base = {
  readonly chain: Chain;
  readonly keys: StackKeys;
  readonly urls: DatabaseUrls;
  readonly resumed: World | null;
};

type Resumed = { readonly resumed: World | null; readonly history: BlockHistory };

/** A world is gone on with only when database and blocks are there with it; else the history is emptied. */
const worldWithBlocks = async (wanted: World | null, cluster: Cluster): Promise<Resumed> => {
  if (wanted !== null && (await databaseExists(cluster))) {
    const history = await openBlockHistory(cluster.url, false);
    if ((await history.head()) !== null) return { resumed: wanted, history };
    await history.close();
  }
  return { resumed: null, history: await openBlockHistory(cluster.url, true) };
};

const startBase = async (start: StartWorld, home: PostgresHome): Promise<Result<Base>> => {
  const { options, paths, tape, supervisor, say } = start;
  const keys = stackKeys(paths.keys);
  const { start: launch } = supervisor;
  const postgresPort = await pickPort('Postgres', POSTGRES_PORT, say);
  const { postgresPassword: password } = keys;
  const cluster = await startPostgres({ home, port: postgresPort, password, start: launch });
  if (!cluster.ok) return cluster;
  const wanted = worldToResume(start);
  const { resumed, history } = await worldWithBlocks(wanted, cluster.value);
  if (resumed === null) removeWorld(paths);
  const { root } = paths;
  const urls = await prepareDatabase({ root, cluster: cluster.value, keys, fresh: resumed === null });
  if (!urls.ok) return urls;
  const port = await pickPort('the chain', CHAIN_PORT, say);
  const { startSeconds: genesisSeconds } = tape;
  const chain = await startChain({
    kind: options.chain,
    paths,
    port,
    genesisSeconds,
    start: launch,
    history,
  });
  if (!chain.ok) return chain;
  const lost = resumed === null ? 0n : await outgrowLostBlocks(chain.value.rpcUrl, urls.value);
  if (lost > 0n)
    say(`The chain came back ${lost} blocks short: what was in them is undone, as after a reorganisation.`);
  return ok({ chain: chain.value, keys, urls: urls.value, resumed });
};

type Specs = {
  readonly specs: readonly PortfolioSpec[];
  readonly delegatedSpec: PortfolioSpec;
  readonly choice: AssetChoice;
};

const specsOf = ({ options, tape, say }: StartWorld): Result<Specs> => {
  const choice = chooseAssets(tape);
  if (!choice.ok) return choice;
  const { portfolios: count, seed, venue } = options;
  const { stepSeconds } = tape;
  const specs = portfolioSpecs({ count, choice: choice.value, stepSeconds, seed, venue });
  for (const note of choice.value.notes) say(note);
  const held = specs.flatMap(({ holdings }) => holdings.filter(({ asset }) => asset.column === null));
  for (const symbol of new Set(held.map(({ asset }) => asset.symbol))) {
    say(`${symbol} has no column of its own: it is held at 1.00 USD.`);
  }
  return ok({ specs, delegatedSpec: delegatedSpec(choice.value, stepSeconds), choice: choice.value });
};

const makeWorld = async (start: StartWorld, base: Base, local: LocalChain): Promise<Result<World>> => {
  const { options, paths, tape } = start;
  const chosen = specsOf(start);
  if (!chosen.ok) return chosen;
  const { keys, urls } = base;
  const recipe = recipeOf(options, tape);
  const { venue } = options;
  const world = await buildWorld({ chain: local, paths, keys, tape, recipe, venue, ...chosen.value });
  await registerPolicies(urls.bot, world, chosen.value);
  await lookAtEveryTick(urls);
  writeFileSync(delegatingKeyFile(paths), `${delegatingKey(keys)}\n`, { mode: 0o600 });
  writeWorld(paths.world, world);
  return ok(world);
};

/** Starts database and chain, resumes the world or makes it; on failure what was started is left to the supervisor to stop. */
export const startWorld = async (start: StartWorld): Promise<Result<RunningWorld>> => {
  const { options, paths, say } = start;
  const ended = await endLeftovers(paths.children);
  if (ended.length > 0) say(`Ended what a killed stack had left running: ${ended.join(', ')}.`);
  if (options.reset) await removeEverything(paths);
  mkdirSync(dirname(paths.world), { recursive: true });
  const home = await postgresHome(paths.postgres);
  const base = await startBase(start, home);
  if (!base.ok) return base;
  const { chain, keys, urls, resumed } = base.value;
  const local = localChain(chain.rpcUrl);
  const world = resumed === null ? await makeWorld(start, base.value, local) : ok(resumed);
  return world.ok ? ok({ chain, local, world: world.value, urls, keys, resumed: resumed !== null }) : world;
};
