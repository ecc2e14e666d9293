import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Secret } from '../../secret.ts';
import { openDirectConnection } from '../database.ts';
import { migrate } from './migrate.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'supabase', 'migrations');
const PUBLIC_KEYS = ['anon', 'authenticated'];
const name = `supabase_${randomBytes(6).toString('hex')}`;

const urlOf = (database: string): Secret => {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${database}`;
  return new Secret(url.toString());
};

let server: Sql;
let admin: Sql;
/** As a Supabase project is when it is new: whatever is made in `public` is granted to everybody's key. */
beforeAll(async () => {
  server = openDirectConnection(urlOf('postgres'));
  await server`select pg_advisory_lock(1872)`;
  for (const role of [...PUBLIC_KEYS, 'service_role']) {
    const [found] = await server`select from pg_roles where rolname = ${role}`;
    if (found === undefined) await server.unsafe(`create role ${role} nologin`);
  }
  await server`select pg_advisory_unlock(1872)`;
  await server.unsafe(`create database ${name}`);
  admin = openDirectConnection(urlOf(name));
  for (const kind of ['tables', 'sequences', 'routines'])
    await admin.unsafe(
      `alter default privileges in schema public grant all on ${kind} to anon, authenticated, service_role`,
    );
  await admin.unsafe('grant usage on schema public to anon, authenticated, service_role');
  const migrated = await migrate({ url: urlOf(name), folder: FOLDER });
  if (!migrated.ok) throw new Error(migrated.error.message);
});
afterAll(async () => {
  await admin?.end({ timeout: 5 });
  await server?.unsafe(`drop database if exists ${name} with (force)`);
  await server?.end({ timeout: 5 });
});

const openTables = () => admin`
  select c.relname, r.rolname from pg_class c cross join pg_roles r
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'S', 'p')
    and r.rolname = any(${PUBLIC_KEYS}::text[])
    and case when c.relkind = 'S' then has_sequence_privilege(r.oid, c.oid, 'usage, select, update')
      else has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate, references, trigger') end`;
const openRoutines = () => admin`
  select p.proname, r.rolname from pg_proc p cross join pg_roles r
  where p.pronamespace = 'public'::regnamespace and r.rolname = any(${PUBLIC_KEYS}::text[])
    and has_function_privilege(r.oid, p.oid, 'execute')`;

describe('a database with Supabase’s default grants', () => {
  it('gives its public keys no right on any table, sequence or function', async () => {
    expect(await openTables()).toEqual([]);
    expect(await openRoutines()).toEqual([]);
  });

  it('refuses them the rows of every table, also of the record of migrations', async () => {
    for (const role of PUBLIC_KEYS)
      for (const statement of ['select from schema_migrations', 'delete from schema_migrations'])
        await expect(
          admin.begin(async (sql) => {
            await sql.unsafe(`set local role ${role}`);
            await sql.unsafe(statement);
          }),
        ).rejects.toThrow(/permission denied/);
    const open = await admin`
      select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and not relrowsecurity`;
    expect(open).toEqual([]);
  });

  it('is closed again by the next migration, whatever was granted in between', async () => {
    await admin.unsafe('create table later (id int); grant all on later, leases to anon');
    expect(await openTables()).not.toEqual([]);
    await migrate({ url: urlOf(name), folder: FOLDER });
    expect(await openTables()).toEqual([]);
    await admin.unsafe('drop table later');
  });
});
