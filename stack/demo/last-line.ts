import type { Report } from '../report/figures.ts';
import type { PriceTape } from '../world/price-tape.ts';
import type { Stack } from './stack.ts';

/** What a run was asked to measure besides. */
export type Extra = { readonly peakMemoryBytes?: number };

type Outcome = Pick<Report, 'figures' | 'readAt'> & {
  readonly extra: Extra;
  readonly tape: PriceTape;
  readonly durationMs: number;
};

/** What `--once` ends with, for programs: one line of JSON. `dbUrl` reads everything, writes nothing, and holds no secret. */
export const lastLine = (stack: Stack, { figures, readAt, extra, tape, durationMs }: Outcome): string => {
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
    url: stack.url,
    readAt,
    chain: chain.kind,
    prices: source.kind === 'file' ? source.path : `simulated, seed ${source.seed}`,
    simulated: source.kind === 'simulated',
    heldAtOne: world.assets
      .filter(({ column, stable }) => stable && column === null)
      .map(({ symbol }) => symbol),
    ...extra,
    restarts: Object.fromEntries(services.map(({ name, restarts }) => [name, restarts()])),
  });
};
