import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TestDatabase } from '../../services/store/testing/test-database.ts';
import { compiledCommand } from './built-commands.ts';

const ROOT = join(import.meta.dirname, '..', '..');

type Killable = {
  readonly database: Pick<TestDatabase, 'admin'>;
  /** The environment of `npm run bot`. */
  readonly env: Readonly<Record<string, string>>;
};

/** `npm run bot -- once` in a process of its own. */
const runOnce = (given: Killable['env']): ChildProcess => {
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, NODE_ENV: 'test', ...given };
  return spawn(process.execPath, [compiledCommand('main'), 'bot', 'once', '--json'], {
    ...{ cwd: ROOT, env, stdio: 'ignore' },
  });
};

const gone = (killed: ChildProcess) =>
  killed.exitCode !== null || killed.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => killed.once('exit', resolve));

/** Waits until somebody stands before the lock that `holdAt` has set up; the server lists those of other tests' databases too. */
const untilSomebodyWaits = async ({ database }: Killable): Promise<void> => {
  for (let attempt = 0; attempt < 4_800; attempt += 1) {
    const [row] = await database.admin`
      select count(*)::int as waiting from pg_locks
      where locktype = 'advisory' and objid = 4711 and not granted
        and database = (select oid from pg_database where datname = current_database())`;
    if (row?.['waiting'] > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('nobody came to the crash point');
};

/** Stops whoever is about to write `column` of a table, until the lock is let go. */
const holdAt = async ({ database: { admin } }: Killable, table: string, event: string) => {
  await admin.unsafe(`
    create or replace function crash_point() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock(4711); return new; end $$;
    create trigger crash_point before ${event} on ${table} for each row execute function crash_point();`);
  await admin`select pg_advisory_lock(4711)`;
  return async () => {
    await admin.unsafe(`drop trigger crash_point on ${table}`).catch(() => undefined);
  };
};

/** What the database holds of the killed process's connection may linger until its next statement. */
const endStragglers = async ({ database }: Killable): Promise<void> => {
  await database.admin`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = 'balancer_bot_login' and wait_event = 'advisory'`;
  await database.admin`select pg_advisory_unlock(4711)`;
};

/** Runs a bot into the point where it writes `event` of a table, kills it there, and lets time pass until its lease has lapsed. */
export const killAt = async (world: Killable, table: string, event: string): Promise<void> => {
  const letGo = await holdAt(world, table, event);
  const bot = runOnce(world.env);
  try {
    await untilSomebodyWaits(world);
  } finally {
    bot.kill('SIGKILL');
    await gone(bot);
    await endStragglers(world);
    await letGo();
  }
  await world.database.admin`update leases set visible_at = now()`;
};
