import { join } from 'node:path';
import type { Sql } from 'postgres';
import { type Address, encodeFunctionData, type Hex, maxUint256, parseAbi } from 'viem';
import { startAnvil } from '../e2e/support/anvil.ts';
import { registerPolicy } from '../e2e/support/bot-world.ts';
import { buildOrderWorld, type OrderWorld, SIGNER_KEY } from '../e2e/support/order-world.ts';
import { setup } from '../e2e/support/postgres-server.ts';
import { Secret } from '../services/secret.ts';
import { openDirectConnection } from '../services/store/database.ts';
import { migrate } from '../services/store/migrate.ts';
import { provisionRoles } from '../services/store/provision-roles.ts';
import { CLOCK_SQL, WITNESS_SQL } from './clock-sql.ts';

const MIGRATIONS = join(import.meta.dirname, '..', 'supabase', 'migrations');
const TEMPLATE = 'simulated_template';
/** When the simulated chain begins: what is decided may not depend on the day of the run. */
const GENESIS_SECONDS = 1_900_000_000;
/** Empty blocks between the world's making and the scenario: four reorganisations of 64, the most that a seed draws, take nothing of the world away. */
const QUIET_BLOCKS = '0x120';
const erc20 = parseAbi(['function approve(address spender, uint256 amount) returns (bool)']);

export type Rpc = (method: string, params?: readonly unknown[]) => Promise<unknown>;

/** The database of one scenario. */
export type ScenarioDatabase = {
  readonly name: string;
  readonly admin: Sql;
  readonly botUrl: string;
  readonly drop: () => Promise<void>;
};

/** A real Postgres and a real EVM, to which every scenario goes back. */
export type SimulatedWorld = OrderWorld & {
  readonly rpc: Rpc;
  /** The chain and a database as they were when the world was made. */
  readonly restore: () => Promise<ScenarioDatabase>;
  readonly env: (botUrl: string, actor: string) => Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

/** Node's own, before anything stands in front of it. */
const realFetch = globalThis.fetch;

const rpcOf =
  (url: string): Rpc =>
  async (method, params = []) => {
    const response = await realFetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const reply = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (reply.error !== undefined) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result;
  };

const urlFor = (server: string, database: string): Secret => {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return new Secret(url.toString());
};

const makeTemplate = async (server: string, portfolio: Address): Promise<string> => {
  const url = urlFor(server, TEMPLATE);
  const root = openDirectConnection(urlFor(server, 'postgres'));
  await root.unsafe(`create database ${TEMPLATE}`);
  await root.end();
  const migrated = await migrate({ url, folder: MIGRATIONS });
  if (!migrated.ok) throw new Error(migrated.error.message);
  const logins = { bot: new Secret('bot-password'), app: new Secret('app-password') };
  const roles = await provisionRoles(url, logins);
  await registerPolicy(portfolio, { urls: roles });
  const admin = openDirectConnection(url);
  // The clock stands still during a tick: what comes due at once would be claimed again by the same tick.
  await admin`insert into settings (key, value, updated_by) values ('tickIntervalSeconds', '5'::jsonb, 'simulation')`;
  await admin.unsafe(CLOCK_SQL);
  await admin.unsafe(WITNESS_SQL);
  await admin.end();
  return roles.bot.reveal();
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
  await rpc('anvil_mine', [QUIET_BLOCKS, '0x1']);
};

/** Starts both servers and makes the world once: a portfolio of two assets, a taker, a policy, a clock that stands still. */
export const buildSimulatedWorld = async (): Promise<SimulatedWorld> => {
  let server = '';
  const stopPostgres = await setup({ provide: (_key, value) => (server = value) });
  const anvil = await startAnvil(undefined, 31_337, ['--timestamp', String(GENESIS_SECONDS)]);
  const rpc = rpcOf(anvil.rpcUrl);
  await rpc('anvil_setBlockTimestampInterval', [1]);
  const world = await buildOrderWorld(anvil.rpcUrl, { publicBook: false });
  await approveAll(world, rpc);
  const botUrl = await makeTemplate(server, world.portfolio);
  const root = openDirectConnection(urlFor(server, 'postgres'));
  let snapshot = await rpc('evm_snapshot');
  let count = 0;
  return {
    ...world,
    rpc,
    restore: async () => {
      await rpc('evm_revert', [snapshot]);
      snapshot = await rpc('evm_snapshot');
      count += 1;
      const name = `scenario_${count}`;
      await root.unsafe(`create database ${name} template ${TEMPLATE}`);
      await root.unsafe(`alter database ${name} set search_path = simulated, pg_catalog, public`);
      const admin = openDirectConnection(urlFor(server, name));
      await admin`select close_to_strangers()`;
      const drop = async (): Promise<void> => {
        await admin.end({ timeout: 1 });
        await root.unsafe(`drop database ${name} with (force)`);
      };
      return { name, admin, botUrl: urlFor(botUrl, name).reveal(), drop };
    },
    env: (url, actor) => ({
      RPC_URL: `${anvil.rpcUrl}/${actor}`,
      FACTORY_ADDRESS: world.contracts.factory,
      FACTORY_BLOCK: '1',
      BOT_SIGNER_PK: SIGNER_KEY,
      DB_URL: url,
      LOG_LEVEL: 'silent',
    }),
    stop: async () => {
      await root.end();
      await anvil.stop();
      await stopPostgres();
    },
  };
};
