import { join } from 'node:path';
import postgres from 'postgres';
import { Secret } from '../../services/secret.ts';
import { migrate } from '../../services/store/operation/migrate.ts';
import { runningStack } from './running-stack.ts';

const MIGRATIONS = join(import.meta.dirname, '../../supabase/migrations');

/** A database of a journey's own on the running stack's server. */
export type StackDatabase = {
  /** The superuser's way in, to arrange what is shown. */
  readonly administerUrl: string;
  /** The web app's login's. */
  readonly appUrl: string;
};

const onto = (url: string, name: string): string => {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
};

/** Makes the database anew, with all tables or with none. */
export async function makeStackDatabase(
  name: string,
  { migrated }: { readonly migrated: boolean },
): Promise<StackDatabase> {
  const { administerUrl, appDbUrl } = runningStack();
  const server = postgres(administerUrl, { max: 1, onnotice: () => undefined });
  try {
    await server.unsafe(`drop database if exists ${name} with (force)`);
    await server.unsafe(`create database ${name}`);
  } finally {
    await server.end();
  }
  const made = { administerUrl: onto(administerUrl, name), appUrl: onto(appDbUrl, name) };
  if (!migrated) return made;
  const done = await migrate({ url: new Secret(made.administerUrl), folder: MIGRATIONS });
  if (!done.ok) throw new Error(done.error.message);
  return made;
}
