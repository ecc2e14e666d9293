import 'server-only';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { collectMetrics } from '../../api/metrics.ts';
import { checkCronSecret } from '../../auth/cron-secret.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import { type Health, health } from '../../portfolios/health.ts';
import { type Readiness, type ReadinessDeps, readiness } from '../../portfolios/readiness.ts';
import { readFigures, TICK_SECONDS } from '../../store/alerts/figures.ts';
import { readMigrationState } from '../../store/operation/migration-state.ts';
import { heartbeatOf } from '../../store/pages/fleet-index.ts';
import { readLastTickError } from '../../store/tick/ticks.ts';
import { onAppDatabase } from '../app-sql.ts';
import { carriedHere } from './carried-here.ts';
import { writeRequestTotals } from './request-meter.ts';

const systemDeps = (): ReadinessDeps => {
  const { tickIntervalSeconds } = readEnv();
  return {
    tickIntervalSeconds,
    readSystem: () =>
      onAppDatabase(async (sql) => {
        const carried = await carriedHere();
        const [heartbeat, lastTickError, watched, migrations] = await Promise.all([
          heartbeatOf(sql),
          readLastTickError(sql),
          readFigures(sql, tickIntervalSeconds),
          carried === null ? null : readMigrationState(sql, carried),
        ]);
        const clocks = { databaseSeconds: heartbeat.readAtSeconds, machineSeconds: systemClock.nowSeconds() };
        return { heartbeat, lastTickError, clocks, watched, migrations };
      }),
  };
};

/** What `/api/health` says; nobody's rows are in it. @throws {EnvError} */
export const readHealth = (): Promise<Health> => health({ ...systemDeps(), uptimeSeconds: process.uptime() });

/** What `/api/health/ready` says; nobody's rows are in it. @throws {EnvError} */
export const readReadiness = (): Promise<Readiness> => readiness(systemDeps());

export type Version = {
  /** Null where nobody has said. */
  readonly commit: string | null;
  readonly node: string;
  /** The last that the database was given; null = it didn't say. */
  readonly migration: string | null;
};

/** What `/api/version` says. @throws {EnvError} */
export const readVersion = async (): Promise<Version> => {
  const { alerts, tickIntervalSeconds } = readEnv();
  const figures = await onAppDatabase((sql) => readFigures(sql, tickIntervalSeconds));
  return {
    commit: alerts.commit,
    node: process.version,
    migration: figures.ok ? figures.value.migration : null,
  };
};

/** Metrics as Prometheus reads them. Fails with `not-configured`, `unauthorised`, and as the database does. @throws {EnvError} */
export const readMetrics = async (authorization: string | null): Promise<Result<string>> => {
  const { alerts, tickIntervalSeconds } = readEnv();
  if (alerts.metricsToken === null) return fail('not-configured', 'METRICS_TOKEN is missing.');
  const allowed = checkCronSecret(authorization, [alerts.metricsToken.reveal()]);
  if (!allowed.ok) return allowed;
  await writeRequestTotals();
  const read = await onAppDatabase(async (sql) => {
    const { readAtSeconds } = await heartbeatOf(sql);
    const clockAheadSeconds = systemClock.nowSeconds() - readAtSeconds;
    return { ...(await readFigures(sql, tickIntervalSeconds)), clockAheadSeconds };
  });
  return read.ok ? ok(await collectMetrics({ ...read.value, tickSecondsBounds: TICK_SECONDS })) : read;
};
