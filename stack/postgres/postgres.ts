import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type Child, type ChildSpec, logTail } from '../process/child.ts';
import { commandOf } from '../process/leftovers.ts';
import { processIdentity } from '../process/process-identity.ts';
import { sleep, waitFor } from '../process/sleep.ts';
import type { PostgresHome } from './postgres-home.ts';

/** A running cluster. `url` logs in as its superuser: for set-up only, since row level security does not bind it. */
export type Cluster = {
  readonly child: Child;
  readonly port: number;
  readonly url: (database: string) => string;
};

const superuser = 'postgres';
/** The product's database in the cluster. */
export const DATABASE = '1balancer';
/** Reads that database and nothing else; see database.ts. */
export const INSPECTOR = 'inspector';

/** Everybody on this machine may look at the demo's rows; whoever writes needs a password. */
const HOST_RULES = `host "${DATABASE}" ${INSPECTOR} 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n`;

/**
 * A log that grows by what is written: filled with zeros first, or used again, each commit dirties the whole megabyte of cache
 * that its 8 kB lie in.
 */
const WAL_FLAGS = ['-c', 'wal_init_zero=off', '-c', 'wal_recycle=off', '-c', 'wal_compression=on'];

const run = (command: string, args: readonly string[], home: PostgresHome): Promise<Result<null>> =>
  new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: '/',
      ...(home.user ?? {}),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.once('error', (error) => resolve(fail('postgres-init-failed', error.message)));
    child.once('close', (code) => {
      resolve(
        code === 0 ? ok(null) : fail('postgres-init-failed', `initdb ended with ${code}: ${errors.trim()}`),
      );
    });
  });

/** Made beside its place and renamed into it: an interrupted start leaves no half of a cluster behind. */
const initialise = async (home: PostgresHome, password: string): Promise<Result<null>> => {
  const draft = `${home.data}.new`;
  const passwordFile = `${home.data}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (home.user !== null) {
    chownSync(draft, home.user.uid, home.user.gid);
    chownSync(passwordFile, home.user.uid, home.user.gid);
  }
  const args = [
    `--pgdata=${draft}`,
    '--auth=scram-sha-256',
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
  ];
  const made = await run(
    join(home.bin, 'initdb'),
    [...args, '--encoding=UTF8', '--locale=C', '--no-sync', ...WAL_FLAGS],
    home,
  );
  rmSync(passwordFile, { force: true });
  if (made.ok) renameSync(draft, home.data);
  else rmSync(draft, { recursive: true, force: true });
  return made;
};

/** False while any process, be it a zombie, holds the number. */
const isNumberFree = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH';
  }
};

/**
 * A postmaster may have outlived a stack that was killed; two on one folder destroy it. Ends ours, and removes the pid
 * file when its number now belongs to a stranger, at which Postgres would refuse to start.
 */
const clearPostmaster = async (data: string): Promise<void> => {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8').split('\n')[0] ?? '', 10);
  const identity = Number.isInteger(pid) ? processIdentity(pid) : null;
  if (identity === null) {
    // Dead, but Postgres takes a number that nobody has collected yet for a living postmaster.
    if (pid > 0) await waitFor(() => (isNumberFree(pid) ? true : null), { timeoutMs: 10_000, everyMs: 50 });
    return;
  }
  if (!commandOf(pid).includes(data)) {
    rmSync(file, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  const gone = await waitFor(() => (processIdentity(pid) === identity ? null : true), { timeoutMs: 10_000 });
  if (gone === null) process.kill(pid, 'SIGKILL');
  await sleep(50);
};

const damaged = (data: string, detail: string): Result<never> =>
  fail(
    'data-folder-damaged',
    `Postgres can't start from ${data}. If nothing in it is needed, start again with --reset, which removes it.\n${detail}`,
  );

const serverFlags = [
  ...['-c', 'listen_addresses=127.0.0.1'],
  // A socket's path may hold 107 characters only, and a project's folder can be deeper.
  ...['-c', 'unix_socket_directories='],
  ...['-c', 'shared_buffers=32MB'],
  ...['-c', 'max_connections=80'],
  ...['-c', 'jit=off'],
  ...WAL_FLAGS,
  ...['-c', 'checkpoint_timeout=15min', '-c', 'max_wal_size=256MB'],
];

export type PostgresStart = {
  readonly home: PostgresHome;
  readonly port: number;
  readonly password: string;
  readonly start: (spec: ChildSpec) => Child;
};

/**
 * Starts the cluster, creating it on first use. `data-folder-damaged` names the folder and the cure when a cluster that
 * exists does not come up.
 */
export const startPostgres = async ({
  home,
  port,
  password,
  start,
}: PostgresStart): Promise<Result<Cluster>> => {
  const existed = existsSync(home.data);
  if (existed && !existsSync(join(home.data, 'PG_VERSION')))
    return damaged(home.data, 'It holds no PG_VERSION.');
  if (existed) await clearPostmaster(home.data);
  else {
    const made = await initialise(home, password);
    if (!made.ok) return made;
  }
  // In place: the file stays its user's.
  writeFileSync(join(home.data, 'pg_hba.conf'), HOST_RULES);
  const child = start({
    name: 'postgres',
    command: join(home.bin, 'postgres'),
    args: ['-D', home.data, '-p', String(port), ...serverFlags],
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    // Fast shutdown: SIGTERM would wait for every client to leave.
    stopSignal: 'SIGINT',
    stopWithinMs: 10_000,
    ...(home.user ?? {}),
  });
  const url = (database: string): string =>
    `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
  const ready = await waitFor(async () => (child.running() ? await answers(url('postgres')) : false), {
    timeoutMs: 60_000,
    everyMs: 30,
  });
  if (ready === true) return ok({ child, port, url });
  const tail = logTail(child.logFile);
  await child.stop();
  return existed
    ? damaged(home.data, tail)
    : fail('postgres-start-failed', `Postgres did not start; the end of ${child.logFile}:\n${tail}`);
};

/** True once a login succeeds; a wrong password ends the wait, since it will never be right. */
const answers = async (url: string): Promise<boolean | null> => {
  const sql = postgres(url, { max: 1, prepare: false, connect_timeout: 2, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return true;
  } catch (error) {
    return (error as { code?: string }).code === '28P01' ? false : null;
  } finally {
    await sql.end({ timeout: 1 });
  }
};
