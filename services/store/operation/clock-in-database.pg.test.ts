import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executionIdSchema } from '../../../lib/api/tick-dto.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

const MIGRATION = readFileSync(
  join(import.meta.dirname, '../../../supabase/migrations/20261130020201_clock_in_the_database.sql'),
  'utf8',
);
const SECRET = 'a-secret-of-enough-letters';
const URL_OF_TICK = 'https://balancer.example/api/balance';

/** The three extensions as their documents have them: names, arguments and what they refuse. */
const STANDINS = `
create schema cron;
create table cron.job (jobid bigint generated always as identity, schedule text not null, command text not null, jobname text unique);
create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql as $$
  insert into cron.job (jobname, schedule, command) values ($1, $2, $3)
  on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command returning jobid
$$;
create function cron.unschedule(job_name text) returns boolean language plpgsql as $$
begin
  delete from cron.job where jobname = job_name;
  if not found then raise exception 'could not find valid entry for job ''%''', job_name; end if;
  return true;
end $$;
create schema net;
create table net.asked (id bigint generated always as identity, url text, body jsonb, params jsonb, headers jsonb, timeout integer);
create function net.http_post(url text, body jsonb default '{}'::jsonb, params jsonb default '{}'::jsonb,
  headers jsonb default '{"Content-Type": "application/json"}'::jsonb, timeout_milliseconds integer default 5000)
  returns bigint language sql as $$
  insert into net.asked (url, body, params, headers, timeout) values ($1, $2, $3, $4, $5) returning id
$$;
create schema vault;
create table vault.decrypted_secrets (name text, decrypted_secret text);
`;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const jobs = async (): Promise<readonly object[]> =>
  (await database.admin`select jobname, schedule, command from cron.job order by jobid`).map((row) => ({
    ...row,
  }));
/** As pg_cron would, of what it was given. */
const aMinutePasses = async (): Promise<void> => {
  for (const { command } of await database.admin<{ command: string }[]>`select command from cron.job`)
    await database.admin.unsafe(command);
};

describe('the clock in the database', () => {
  it('is nowhere on a Postgres without the extensions', async () => {
    const [found] = await database.admin`
      select to_regnamespace('balancer_clock') as clock, to_regnamespace('cron') as cron, to_regnamespace('net') as net`;
    expect(found).toEqual({ clock: null, cron: null, net: null });
    await database.admin.unsafe(MIGRATION);
    const [again] = await database.admin`select to_regnamespace('balancer_clock') as clock`;
    expect(again).toEqual({ clock: null });
  });

  it('asks nothing until it is started, and starts only with an address and a secret', async () => {
    await database.admin.unsafe(STANDINS);
    await database.admin.unsafe(MIGRATION);
    expect(await jobs()).toEqual([]);
    const start = (calls: number | null) => database.admin`select balancer_clock.start(${calls})`;
    await expect(start(1)).rejects.toThrow('Vault has no secret named balancer_tick_url');
    await database.admin`insert into vault.decrypted_secrets values ('balancer_tick_url', 'api/balance')`;
    await expect(start(1)).rejects.toThrow('balancer_tick_url: must be the address of /api/balance');
    await database.admin`update vault.decrypted_secrets set decrypted_secret = ${URL_OF_TICK}`;
    await expect(start(1)).rejects.toThrow('Vault has no secret named balancer_cron_secret');
    await database.admin`insert into vault.decrypted_secrets values ('balancer_cron_secret', ${SECRET})`;
    for (const calls of [0, -1, 61, null])
      await expect(start(calls)).rejects.toThrow('calls_a_minute: must be from 1 to 60');
    expect(await jobs()).toEqual([]);
  });

  it('asks so many times a minute, each by a name of its own, and keeps the secret out of its job', async () => {
    await database.admin`select balancer_clock.start(3)`;
    expect(await jobs()).toEqual([
      { jobname: 'balancer-tick', schedule: '* * * * *', command: 'select balancer_clock.ask(3)' },
    ]);
    await aMinutePasses();
    const asked = await database.admin`select url, body, params, headers, timeout from net.asked order by id`;
    expect(asked).toHaveLength(3);
    for (const [index, { headers, ...request }] of asked.entries()) {
      expect(request).toEqual({ url: URL_OF_TICK, body: {}, params: {}, timeout: 60_000 });
      const { 'X-Scheduler-Execution-Id': id, ...others } = headers;
      expect(others).toEqual({ 'Content-Type': 'application/json', Authorization: `Bearer ${SECRET}` });
      expect(id).toMatch(new RegExp(`^pg_cron \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ ${index + 1}/3$`));
      expect(executionIdSchema.safeParse(id).success).toBe(true);
    }
  });

  it('is started anew in the place of the one before, takes a new secret at once, and stops, also twice', async () => {
    await database.admin`select balancer_clock.start(1)`;
    expect(await jobs()).toHaveLength(1);
    await database.admin`delete from net.asked`;
    await database.admin`update vault.decrypted_secrets set decrypted_secret = 'the-next-one' where name = 'balancer_cron_secret'`;
    await aMinutePasses();
    expect(await database.admin`select headers ->> 'Authorization' as said from net.asked`).toMatchObject([
      { said: 'Bearer the-next-one' },
    ]);
    await database.admin`select balancer_clock.stop()`;
    await database.admin`select balancer_clock.stop()`;
    expect(await jobs()).toEqual([]);
  });

  it.each(['app', 'bot'] as const)('is not the %s’s to start, nor its secret to read', async (login) => {
    const sql = postgres(database.urls[login].reveal(), { prepare: false, max: 1 });
    for (const statement of ['start(1)', 'stop()', 'ask(1)', "secret_of('balancer_cron_secret')"])
      await expect(sql.unsafe(`select balancer_clock.${statement}`)).rejects.toThrow(/permission denied/);
    await sql.end();
  });

  it('stands as it was when its migration is applied again', async () => {
    await database.admin.unsafe(MIGRATION);
    await database.admin`select balancer_clock.start(2)`;
    await database.admin.unsafe(MIGRATION);
    expect(await jobs()).toHaveLength(1);
  });
});
