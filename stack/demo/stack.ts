import type { Sql } from 'postgres';
import { fail, ok, type Result } from '../../lib/result.ts';
import { panelSight } from '../panel/panel-actions.ts';
import { openPanel } from '../panel/panel-server.ts';
import { openJournal } from '../postgres/database.ts';
import type { Kept } from '../process/supervisor.ts';
import type { Report } from '../report/figures.ts';
import type { PriceTape } from '../world/price-tape.ts';
import { type MarketMaker, openMarketMaker } from '../world/swap-market.ts';
import { type DemoOneinch, startDemoOneinch } from './oneinch.ts';
import {
  botSpec,
  productOf,
  type ServicePlan,
  takerSpec,
  tickNudge,
  webMissing,
  webSpec,
  webUrl,
} from './services.ts';
import { pickPort, type RunningWorld, type StartWorld, startWorld } from './start-world.ts';

const PANEL_PORT = 3_100;

/** Everything that runs, ready to replay prices. */
export type Stack = RunningWorld & {
  readonly sql: Sql;
  readonly webPort: number;
  /** The web app's address, without a path. */
  readonly url: string;
  readonly services: readonly Kept[];
  readonly stepSeconds: number;
  readonly oneinch: DemoOneinch | null;
  /** Where the developer panel is. */
  readonly panelUrl: string;
  /** Whether the prices go on by themselves. */
  readonly market: { isGoing: boolean };
  readonly marketMaker: MarketMaker;
};

/** Starts the world and the product's processes on it: web app, bot, taker. Fails with `not-set-up` and as the world does. */
export const startStack = async (start: StartWorld): Promise<Result<Stack>> => {
  const { options, paths, tape, supervisor, say } = start;
  const missing = options.dev ? null : webMissing(paths);
  if (missing !== null) return fail('not-set-up', missing);
  const running = await startWorld(start);
  if (!running.ok) return running;
  const { chain, local, world, urls, keys } = running.value;
  const webPort = await pickPort('the web app', options.port, say);
  const { stepSeconds } = tape;
  const { seed, dev } = options;
  const oneinch = options.venue === '1inch' ? await startDemoOneinch(world, local) : null;
  const plan: ServicePlan = { paths, chain, world, urls, keys, webPort, stepSeconds, seed, dev, oneinch };
  const { market, assets } = world;
  // Pools ask for no taker.
  const takers = world.venue === 'proposal' ? [] : [takerSpec(plan)];
  const product = productOf(plan);
  const services = [webSpec(product), botSpec(product), ...takers].map(supervisor.keep);
  const url = webUrl(webPort);
  const goes = { isGoing: true };
  const panelPort = await pickPort('the developer panel', PANEL_PORT, say);
  await openPanel(
    panelPort,
    panelSight({
      ...{ chain, local, world, keys, url, market: goes, nudge: tickNudge(webPort, keys) },
      taker: services.find(({ name }) => name === 'taker') ?? null,
    }),
  );
  return ok({
    ...running.value,
    sql: openJournal(urls),
    webPort,
    ...{ url, panelUrl: `http://127.0.0.1:${panelPort}`, market: goes },
    ...{ services, stepSeconds, oneinch },
    marketMaker: openMarketMaker({ chain: local, keys, market, assets, tape }),
  });
};

/** What a run was asked to measure besides. */
export type Extra = { readonly peakMemoryBytes?: number };

type Outcome = Pick<Report, 'figures' | 'delegated' | 'readAt' | 'impact'> & {
  readonly extra: Extra;
  readonly tape: PriceTape;
  readonly durationMs: number;
};

/** What `--once` ends with, for programs: one line of JSON. `dbUrl` reads everything, writes nothing, and holds no secret. */
export const lastLine = (
  stack: Stack,
  { figures, delegated, readAt, impact, extra, tape, durationMs }: Outcome,
): string => {
  const { world, chain, urls, services } = stack;
  const { source } = tape;
  return JSON.stringify({
    ...figures,
    durationMs,
    rpcUrl: chain.rpcUrl,
    dbUrl: urls.inspect,
    factory: world.factory,
    router: world.router,
    taker: world.taker,
    balancers: world.portfolios.map(({ address }) => address),
    // What follows goes beyond what was asked for. Rows of the database count up to `readAt`, since the bot ticks on.
    delegated,
    url: stack.url,
    panelUrl: stack.panelUrl,
    readAt,
    chain: chain.kind,
    venue: world.venue,
    prices: source.kind === 'file' ? source.path : `simulated, seed ${source.seed}`,
    simulated: source.kind === 'simulated',
    heldAtOne: world.assets
      .filter(({ column, stable }) => stable && column === null)
      .map(({ symbol }) => symbol),
    ...(impact === null ? {} : { impact }),
    ...extra,
    restarts: Object.fromEntries(services.map(({ name, restarts }) => [name, restarts()])),
  });
};
