import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chain } from '../chain/chain.ts';
import { CHAIN_ID } from '../chain/rpc.ts';
import type { DatabaseUrls } from '../postgres/database.ts';
import type { ChildSpec } from '../process/child.ts';
import type { StackPaths } from '../process/paths.ts';
import { heartbeatFor } from '../world/create-portfolio.ts';
import type { StackKeys } from '../world/keys.ts';
import type { World } from '../world/world.ts';
import { chainFacts } from './chain-facts.ts';
import type { DemoOneinch } from './oneinch.ts';

/** What web app and bot are told, whatever chains they serve. They get nothing but this and the path to programs. */
export type ProductPlan = {
  readonly paths: StackPaths;
  readonly urls: Pick<DatabaseUrls, 'bot' | 'app'>;
  readonly keys: Pick<StackKeys, 'authSecret' | 'cronSecret' | 'sealingKey'>;
  readonly webPort: number;
  /** Whether they run from their sources and take changes while they run. */
  readonly dev: boolean;
  /** Where they work, and as whom. */
  readonly reach: Readonly<Record<string, string>>;
};

/** A world of one chain, and all that is started for it. */
export type ServicePlan = Omit<ProductPlan, 'keys' | 'reach' | 'urls'> & {
  readonly chain: Chain;
  readonly world: World;
  readonly urls: DatabaseUrls;
  readonly keys: StackKeys;
  readonly stepSeconds: number;
  readonly seed: number;
  /** Null where the portfolios trade elsewhere. */
  readonly oneinch: DemoOneinch | null;
};

/** Seconds between two ticks of the bot's own loop; the replay asks for more ticks through the web app. */
const TICK_INTERVAL_SECONDS = 1;
/** Short, since what a killed tick had claimed comes due again only after its budget and a reserve. */
export const TICK_BUDGET_MS = 5_000;
/** Many times what a process of the stack needs: with so much, V8 lets garbage grow by a third of what lives; unasked, fourfold. */
const HEAP_MAX = '--max-old-space-size=256';
/** How often the taker takes only a part. */
const PARTIAL_RATE = 0.5;

const base = (): Record<string, string | undefined> => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  TMPDIR: process.env.TMPDIR,
  TZ: 'UTC',
});

export const webUrl = (webPort: number): string => `http://127.0.0.1:${webPort}`;

type Reach = Pick<ServicePlan, 'chain' | 'world' | 'urls' | 'keys' | 'stepSeconds' | 'oneinch'>;

/** Where the product's own code works, and as whom. */
const reachOf = ({ chain, world, urls, keys, stepSeconds, oneinch }: Reach): Record<string, string> => ({
  CHAINS: chainFacts({ world, rpcUrl: chain.rpcUrl, stepSeconds }),
  ...oneinch?.env,
  DB_URL: urls.bot,
  DB_DIRECT_URL: urls.bot,
  BOT_SIGNER_PK: keys.bot,
});

/** The environment in which the project's own commands work on this stack. */
export const commandEnv = (stack: Reach): Record<string, string> => ({
  ...reachOf(stack),
  CRON_SECRET: stack.keys.cronSecret,
});

/** The product on a world: its own node may be broken while the stack goes on. */
export const productOf = (plan: ServicePlan): ProductPlan => ({
  ...plan,
  reach: reachOf({ ...plan, chain: { ...plan.chain, rpcUrl: plan.chain.productUrl } }),
});

const serviceEnv = ({ reach, dev, keys }: ProductPlan): Record<string, string | undefined> => ({
  ...base(),
  ...reach,
  NODE_ENV: dev ? 'development' : 'production',
  TICK_INTERVAL_SECONDS: String(TICK_INTERVAL_SECONDS),
  // A channel of alerts can be tried with a receiver on this machine.
  SECRETS_KEY: keys.sealingKey,
  ALERT_PRIVATE_ADDRESSES: '127.0.0.1',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
});

/** Runs a program from its source; with `dev` anew whenever a file that it imports is saved. */
const sourceArgs = ({ paths, dev }: ProductPlan, program: string): readonly string[] =>
  dev
    ? [join(paths.root, 'node_modules', 'tsx', 'dist', 'cli.mjs'), 'watch', '--clear-screen=false', program]
    : [HEAP_MAX, '--import', 'tsx', program];

