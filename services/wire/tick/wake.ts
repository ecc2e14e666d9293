import 'server-only';
import { type WakeDto, wakeSchema } from '../../../lib/api/wake-dto.ts';
import { fail, flat, type Result } from '../../../lib/result.ts';
import { createTally } from '../../../lib/tally.ts';
import { checkWakeSignature, contentIdOf, type SignedMessage } from '../../auth/wake-signature.ts';
import { systemClock } from '../../clock.ts';
import { type Env, readEnv } from '../../env.ts';
import { openBotDatabase } from '../../store/database.ts';
import { readSettings } from '../../store/settings.ts';
import { wakePortfolios } from '../../store/wakes.ts';
import { type Alerts, openAlerts } from '../alerts/alerts.ts';
import { logOf } from '../operation/log-of.ts';
import { type InDatabase, inDatabase } from './bot-store.ts';

/** Obeys one message. Fails with `not-configured`, `unauthorised`, `bad-request`, `rate-limited`, or as the database does. */
export type Wake = (message: SignedMessage) => Promise<Result<WakeDto>>;

const bodyOf = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
};

/** Whose word is obeyed, and where. @param run on the bot's login: what comes due is the bot's business */
export const wakeWith =
  (env: Pick<Env, 'wakeSecret' | 'wakeSecretPrevious'>, run: InDatabase): Wake =>
  async (message) => {
    const secrets = [env.wakeSecret, env.wakeSecretPrevious].flatMap((secret) => secret?.reveal() ?? []);
    // The previous secret alone opens nothing: it is there for a rotation.
    const signed = checkWakeSignature(
      message,
      env.wakeSecret === null ? [] : secrets,
      systemClock.nowSeconds(),
    );
    if (!signed.ok) return signed;
    const parsed = wakeSchema.safeParse(bodyOf(message.body));
    if (!parsed.success)
      return fail(
        'bad-request',
        parsed.error.issues.map(({ path, message: why }) => `${path.join('.') || 'body'}: ${why}`).join('; '),
      );
    return flat(
      await run(async (sql) => {
        const { tickIntervalSeconds } = await readSettings(sql);
        return wakePortfolios(sql, {
          ...{ ...parsed.data, contentId: contentIdOf(message), intervalSeconds: tickIntervalSeconds },
        });
      }),
    );
  };

const NO_DATABASE: Wake = async () => fail('not-configured', 'DB_URL is missing: nobody can be woken.');

/**
 * After each message that was obeyed alerts are looked for and told: whoever says that a price has moved comes by where no clock does, and a
 * run that was missed is told by it.
 */
const alerting =
  (obey: Wake, alerts: Alerts, chainIds: readonly number[]): Wake =>
  async (message) => {
    const woken = await obey(message);
    if (!woken.ok || woken.value.repeated) return woken;
    for (const chainId of chainIds) await alerts.evaluate({ chainId, tickId: null, failureCode: null });
    await alerts.afterTick(false);
    return woken;
  };

const wireWake = (): Wake => {
  const env = readEnv();
  if (env.dbUrl === null) return NO_DATABASE;
  const run = inDatabase(openBotDatabase({ url: env.dbUrl, connectionsMax: 2 }));
  const log = logOf(env);
  const chainIds = env.chains.map(({ chain }) => chain.id);
  return alerting(wakeWith(env, run), openAlerts({ env, run, log, tally: createTally() }), chainIds);
};

// Each route is a bundle of its own; the process must still hold one pool.
const KEY = Symbol.for('1balancer.wake');
const shared = globalThis as typeof globalThis & { [KEY]?: Wake };

/** What `/api/wake` does, wired once a process from the environment. @throws {EnvError} */
export const wake = (): Wake => {
  shared[KEY] ??= wireWake();
  return shared[KEY];
};
