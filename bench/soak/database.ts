import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { freePort } from '../../e2e/support/anvil.ts';
import { Secret } from '../../services/secret.ts';
import { openDirectConnection } from '../../services/store/database.ts';
import { migrate } from '../../services/store/operation/migrate.ts';
import { provisionRoles } from '../../services/store/operation/provision-roles.ts';
import { startPostgres } from '../../stack/postgres/postgres.ts';
import { postgresHome, removePostgresHome } from '../../stack/postgres/postgres-home.ts';
import { startChild } from '../../stack/process/child.ts';
import type { FaultParts } from './faults.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const NAME = 'soak';

export type SoakDatabase = FaultParts['database'] & {
  /** Superuser, which comes back by itself. */
  readonly admin: Sql;
  readonly botUrl: string;
  readonly appUrl: string;
  readonly end: () => Promise<void>;
};

/** Notes each time that an order is shown; the code that is judged knows nothing of it. */
const WITNESS = `
  create table soak_shown (id text not null, at timestamptz not null default now());
  create function soak_shown() returns trigger language plpgsql security definer as $$ begin
    insert into public.soak_shown (id) values (new.id); return new; end $$;
  create trigger soak_shown after update on orders for each row
    when (old.placed_at is null and new.placed_at is not null) execute function soak_shown();`;

/** A Postgres of the soak's own, on a port that it keeps, and in it a database with all migrations. */
export const startSoakDatabase = async (dir: string): Promise<SoakDatabase> => {
  const home = await postgresHome(join(dir, 'postgres'));
  const [port, password] = [await freePort(), randomBytes(24).toString('hex')];
  const start = async () => {
    const started = await startPostgres({ home, port, password, start: (spec) => startChild(spec, dir) });
    if (!started.ok) throw new Error(started.error.message);
    return started.value;
  };
  let cluster = await start();
  const server = openDirectConnection(new Secret(cluster.url('postgres')));
  await server.unsafe(`create database ${NAME}`);
  await server.end();
  const url = new Secret(cluster.url(NAME));
  const migrated = await migrate({ url, folder: join(ROOT, 'supabase/migrations') });
  if (!migrated.ok) throw new Error(migrated.error.message);
  const secret = (): Secret => new Secret(randomBytes(16).toString('hex'));
  const urls = await provisionRoles(url, { bot: secret(), app: secret() });
  const admin = openDirectConnection(url);
  await admin`insert into settings (key, value, updated_by) values ('tickIntervalSeconds', '5'::jsonb, 'soak')`;
  await admin.unsafe(WITNESS);
  return {
    ...{ admin, botUrl: urls.bot.reveal(), appUrl: urls.app.reveal() },
    stop: async (how) => {
      if (how === 'in-order') await cluster.child.stop();
      else {
        process.kill(cluster.child.pid, 'SIGQUIT');
        await cluster.child.exited;
      }
      return async () => {
        cluster = await start();
      };
    },
    end: async () => {
      await admin.end({ timeout: 1 });
      await cluster.child.stop();
      removePostgresHome(home);
    },
  };
};