/** The bot: ticks in a loop of its own. */
export const botSpec = (plan: ProductPlan): ChildSpec => ({
  name: 'bot',
  command: process.execPath,
  args: [
    ...sourceArgs(plan, join(plan.paths.root, 'cli', 'main.ts')),
    ...['bot', '--budget-ms', String(TICK_BUDGET_MS)],
  ],
  cwd: plan.paths.root,
  env: serviceEnv(plan),
});

/** How the web app is started: its standalone build, or Next's own server that compiles each page when it is asked for. */
const webProgram = ({ paths, dev, webPort }: ProductPlan): Pick<ChildSpec, 'args' | 'cwd'> => {
  if (!dev)
    return {
      args: [HEAP_MAX, join(paths.root, '.next', 'standalone', 'server.js')],
      cwd: join(paths.root, '.next', 'standalone'),
    };
  const next = join(paths.root, 'node_modules', 'next', 'dist', 'bin', 'next');
  return { args: [next, 'dev', '--port', String(webPort), '--hostname', '127.0.0.1'], cwd: paths.root };
};

/** The web app. Serves the pages, the order book and /api/balance. */
export const webSpec = (plan: ProductPlan): ChildSpec => ({
  name: 'web',
  command: process.execPath,
  ...webProgram(plan),
  env: {
    ...serviceEnv(plan),
    APP_DB_URL: plan.urls.app,
    APP_DB_STATEMENTS: 'named',
    APP_URL: webUrl(plan.webPort),
    NEXTAUTH_SECRET: plan.keys.authSecret,
    CRON_SECRET: plan.keys.cronSecret,
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: String(plan.webPort),
    HOSTNAME: '127.0.0.1',
  },
});

/** Null, or what is missing for the web app's build to start. */
export const webMissing = (paths: StackPaths): string | null => {
  const server = join(paths.root, '.next', 'standalone', 'server.js');
  return existsSync(server) ? null : `The web app is not built (${server}): run \`npm run setup\`.`;
};

/** The stranger: its own key and prices, the book's address and the chain, nothing else. */
export const takerSpec = (plan: ServicePlan): ChildSpec => {
  const { paths, world, chain, oneinch } = plan;
  const feeds = join(paths.dir, 'taker-feeds.json');
  const pairs = Object.fromEntries(world.assets.map(({ token, feed }) => [token, feed]));
  writeFileSync(
    feeds,
    `${JSON.stringify({ label: 'on-chain feeds', native: world.weth, feeds: pairs }, null, 2)}\n`,
  );
  return {
    name: 'taker',
    command: process.execPath,
    args: [
      ...[HEAP_MAX, '--import', 'tsx', join(paths.root, 'cli', 'taker.ts')],
      ...[
        '--book',
        oneinch?.url ?? webUrl(plan.webPort),
        '--rpc',
        chain.productUrl,
        '--chain',
        String(CHAIN_ID),
      ],
      ...(oneinch === null ? [] : ['--book-kind', '1inch']),
      ...['--feeds', feeds, '--price-age', String(heartbeatFor(plan.stepSeconds))],
      ...['--partial-rate', String(PARTIAL_RATE), '--seed', String(plan.seed), '--poll-ms', '250'],
    ],
    cwd: paths.root,
    env: { ...base(), TAKER_PK: plan.keys.taker, TAKER_BOOK_KEY: oneinch?.key },
  };
};

/**
 * Calls the web app's tick endpoint as a scheduler would, so that a replayed hour need not wait for the bot's own clock. A
 * tick that fails or is slow is no error here: the bot's loop ticks besides, and the replay watches the database.
 */
export const tickNudge = (webPort: number, keys: Pick<StackKeys, 'cronSecret'>): (() => Promise<void>) => {
  const url = `${webUrl(webPort)}/api/balance?budgetMs=${TICK_BUDGET_MS}`;
  return async () => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${keys.cronSecret}` },
        signal: AbortSignal.timeout(10_000),
      });
      await response.arrayBuffer();
    } catch {
      // The web app may be starting, or just have been killed.
    }
  };
};
