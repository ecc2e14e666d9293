import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../stack/postgres/postgres.ts';
import { postgresHome, removePostgresHome } from '../../stack/postgres/postgres-home.ts';
import { startChild } from '../../stack/process/child.ts';
import { freePort } from './anvil.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser URL of this run's Postgres, on its database `postgres`. */
    readonly postgresUrl: string;
  }
}

const TRIES = 3;

type Project = { readonly provide: (key: 'postgresUrl', value: string) => void };

/** Vitest's global set-up of every project with a database: one real Postgres per run, gone after it. */
export const setup = async (project: Project): Promise<() => Promise<void>> => {
  const dir = mkdtempSync(join(tmpdir(), '1balancer-postgres-'));
  chmodSync(dir, 0o711);
  const home = await postgresHome(join(dir, 'data'));
  const password = randomBytes(24).toString('hex');
  const startOnAPort = async () =>
    startPostgres({
      home,
      port: await freePort(),
      password,
      // Nothing in a test database outlives the run, so nothing needs to reach the disk.
      start: (spec) =>
        startChild({ ...spec, args: [...spec.args, '-c', 'fsync=off', '-c', 'max_connections=200'] }, dir),
    });
  let started = await startOnAPort();
  // Between the choice of a port and its use a cluster is made, which takes seconds: somebody else may have it by then.
  for (let tries = 1; tries < TRIES && !started.ok; tries += 1) started = await startOnAPort();
  if (!started.ok) throw new Error(started.error.message);
  const { child, url } = started.value;
  project.provide('postgresUrl', url('postgres'));
  return async () => {
    await child.stop();
    removePostgresHome(home);
    rmSync(dir, { recursive: true, force: true });
  };
};
