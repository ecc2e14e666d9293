import 'server-only';
import { readEnv } from '../env.ts';
import { type Health, health } from '../portfolios/health.ts';
import { readChainHeads } from '../store/cursors.ts';
import { heartbeatOf } from '../store/pages/fleet-index.ts';
import { onAppDatabase } from './app-sql.ts';

/** What `/api/health` says; nobody's rows are in it. @throws {EnvError} */
export const readHealth = (): Promise<Health> =>
  health({
    tickIntervalSeconds: readEnv().tickIntervalSeconds,
    uptimeSeconds: process.uptime(),
    readHealth: () =>
      onAppDatabase(async (sql) => {
        const [heartbeat, heads] = await Promise.all([heartbeatOf(sql), readChainHeads(sql)]);
        return { heartbeat, heads };
      }),
  });
