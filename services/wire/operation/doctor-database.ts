import { readdir } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import type { DatabaseFacts, MigrationFacts } from '../../doctor/judge-database.ts';
import type { Env } from '../../env.ts';
import type { Readiness } from '../../portfolios/readiness.ts';
import { readiness } from '../../portfolios/readiness.ts';
import type { Secret } from '../../secret.ts';
import { readFigures } from '../../store/alerts/figures.ts';
import { openAppSql } from '../../store/database.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import { tooStrongFor } from '../../store/operation/app-login.ts';
import { carriedMigrations, migrationFiles } from '../../store/operation/carried-migrations.ts';
import { readServerFacts } from '../../store/operation/database-facts.ts';
import { migrationStatus } from '../../store/operation/migrate.ts';
import { readMigrationState } from '../../store/operation/migration-state.ts';
import { heartbeatOf } from '../../store/pages/fleet-index.ts';
import { readLastTickError } from '../../store/tick/ticks.ts';

/** How the database does, as far as the doctor asks it. Null where there is none to ask. */
export type DatabaseProbes = {
  readonly facts: () => Promise<Result<DatabaseFacts> | null>;
  readonly migrations: () => Promise<Result<MigrationFacts> | null>;
  /** Why the web app's login may not be used. */
  readonly webLogin: () => Promise<Result<string | null> | null>;
  readonly ready: () => Promise<Readiness | null>;
};

/** Does work on connections that are closed after it, whatever became of it. */
const on = async <T>(
  url: Secret,
  work: (sql: ReturnType<typeof openAppSql>) => Promise<T>,
): Promise<Result<T>> => {
  const sql = openAppSql(url, { connectionsMax: 1, statements: 'unnamed' });
  try {
    return await asDatabaseResult(() => work(sql));
  } finally {
    // Nobody waits for a server that doesn't let go.
    void sql.end({ timeout: 1 });
  }
};

const factsOf = (url: Secret): Promise<Result<DatabaseFacts>> =>
  on(url, async (sql) => {
    await sql`select`;
    const [wallMs, startMs] = [Date.now(), systemClock.monotonicMs()];
    const { nowSeconds, ...facts } = await readServerFacts(sql);
    const halfWayMs = (systemClock.monotonicMs() - startMs) / 2;
    return { ...facts, skewSeconds: nowSeconds - (wallMs + halfWayMs) / 1_000 };
  });

const migrationsOf = async (
  { dbUrl, dbDirectUrl, tickIntervalSeconds }: Env,
  folder: string,
): Promise<Result<MigrationFacts> | null> => {
  if (dbUrl === null || dbDirectUrl === null) return null;
  const newest = (await readdir(folder))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .at(-1);
  if (newest === undefined) return fail('file-missing', `There are no migrations in ${folder}.`);
  const [states, figures] = await Promise.all([
    asDatabaseResult(() => migrationStatus({ url: dbDirectUrl, folder })),
    on(dbUrl, (sql) => readFigures(sql, tickIntervalSeconds)),
  ]);
  const isHidden = !states.ok && states.error.code === 'database-refused' && figures.ok;
  if (!states.ok && !isHidden) return states;
  const last = figures.ok ? figures.value.migration : null;
  return ok({ states: states.ok ? states.value : null, last, newest });
};

const readyOf = async ({ app, tickIntervalSeconds }: Env, folder: string): Promise<Readiness | null> => {
  const { dbUrl } = app;
  if (dbUrl === null) return null;
  const carried = carriedMigrations(await migrationFiles(folder));
  return readiness({
    tickIntervalSeconds,
    readSystem: () =>
      on(dbUrl, async (sql) => {
        const heartbeat = await heartbeatOf(sql);
        return {
          ...{ heartbeat, lastTickError: await readLastTickError(sql) },
          clocks: { databaseSeconds: heartbeat.readAtSeconds, machineSeconds: systemClock.nowSeconds() },
          watched: await readFigures(sql, tickIntervalSeconds),
          migrations: await readMigrationState(sql, carried),
        };
      }),
  });
};

/** @param isWeb whether a web app is set up by this environment */
export const databaseProbes = (
  env: Env,
  { folder, isWeb }: { readonly folder: string; readonly isWeb: boolean },
): DatabaseProbes => {
  const { dbUrl, app } = env;
  let facts: Promise<Result<DatabaseFacts> | null> | null = null;
  return {
    facts: () => {
      facts ??= dbUrl === null ? Promise.resolve(null) : factsOf(dbUrl);
      return facts;
    },
    migrations: () => migrationsOf(env, folder),
    webLogin: async () => (isWeb && app.dbUrl !== null ? on(app.dbUrl, tooStrongFor) : null),
    ready: () => readyOf(env, folder),
  };
};
