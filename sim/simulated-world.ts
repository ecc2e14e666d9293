import { join } from 'node:path';
import type { Sql } from 'postgres';
import { type Address, encodeFunctionData, type Hex, keccak256, maxUint256, parseAbi, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { startAnvil } from '../e2e/support/anvil.ts';
import {
  buildOrderWorld,
  createPortfolio,
  mint,
  type OrderWorld,
  SIGNER_KEY,
} from '../e2e/support/order-world.ts';
import { setup } from '../e2e/support/postgres-server.ts';
import type { UnixSeconds } from '../lib/result.ts';
import { Secret } from '../services/secret.ts';
import { openDirectConnection } from '../services/store/database.ts';
import { migrate } from '../services/store/operation/migrate.ts';
import { provisionRoles } from '../services/store/operation/provision-roles.ts';
import { openPolicyRegistry } from '../services/wire/operation/database.ts';
import type { InDatabase } from '../services/wire/tick/bot-store.ts';
import { CLOCK_SQL, WITNESS_SQL } from './clock-sql.ts';
import { KEEP_SQL } from './keep-sql.ts';
import { type Rpc, rpcOf } from './rpc.ts';
import { openWarmDatabase } from './warm-database.ts';

const MIGRATIONS = join(import.meta.dirname, '..', 'supabase', 'migrations');
const DATABASE = 'simulated';
/** When the simulated chain begins: what is decided may not depend on the day of the run. */
const GENESIS_SECONDS = 1_900_000_000;
/** Empty blocks between the world's making and the scenario: four reorganisations of 64, the most that a seed draws, take nothing of the world away. */
const QUIET_BLOCKS = '0x120';
/** Of the first block after the chain has gone back. */
const BASE_FEE = '0x3b9aca00';
/** Rows that scenarios leave behind are cleared away after so many: tables would grow, and each scenario take longer. */
const SCENARIOS_PER_VACUUM = 20;
const erc20 = parseAbi(['function approve(address spender, uint256 amount) returns (bool)']);

/** The time between two looks, the shortest that a policy may have. */
export const LOOK_EVERY_SECONDS = 15;
const POLICY = {
  version: 1,
  triggers: [{ kind: 'absolute', bandBps: 200 }],
  limits: { cooldownSeconds: 0, maxTradeUsd: '1000000', dailyVolumeUsd: '10000000' },
  orderTerms: { expiresInSeconds: 600 },
  lookEverySeconds: LOOK_EVERY_SECONDS,
};

/** A real Postgres and a real EVM, to which every scenario goes back. */
export type SimulatedWorld = OrderWorld & {
  readonly rpc: Rpc;
  /** Equal ones, of one owner. */
  readonly portfolios: readonly [Address, Address];
  /** Superuser, past all row level security. */
  readonly admin: Sql;
  /** As the bot's role: the connections of every bot, which stay warm. */
  readonly inDatabase: InDatabase;
  /** Puts chain and database back to how they were when the world was made. */
  readonly restore: () => Promise<void>;
  /** A bot's environment; its requests carry the actor's name at the end of their address. */
  readonly env: (actor: string) => Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

const urlFor = (server: string, database: string): Secret => {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return new Secret(url.toString());
};

const registerPolicies = async (botUrl: string, portfolios: readonly Address[]): Promise<void> => {
  const registry = openPolicyRegistry(botUrl);
  for (const address of portfolios) {
    const told = { chainId: 31_337, address, name: 'half and half', shared: true, simulated: true };
    const registered = await registry.registerPolicy({ ...told, policy: POLICY });
    if (!registered.ok) throw new Error(registered.error.message);
  }
  await registry.close();
};

type Kept = { readonly admin: Sql; readonly botUrl: string };

const makeDatabase = async (server: string, portfolios: readonly Address[]): Promise<Kept> => {
  const url = urlFor(server, DATABASE);
  const root = openDirectConnection(urlFor(server, 'postgres'));
  await root.unsafe(`create database ${DATABASE}`);
  // What a vacuum of its own time changes could change the order of rows; small statements aren't worth compiling.
  await root.unsafe('alter system set autovacuum = off');
  await root.unsafe('alter system set jit = off');
  await root`select pg_reload_conf()`;
  await root.end();
  const migrated = await migrate({ url, folder: MIGRATIONS });
  if (!migrated.ok) throw new Error(migrated.error.message);
  const logins = { bot: new Secret('bot-password'), app: new Secret('app-password') };
  const roles = await provisionRoles(url, logins);
  await registerPolicies(roles.bot.reveal(), portfolios);
  const arranging = openDirectConnection(url);
  // The clock stands still during a tick: what comes due at once would be claimed again by the same tick.
  await arranging`insert into settings (key, value, updated_by) values ('tickIntervalSeconds', '5'::jsonb, 'simulation')`;
  for (const sql of [CLOCK_SQL, WITNESS_SQL, KEEP_SQL]) await arranging.unsafe(sql);
  await arranging.unsafe(`alter database ${DATABASE} set search_path = simulated, pg_catalog, public`);
  await arranging.end();
  return { admin: openDirectConnection(url), botUrl: roles.bot.reveal() };
};

const createSecond = async (world: OrderWorld): Promise<Address> => {
  const { deployer, contracts, usdc, wbtc } = world;
  const signer = privateKeyToAccount(SIGNER_KEY).address;
  const terms = { assets: [usdc, wbtc], signer, publicBook: false, salt: keccak256(toHex('the second one')) };
  const second = await createPortfolio(deployer, contracts.factory, terms);
  await mint(deployer, usdc, { to: second, units: 50_000_000_000n });
  await mint(deployer, wbtc, { to: second, units: 250_000_000n });
  return second;
};

const approveAll = async (world: OrderWorld, rpc: Rpc): Promise<void> => {
  const data: Hex = encodeFunctionData({
    abi: erc20,
    functionName: 'approve',
    args: [world.contracts.router, maxUint256],
  });
  await rpc('anvil_autoImpersonateAccount', [true]);
  for (const { token } of [world.usdc, world.wbtc])
    await rpc('eth_sendTransaction', [{ from: world.taker, to: token, data, gas: '0x30d40' }]);
};

/**
 * Goes back to how the chain is now with quiet blocks behind it, as often as it is called. A snapshot is lost with its block: where a
 * reorganisation went below it, one from before the quiet blocks serves, and they are mined again, the same ones. Answers its time.
 */
const chainRestorerOf = async (rpc: Rpc): Promise<() => Promise<UnixSeconds>> => {
  const miner = z.string().parse(await rpc('eth_coinbase'));
  const blockAt = async (tag: string) =>
    z
      .object({ hash: z.string(), timestamp: z.string().transform(Number) })
      .nullable()
      .parse(await rpc('eth_getBlockByNumber', [tag, false]));
  const mineQuiet = async (): Promise<void> => {
    await rpc('anvil_setNextBlockBaseFeePerGas', [BASE_FEE]);
    await rpc('anvil_mine', [QUIET_BLOCKS, '0x1']);
  };
  let early = await rpc('evm_snapshot');
  await mineQuiet();
  const [number, start] = [z.string().parse(await rpc('eth_blockNumber')), await blockAt('latest')];
  let late = await rpc('evm_snapshot');
  return async () => {
    await rpc('anvil_setCoinbase', [miner]);
    if ((await blockAt(number))?.hash === start?.hash) await rpc('evm_revert', [late]);
    else {
      await rpc('evm_revert', [early]);
      early = await rpc('evm_snapshot');
      await mineQuiet();
    }
    // A node that goes back keeps the fee that it had come to, and every block would have another hash than the time before.
    await rpc('anvil_setNextBlockBaseFeePerGas', [BASE_FEE]);
    late = await rpc('evm_snapshot');
    const head = await blockAt('latest');
    if (head === null || head.hash !== start?.hash)
      throw new Error(`the chain did not go back: its head is ${head?.hash}, and was ${start?.hash}`);
    return head.timestamp;
  };
};

/** Goes back to how it is now, as often as it is called. */
const restorerOf = async (rpc: Rpc, admin: Sql): Promise<() => Promise<void>> => {
  const restoreChain = await chainRestorerOf(rpc);
  let count = 0;
  return async () => {
    const startSeconds = await restoreChain();
    await admin.unsafe('call simulated.restore()');
    // Both clocks begin in step.
    await admin`update simulated.clock set at = to_timestamp(${startSeconds})`;
    count += 1;
    if (count % SCENARIOS_PER_VACUUM === 0) await admin.unsafe('vacuum');
  };
};

/** Starts both servers and makes the world once: two portfolios of two assets, a taker, policies, a clock that stands still. */
export const buildSimulatedWorld = async (): Promise<SimulatedWorld> => {
  let server = '';
  const stopPostgres = await setup({ provide: (_key, value) => (server = value) });
  const anvil = await startAnvil(undefined, 31_337, [
    '--timestamp',
    String(GENESIS_SECONDS),
    '--prune-history',
    '100000',
  ]);
  const rpc = rpcOf(anvil.rpcUrl);
  await rpc('anvil_setBlockTimestampInterval', [1]);
  const world = await buildOrderWorld(anvil.rpcUrl, { publicBook: false });
  const portfolios = [world.portfolio, await createSecond(world)] as const;
  await approveAll(world, rpc);
  // Mined by itself, a transaction is in a block some time after it was sent; here it is when somebody says so.
  await rpc('evm_setAutomine', [false]);
  const { admin, botUrl } = await makeDatabase(server, portfolios);
  const database = await openWarmDatabase(new Secret(botUrl));
  return {
    ...world,
    ...{ rpc, portfolios, admin, inDatabase: database.run },
    restore: await restorerOf(rpc, admin),
    env: (actor) => ({
      RPC_URL: `${anvil.rpcUrl}/${actor}`,
      FACTORY_ADDRESS: world.contracts.factory,
      FACTORY_BLOCK: '1',
      BOT_SIGNER_PK: SIGNER_KEY,
      DB_URL: botUrl,
      LOG_LEVEL: 'silent',
    }),
    stop: async () => {
      await database.close();
      await admin.end({ timeout: 1 });
      await anvil.stop();
      await stopPostgres();
    },
  };
};
