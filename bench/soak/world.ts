import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Hex } from 'viem';
import { setup as compileCommands } from '../../e2e/support/built-commands.ts';
import { type FaultyHttp, startFaultyHttp } from '../../e2e/support/faulty-http.ts';
import { type FaultyNode, startFaultyNode } from '../../e2e/support/faulty-node.ts';
import { SIGNER_KEY } from '../../e2e/support/order-world.ts';
import { startWebServer, type WebServer } from '../../e2e/support/web-server.ts';
import { FEE_INFO, KEY } from '../../services/venues/oneinch/testing/orderbook-world.ts';
import { type OrderbookFake, startOrderbookFake } from '../../stack/oneinch/orderbook-fake.ts';
import type { Child } from '../../stack/process/child.ts';
import { type SoakChain, startSoakChain } from './chain.ts';
import { type SoakDatabase, startSoakDatabase } from './database.ts';
import { type Fleet, makeFleet } from './fleet.ts';
import { killWorker, startWorker, type WorkerTerms } from './workers.ts';

const CHAIN_ID = 31_337;
export const INTERVAL_SECONDS = 5;

/** All that a bot works with, and a web app that tells of it. */
export type SoakWorld = {
  readonly database: SoakDatabase;
  readonly chain: SoakChain;
  readonly fleet: Fleet;
  readonly nodes: readonly [FaultyNode, FaultyNode];
  readonly orderbook: OrderbookFake;
  readonly wayToOrderbook: FaultyHttp;
  readonly web: WebServer;
  readonly metricsToken: string;
  readonly startBot: (name: string) => Child;
  readonly end: () => Promise<void>;
};

const botEnv = (world: Omit<SoakWorld, 'startBot' | 'end'>): WorkerTerms['env'] => ({
  RPC_URL: world.nodes.map(({ rpcUrl }) => rpcUrl).join(','),
  ...{
    NETWORK_ID: String(CHAIN_ID),
    FACTORY_ADDRESS: world.fleet.world.contracts.factory,
    FACTORY_BLOCK: '1',
  },
  ...{ BOT_SIGNER_PK: SIGNER_KEY, DB_URL: world.database.botUrl },
  ...{ ONEINCH_API_URL: world.wayToOrderbook.url, ONEINCH_AUTH_KEY: KEY, ONEINCH_REQUESTS_PER_SECOND: '50' },
  TICK_INTERVAL_SECONDS: String(INTERVAL_SECONDS),
});

/** What has been started, ended in the other direction. */
const createEnder = () => {
  const ends: (() => unknown)[] = [];
  return {
    with: <T>(started: T, end: (started: T) => unknown): T => {
      ends.unshift(() => end(started));
      return started;
    },
    endAll: async (): Promise<void> => {
      for (const end of ends.splice(0)) await end();
    },
  };
};

const startParts = async (dir: string, portfolios: number, ender: ReturnType<typeof createEnder>) => {
  const database = ender.with(await startSoakDatabase(dir), (one) => one.end());
  const chain = ender.with(await startSoakChain(), (one) => one.stop());
  const fleet = await makeFleet(chain, database.botUrl, portfolios);
  const [, taker = '0x'] = chain.accounts;
  const { feeTaker } = fleet.world.contracts;
  const terms = {
    ...{ chainId: CHAIN_ID, key: KEY, nowSeconds: () => 1 },
    info: { ...FEE_INFO, extensionAddress: feeTaker.toLowerCase() as Hex, whitelist: { taker } },
  };
  const orderbook = ender.with(await startOrderbookFake(terms), (one) => one.close());
  const node = async () => ender.with(await startFaultyNode(chain.rpcUrl), (one) => one.refuse());
  const nodes = [await node(), await node()] as const;
  const wayToOrderbook = ender.with(await startFaultyHttp(orderbook.baseUrl), (one) => one.close());
  const metricsToken = randomBytes(16).toString('hex');
  const webEnv = {
    ...{ APP_DB_URL: database.appUrl, METRICS_TOKEN: metricsToken, RPC_URL: chain.rpcUrl },
    ...{ NETWORK_ID: String(CHAIN_ID), TICK_INTERVAL_SECONDS: String(INTERVAL_SECONDS) },
  };
  const web = ender.with(await startWebServer(webEnv), (one) => one.stop());
  return { database, chain, fleet, nodes, orderbook, wayToOrderbook, web, metricsToken };
};

/** @param dir where logs and data go */
export const startSoakWorld = async (dir: string, portfolios: number): Promise<SoakWorld> => {
  const ender = createEnder();
  try {
    let folder = '';
    const provide = (_key: 'commandsFolder', given: string): void => {
      folder = given;
    };
    ender.with(await compileCommands({ provide }), (remove) => remove());
    const program = join(folder, 'main.mjs');
    const parts = await startParts(dir, portfolios, ender);
    const env = botEnv(parts);
    const startBot = (name: string): Child => {
      const bot = startWorker({ ...{ name, env, program }, logs: dir, intervalSeconds: INTERVAL_SECONDS });
      return ender.with(bot, (one) => (one.running() ? killWorker(one) : undefined));
    };
    return { ...parts, startBot, end: ender.endAll };
  } catch (error) {
    await ender.endAll();
    throw error;
  }
};
