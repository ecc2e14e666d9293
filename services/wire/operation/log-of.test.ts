import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SentryFake, startSentryFake } from '../../bugs/testing/sentry-fake.ts';
import { readEnv } from '../../env.ts';
import { bugFields } from '../../log.ts';
import { onChain } from '../on-chain.ts';
import { openBot } from '../tick/bot.ts';
import { flushBugs, logOf } from './log-of.ts';
import { tellRouteBug } from './route-bug.ts';

let sentry: SentryFake;
const loaded = vi.hoisted(() => ({ count: 0 }));

vi.mock('../../bugs/open-bugs.ts', async (original) => {
  loaded.count += 1;
  return original();
});

beforeEach(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  sentry = await startSentryFake();
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await sentry.close();
});

const NOWHERE = { RPC_URL: 'http://127.0.0.1:1', DB_URL: 'postgres://bot:pa55word-of-bot@127.0.0.1:1/none' };
const eventsOf = () => sentry.events.map(({ logger }) => logger);

describe('without SENTRY_DSN', () => {
  it('nothing is loaded or sent', async () => {
    const env = readEnv({});
    logOf(env).error(bugFields(new Error('broken')), 'api-bug');
    await flushBugs(env);
    await vi.dynamicImportSettled();
    expect([loaded.count, sentry.asked]).toEqual([0, []]);
  });
});

describe('with SENTRY_DSN', () => {
  it('what breaks a tick is told, and without the password of the database', async () => {
    const env = readEnv({ ...NOWHERE, SENTRY_DSN: sentry.dsn });
    const log = logOf(env);
    await onChain({ log }, async () => {
      throw new RangeError('no entry for pa55word-of-bot');
    });
    await flushBugs(env);
    expect([eventsOf(), sentry.faults]).toEqual([['tick-broke'], []]);
    const [thrown] = sentry.events[0]?.exception.values ?? [];
    expect(thrown).toMatchObject({ type: 'RangeError', value: 'RangeError: no entry for [secret]' });
    expect(thrown?.stacktrace?.frames.at(-1)?.filename).toBe('services/wire/operation/log-of.test.ts');
  });

  it('logs of one process tell one bug once', async () => {
    const env = readEnv({ SENTRY_DSN: sentry.dsn });
    const fields = bugFields(new Error('broken'));
    for (const log of [logOf(env), logOf(env)]) log.error(fields, 'api-bug');
    await flushBugs(env);
    expect(eventsOf()).toEqual(['api-bug']);
  });

  it('a bot that is closed has told of what it met', async () => {
    const bot = await openBot(readEnv({ ...NOWHERE, SENTRY_DSN: sentry.dsn }));
    if (!bot.ok) throw new Error(bot.error.message);
    bot.value.log.error({ code: 'bug', why: 'The tick broke' }, 'tick-failed');
    await bot.value.close();
    expect(eventsOf()).toEqual(['tick-failed']);
  });

  it('a route that broke has told of it before it answers', async () => {
    vi.stubEnv('SENTRY_DSN', sentry.dsn);
    await tellRouteBug(new Error('broken'), 'wake-bug');
    expect(eventsOf()).toEqual(['wake-bug']);
  });
});
