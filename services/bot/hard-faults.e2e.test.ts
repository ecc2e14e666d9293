import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld, REQUEST } from '../../e2e/support/bot-world.ts';

let world: BotWorld;
beforeAll(async () => {
  world = await buildBotWorld();
  await world.tick();
});
afterAll(() => world?.stop());

/** What a tick may leave behind. */
const rows = async () => {
  const [row] = await world.database.admin`
    select (select count(*)::int from ticks) as ticks, (select count(*)::int from decisions) as looks,
      (select count(*)::int from orders) as orders, (select max(block_number)::int from cursors) as head`;
  return { ...row };
};

/** New connections of the bot begin so; those it has are ended. */
const makeReadOnly = async (isOn: boolean): Promise<void> => {
  const { admin } = world.database;
  await admin.unsafe(`do $$ begin execute format('alter role balancer_bot_login in database %I
    set default_transaction_read_only = ${isOn ? 'on' : 'off'}', current_database()); end $$`);
  await admin`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = 'balancer_bot_login'`;
};

/** A connection that was ended under its pool is found out by whoever takes it next. */
const tickOnNewConnections = async () => {
  const ticked = await world.bot.tick(REQUEST);
  const isOld = !ticked.ok && /did not answer/.test(ticked.error.message);
  return isOld ? world.bot.tick(REQUEST) : ticked;
};

describe('a database that has become read-only', () => {
  it('is told as such, nothing is half done meanwhile, and the next tick after it trades', async () => {
    await world.setPrices(100_000_000n, 2_400_000_000_000n);
    const before = await rows();
    await makeReadOnly(true);
    for (let round = 0; round < 2; round += 1)
      expect(await tickOnNewConnections()).toMatchObject({
        ok: false,
        error: {
          code: 'database-unavailable',
          message:
            'The database takes no writes: it is read-only (default_transaction_read_only), or a standby. (SQLSTATE 25006)',
        },
      });
    expect(await rows()).toEqual(before);
    await makeReadOnly(false);
    expect(await tickOnNewConnections()).toMatchObject({ ok: true, value: { acted: 1 } });
    expect(await rows()).toMatchObject({ orders: 1 });
  });
});
