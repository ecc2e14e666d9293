import postgres, { type Sql, type TransactionSql } from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BotDatabase, openBotDatabase } from './database.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
import { inTransaction } from './transaction.ts';

// An exception that nobody catches, as the driver by itself throws one, fails the whole run.

let database: TestDatabase;
let sql: Sql;
let bot: BotDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.admin`create table notes (note text not null)`;
  await database.admin`grant insert on notes to balancer_bot`;
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.admin`truncate notes`;
  sql = postgres(database.adminUrl.reveal(), { max: 1, prepare: false, onnotice: () => undefined });
  bot = openBotDatabase({ url: database.urls.bot, connectionsMax: 1 });
});
afterEach(() => Promise.all([sql.end({ timeout: 1 }), bot.close()]));

const pidOf = async (transaction: TransactionSql): Promise<number> => {
  const [row] = await transaction<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return row?.pid ?? 0;
};
const end = (pid: number) => database.admin`select pg_terminate_backend(${pid}, 5000)`.execute();
const notes = async (): Promise<readonly string[]> =>
  (await database.admin<{ note: string }[]>`select note from notes order by note`).map(({ note }) => note);
const soon = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
/** What is wrong, where something must be. */
const faultOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('a transaction whose connection is lost', () => {
  it('while a statement runs fails, ends no process, and the next one is well', async () => {
    let pid = 0;
    const whole = bot.run(async (transaction) => {
      pid = await pidOf(transaction);
      await transaction`insert into notes values ('lost')`;
      await transaction`select pg_sleep(20)`;
    });
    const fault = faultOf(whole);
    while (pid === 0) await soon(10);
    await soon(50);
    await end(pid);
    expect(await fault).toBeInstanceOf(Error);
    await bot.run((transaction) => transaction`insert into notes values (${'next'})`);
    expect(await notes()).toEqual(['next']);
  });

  it('while its work waits for something else says nothing any more, least of all within another one', async () => {
    let pid = 0;
    let mayGoOn = false;
    const said: unknown[] = [];
    const whole = inTransaction(sql, async (transaction) => {
      pid = await pidOf(transaction);
      while (!mayGoOn) await soon(5);
      said.push(await faultOf(Promise.resolve().then(() => transaction`insert into notes values ('stray')`)));
      said.push(
        await faultOf(Promise.resolve().then(() => transaction.unsafe(`insert into notes values ('stray')`))),
      );
    });
    const fault = faultOf(whole);
    while (pid === 0) await soon(5);
    await end(pid);
    expect(await fault).toMatchObject({ code: 'CONNECTION_CLOSED' });
    await inTransaction(sql, async (transaction) => {
      await transaction`insert into notes values ('other')`;
      mayGoOn = true;
      await soon(50);
      await transaction`insert into notes values ('other, too')`;
    });
    expect(said).toEqual([
      expect.objectContaining({ code: 'CONNECTION_CLOSED' }),
      expect.objectContaining({ code: 'CONNECTION_CLOSED' }),
    ]);
    expect(await notes()).toEqual(['other', 'other, too']);
  });

  it('again and again, in whichever moment, leaves a pool that is well', async () => {
    for (let round = 0; round < 60; round += 1) {
      const whole = bot.run(async (transaction) => {
        const pid = await pidOf(transaction);
        const ended = end(pid);
        if (round % 2 === 0) await transaction`select pg_sleep(${20})`;
        await ended;
        await soon(round % 5);
        await transaction`insert into notes values (${'lost'})`;
      });
      expect(await faultOf(whole)).toBeInstanceOf(Error);
      await bot.run((transaction) => transaction`insert into notes values (${'next'})`);
    }
    expect(new Set(await notes())).toEqual(new Set(['next']));
  });
});

describe('a transaction', () => {
  it('is none once the bot has closed its pool, however often it is tried', async () => {
    await bot.close();
    for (let tries = 0; tries < 3; tries += 1)
      await expect(bot.run((transaction) => transaction`select 1`)).rejects.toMatchObject({
        code: 'CONNECTION_ENDED',
      });
  });

  it('gives what its work gives, and stores nothing of what throws', async () => {
    expect(await inTransaction(sql, () => Promise.resolve(7))).toBe(7);
    const whole = inTransaction(sql, async (transaction) => {
      await transaction`insert into notes values ('undone')`;
      throw new Error('no');
    });
    await expect(whole).rejects.toThrow('no');
    await expect(
      inTransaction(sql, (transaction) => transaction`insert into notes values ('x')`, 'read only'),
    ).rejects.toMatchObject({ code: '25006' });
    expect(await notes()).toEqual([]);
  });
});
