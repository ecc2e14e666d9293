import { afterAll, beforeAll } from 'vitest';
import { type BotDatabase, openBotDatabase } from '../database.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** A test file's own database, and the bot's connection to it. */
export type TestBot = { readonly database: TestDatabase; readonly bot: BotDatabase };

/** Opens both before a file's first test, handing them over once, and removes both after its last. */
export const withTestBot = (take: (opened: TestBot) => void, connectionsMax = 5): void => {
  let database: TestDatabase | undefined;
  let bot: BotDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
    bot = openBotDatabase({ url: database.urls.bot, connectionsMax });
    take({ database, bot });
  });
  afterAll(async () => {
    await bot?.close();
    await database?.drop();
  });
};
