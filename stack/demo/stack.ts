import type { Sql } from 'postgres';
import { fail, ok, type Result } from '../../lib/result.ts';
import { openJournal } from '../postgres/database.ts';
import type { Kept } from '../process/supervisor.ts';
import { botSpec, type ServicePlan, takerSpec, webMissing, webSpec, webUrl } from './services.ts';
import { pickPort, type RunningWorld, type StartWorld, startWorld } from './start-world.ts';

/** Everything that runs, ready to replay prices. */
export type Stack = RunningWorld & {
  readonly sql: Sql;
  readonly webPort: number;
  /** The web app's address, without a path. */
  readonly url: string;
  readonly services: readonly Kept[];
};

/** Starts the world and the product's processes on it: web app, bot, taker. Fails with `not-set-up` and as the world does. */
export const startStack = async (start: StartWorld): Promise<Result<Stack>> => {
  const { options, paths, tape, supervisor, say } = start;
  const missing = webMissing(paths);
  if (missing !== null) return fail('not-set-up', missing);
  const running = await startWorld(start);
  if (!running.ok) return running;
  const { chain, world, urls, keys } = running.value;
  const webPort = await pickPort('the web app', options.port, say);
  const { stepSeconds } = tape;
  const plan: ServicePlan = { paths, chain, world, urls, keys, webPort, stepSeconds, seed: options.seed };
  const services = [webSpec(plan), botSpec(plan), takerSpec(plan)].map(supervisor.keep);
  return ok({
    ...running.value,
    sql: openJournal(urls),
    webPort,
    url: webUrl(webPort),
    services,
  });
};
