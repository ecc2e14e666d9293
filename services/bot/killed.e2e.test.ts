import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { compiledCommand } from '../../e2e/support/built-commands.ts';

const ROOT = join(import.meta.dirname, '..', '..');
let world: BotWorld;
let child: ChildProcess | null = null;
let price = 2_000_000_000_000n;
beforeAll(async () => {
  world = await buildBotWorld();
});
afterAll(() => world?.stop());

/** `npm run bot -- once` in a process of its own. */
const runOnce = (): ChildProcess => {
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, NODE_ENV: 'test', ...world.env };
  const started = spawn(process.execPath, [compiledCommand('main'), 'bot', 'once', '--json'], {
    cwd: ROOT,
    env,
    stdio: 'ignore',
  });
  child = started;
  return started;
};
afterEach(() => void child?.kill('SIGKILL'));

const gone = (killed: ChildProcess) =>
  killed.exitCode !== null || killed.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => killed.once('exit', resolve));

/** Waits until somebody stands before the lock that `holdAt` has set up. */
const untilSomebodyWaits = async (): Promise<void> => {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const [row] = await world.database.admin`
      select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted`;
    if (row?.waiting > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('nobody came to the crash point');
};

/** Stops whoever is about to write `column` of a table, until the lock is let go. */
const holdAt = async (table: string, event: string) => {
  const { admin } = world.database;
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
const endStragglers = async (): Promise<void> => {
  await world.database.admin`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = 'balancer_bot_login' and wait_event = 'advisory'`;
  await world.database.admin`select pg_advisory_unlock(4711)`;
};

const orders = () => world.database.admin`
  select order_hash, status, placed_at is not null as placed from orders order by signed_at, id`;

beforeEach(async () => {
  // Each story starts drifted, from a portfolio that was in balance.
  price = (price * 12n) / 10n;
  await world.setPrices(100_000_000n, price);
});

/** Runs a bot into the crash point, kills it there, and lets time pass until its lease has lapsed. */
const killAt = async (table: string, event: string) => {
  const letGo = await holdAt(table, event);
  const bot = runOnce();
  await untilSomebodyWaits();
  bot.kill('SIGKILL');
  await gone(bot);
  await endStragglers();
  await letGo();
  await world.database.admin`update leases set visible_at = now()`;
};

/** Brings the portfolio back into balance, so that the next story starts from there. */
const settleUp = async () => {
  await world.fillNewest();
  await world.tick();
  expect((await orders()).at(-1)).toMatchObject({ status: 'filled' });
};

describe('a bot killed with SIGKILL', () => {
  it('between journal and placing leaves a signed order, which the next tick places: the same, not a second one', async () => {
    await killAt('orders', 'update of placed_at');
    const [signed, ...none] = await orders();
    expect(none).toEqual([]);
    expect(signed).toMatchObject({ status: 'signed', placed: false });
    expect(await world.tick()).toMatchObject({ checked: 1, held: 1, acted: 0 });
    expect(await orders()).toEqual([{ order_hash: signed?.order_hash, status: 'open', placed: true }]);
    await settleUp();
  });

  it('while writing the journal leaves nothing of it, and the next tick writes it whole', async () => {
    const before = (await orders()).length;
    await killAt('orders', 'insert');
    expect(await orders()).toHaveLength(before);
    const [row] = await world.database.admin`
      select count(*)::int as halves from decisions d where kind = 'act' and not exists (select from orders o where o.decision_id = d.id)`;
    expect(row?.halves).toBe(0);
    expect(await world.tick()).toMatchObject({ acted: 1 });
    expect((await orders()).at(-1)).toMatchObject({ status: 'open', placed: true });
    await settleUp();
  });

  it('after placing and before the end of its lease leaves one order, and the next tick holds', async () => {
    const before = (await orders()).length;
    await killAt('ticks', 'update of finished_at');
    expect(await orders()).toHaveLength(before + 1);
    expect(await world.tick()).toMatchObject({ held: 1, acted: 0 });
    expect(await orders()).toHaveLength(before + 1);
    await settleUp();
  });

  it('while it stores what it has read of the chain leaves no half of it', async () => {
    await world.tick();
    await world.fillNewest();
    await killAt('fills', 'insert');
    const count = async () =>
      (await world.database.admin`select count(*)::int as fills from fills`)[0]?.fills;
    const before = await count();
    await world.tick();
    expect(await count()).toBe(before + 1);
    expect((await orders()).at(-1)).toMatchObject({ status: 'filled' });
  });
});
