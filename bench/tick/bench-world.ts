import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Sql } from 'postgres';
import { privateKeyToAccount } from 'viem/accounts';
import { setup } from '../../e2e/support/postgres-server.ts';
import { Secret } from '../../services/secret.ts';
import { openDirectConnection } from '../../services/store/database.ts';
import { migrate } from '../../services/store/operation/migrate.ts';
import { provisionRoles } from '../../services/store/operation/provision-roles.ts';
import type { FleetNodeOptions } from './fleet-node.ts';
import { insertFleet } from './fleet-rows.ts';

export const CHAIN_ID = 31_337;
export const BLOCK_NUMBER = 1_000;
export const KEY = `0x${'11'.repeat(32)}` as const;
const MIGRATIONS = fileURLToPath(new URL('../../supabase/migrations', import.meta.url));

/** What lies between us and the others. */
export type Wires = { readonly rpcMs: number; readonly databaseMs: number };

export const LOCAL: Wires = { rpcMs: 0, databaseMs: 0 };
export const REMOTE: Wires = { rpcMs: 30, databaseMs: 5 };

/** What a node was asked so far: HTTP requests, and of each read of the fleet the share of the call's gas that it used. */
export type Asked = { readonly requests: number; readonly shares: readonly number[] };

export type Node = {
  readonly rpcUrl: string;
  readonly asked: () => Promise<Asked>;
  readonly stop: () => void;
};

/** Starts a file of this folder as a process of its own, which tells its port. */
export const portOf = async (
  file: string,
  args: readonly string[],
): Promise<{ child: ChildProcess; port: number }> => {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [...args], {
    execArgv: ['--import', 'tsx'],
  });
  const [port] = await once(child, 'message');
  return { child, port: Number(port) };
};

export const startNode = async (options: Partial<FleetNodeOptions>): Promise<Node> => {
  const all: FleetNodeOptions = {
    ...{ chainId: CHAIN_ID, signer: privateKeyToAccount(KEY).address, blockNumber: BLOCK_NUMBER },
    ...{ blockTimeSeconds: Math.floor(Date.now() / 1_000), assets: 5, actingEvery: 10, latencyMs: 0 },
    ...{ callGasMax: 500_000_000, readGas: 250_000, ...options },
  };
  const { child, port } = await portOf('./fleet-node.ts', [JSON.stringify(all)]);
  const rpcUrl = `http://127.0.0.1:${port}`;
  return {
    rpcUrl,
    asked: async () => (await (await fetch(rpcUrl)).json()) as Asked,
    stop: () => void child.kill(),
  };
};

/** A database of its own with a fleet that is due. */
export type FleetDatabase = {
  readonly admin: Sql;
  /** Of the bot's login. */
  readonly dbUrl: string;
  readonly drop: () => Promise<void>;
};

export type BenchWorld = {
  readonly fresh: (portfolios: number, wires: Wires) => Promise<FleetDatabase>;
  readonly stop: () => Promise<void>;
};

const onDatabase = (url: string, name: string): string => {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.toString();
};

const TEMPLATE = 'fleet_template';

/** A Postgres with all migrations. */
export const startWorld = async (): Promise<BenchWorld> => {
  let url = '';
  const stopPostgres = await setup({
    provide: (_key, given) => {
      url = given;
    },
  });
  const server = openDirectConnection(new Secret(url));
  await server.unsafe(`create database ${TEMPLATE}`);
  const template = new Secret(onDatabase(url, TEMPLATE));
  const migrated = await migrate({ url: template, folder: MIGRATIONS });
  if (!migrated.ok) throw new Error(migrated.error.message);
  const logins = await provisionRoles(template, { bot: new Secret('bot'), app: new Secret('app') });
  const signer = privateKeyToAccount(KEY).address.toLowerCase();
  let count = 0;
  return {
    fresh: async (portfolios, { databaseMs }) => {
      count += 1;
      const name = `fleet_${count}`;
      await server.unsafe(`create database ${name} template ${TEMPLATE}`);
      const admin = openDirectConnection(new Secret(onDatabase(url, name)));
      await insertFleet(admin, { chainId: CHAIN_ID, portfolios, signer, blockNumber: BLOCK_NUMBER });
      const bot = new URL(onDatabase(logins.bot.reveal(), name));
      const wire = databaseMs === 0 ? null : await portOf('./slow-wire.ts', [bot.port, String(databaseMs)]);
      if (wire !== null) bot.port = String(wire.port);
      const drop = async () => {
        wire?.child.kill();
        await admin.end();
        await server.unsafe(`drop database ${name} with (force)`);
      };
      return { admin, dbUrl: bot.toString(), drop };
    },
    stop: async () => {
      await server.end();
      await stopPostgres();
    },
  };
};

/** Of a bot that serves the fleet. */
export const benchEnv = (dbUrl: string, rpcUrl: string): Readonly<Record<string, string>> => ({
  ...{ RPC_URL: rpcUrl, NETWORK_ID: String(CHAIN_ID), DB_URL: dbUrl, BOT_SIGNER_PK: KEY },
  ...{ FACTORY_ADDRESS: `0x${'02'.repeat(20)}`, FACTORY_BLOCK: '1', SERVE: 'anyone', LOG_LEVEL: 'warn' },
});
