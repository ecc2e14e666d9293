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

type Project = { readonly provide: (key: 'postgresUrl', value: string) => void };

/** Vitest's global set-up of every project with a database: one real Postgres per run, gone after it. */
export const setup = async (project: Project): Promise<() => Promise<void>> => {
  const dir = mkdtempSync(join(tmpdir(), '1balancer-postgres-'));
  chmodSync(dir, 0o711);
  const home = await postgresHome(join(dir, 'data'));
  const password = randomBytes(24).toString('hex');
  const started = await startPostgres({
    home,
    port: await freePort(),
    password,
    // Nothing in a test database outlives the run, so nothing needs to reach the disk.
    start: (spec) =>
      startChild({ ...spec, args: [...spec.args, '-c', 'fsync=off', '-c', 'max_connections=200'] }, dir),
  });
  if (!started.ok) throw new Error(started.error.message);
  project.provide('postgresUrl', started.value.url('postgres'));
  return async () => {
    await started.value.child.stop();
    removePostgresHome(home);
    rmSync(dir, { recursive: true, force: true });
  };
};
