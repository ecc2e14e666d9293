import { env } from 'node:process';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAppSql } from '../../store/database.ts';
import { type TestBot, withTestBot } from '../../store/testing/with-test-bot.ts';
import { crashAtCalls, noShareIsLost } from '../testing/share-faults.ts';
import type { ShareDatabase } from '../testing/share-story.ts';
import { inDatabase } from '../tick/bot-store.ts';

/** Seeds of the whole campaign; a part of it is `FIRST_SEED` to `LAST_SEED`. */
const SEEDS = 1_000;
const EVERY = 50;

let bot: TestBot;
withTestBot((opened) => {
  bot = opened;
});
let app: ReturnType<typeof openAppSql>;
let database: ShareDatabase;
beforeAll(() => {
  app = openAppSql(bot.database.urls.app);
  database = { admin: bot.database.admin, app, run: inDatabase(bot.bot) };
});
afterAll(async () => app?.end());

describe('a withdrawal of a share', () => {
  it('goes on from every call at which its process may end, with its effect or without', async () => {
    const count = await crashAtCalls(() => database, { every: 1 });
    process.stdout.write(`${count} ends of a process\n`);
    expect(count).toBeGreaterThan(60);
  }, 86_400_000);

  it(`from ${SEEDS} seeds loses nothing and leaves once; a seed that fails is one to replay`, async () => {
    const first = Number(env.FIRST_SEED ?? 1);
    const last = Number(env.LAST_SEED ?? SEEDS);
    const property = noShareIsLost(() => database);
    const from = performance.now();
    for (let seed = first; seed <= last; seed += 1) {
      await fc.assert(property, { seed, numRuns: 1 });
      if (seed % EVERY !== 0) continue;
      const perSecond = ((seed - first + 1) * 1_000) / (performance.now() - from);
      process.stdout.write(`seeds ${first} to ${seed}: ${perSecond.toFixed(2)} a second\n`);
    }
  }, 86_400_000);
});
