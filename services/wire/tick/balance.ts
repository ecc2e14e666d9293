import 'server-only';
import { fail, type Result } from '../../../lib/result.ts';
import { checkCronSecret } from '../../auth/cron-secret.ts';
import type { TickSummary } from '../../bot/tick-summary.ts';
import { readEnv } from '../../env.ts';
import { flushBugs } from '../operation/log-of.ts';
import { type Bot, openBot } from './bot.ts';
import type { TickRequest } from './tick-chain.ts';

export type Balance = {
  /** Fails with `not-configured` (503) or `unauthorised` (401). */
  readonly authorise: (authorization: string | null) => Result<null>;
  readonly tick: (request: TickRequest) => Promise<Result<TickSummary>>;
};

function wireBalance(): Balance {
  const env = readEnv();
  const secrets = [env.cronSecret, env.cronSecretPrevious].flatMap((secret) =>
    secret === null ? [] : [secret.reveal()],
  );
  let opening: Promise<Result<Bot>> | null = null;
  return {
    // The previous secret alone opens nothing: it is there for a rotation.
    authorise: (authorization) => checkCronSecret(authorization, env.cronSecret === null ? [] : secrets),
    tick: async (request) => {
      opening ??= openBot(env);
      const bot = await opening;
      if (!bot.ok) return fail(bot.error.code, bot.error.message);
      const ticked = await bot.value.tick(request);
      // Whoever calls is not told more than that it broke.
      if (!ticked.ok && ticked.error.code === 'bug') {
        bot.value.log.error({ code: 'bug', why: ticked.error.message }, 'tick-failed');
        await flushBugs(env);
      }
      return ticked;
    },
  };
}

// Each route is a bundle of its own; the process must still hold one pool for the bot.
const KEY = Symbol.for('1balancer.balance');
const shared = globalThis as typeof globalThis & { [KEY]?: Balance };

/** What `/api/balance` does, wired once a process from the environment. @throws {EnvError} */
export function balance(): Balance {
  shared[KEY] ??= wireBalance();
  return shared[KEY];
}
