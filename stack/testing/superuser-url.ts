import { stackPaths } from '../process/paths.ts';
import { stackKeys } from '../world/keys.ts';

/** The superuser's way into a database of the stack in `dir`: for tests that break things, and nobody else. */
export const superuserUrl = (dir: string, dbUrl: string, database: string): string => {
  const url = new URL(dbUrl);
  url.username = 'postgres';
  url.password = stackKeys(stackPaths(dir).keys).postgresPassword;
  url.pathname = `/${database}`;
  return url.href;
};
