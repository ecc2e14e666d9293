import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SentryFake, startSentryFake } from '../services/bugs/testing/sentry-fake.ts';
import { openDirectConnection } from '../services/store/database.ts';
import { type BotWorld, buildBotWorld } from './support/bot-world.ts';
import { compiledCommand } from './support/built-commands.ts';

let sentry: SentryFake;
let world: BotWorld;
beforeAll(async () => {
  sentry = await startSentryFake();
  world = await buildBotWorld();
});
afterAll(async () => {
  await world?.stop();
  await sentry?.close();
});

const somebodyWaits = async (): Promise<boolean> => {
  const [row] = await world.database.admin`
    select count(*)::int as waiting from pg_locks
    where relation = 'snapshots'::regclass and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  return row?.['waiting'] > 0;
};

it('what breaks after SIGTERM in the tick in hand is told of before the bot ends', async () => {
  const held = openDirectConnection(world.database.adminUrl);
  await held`begin`;
  await held`lock table snapshots in access exclusive mode`;
  await world.database.admin`update leases set visible_at = now()`;
  const bot = spawn(process.execPath, [compiledCommand('main'), 'bot', '--interval-seconds', '1'], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...world.env, SENTRY_DSN: sentry.dsn },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => bot.once('close', resolve));
  try {
    await expect.poll(somebodyWaits).toBe(true);
    bot.kill('SIGTERM');
    // No failure that anybody has thought of.
    await held`create function broken() returns trigger language plpgsql as
      $$ begin raise exception 'broken' using errcode = 'XX001'; end $$`;
    await held`create trigger broken before update on ticks for each row execute function broken()`;
    await held`commit`;
    expect(await ended).toBe(0);
  } finally {
    bot.kill('SIGKILL');
    await held.end();
  }
  expect(sentry.faults).toEqual([]);
  // The second is of the loop, which has nothing after it but its end.
  expect(sentry.events.map(({ tags }) => tags['event'])).toEqual(['tick-broke', 'tick-failed']);
});
