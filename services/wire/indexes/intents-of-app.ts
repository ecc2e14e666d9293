import 'server-only';
import { fail, ok, type Result, type UnixSeconds } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { onAppDatabase } from '../app-sql.ts';
import type { InDatabase } from '../tick/bot-store.ts';
import { type Intents, openIntents } from './intents.ts';

// Each route is a bundle of its own; the process must still leave alone whoever wants to be.
const KEY = Symbol.for('1balancer.intents');
const shared = globalThis as typeof globalThis & { [KEY]?: Intents };

/** Turns are counted in nobody's name. */
const inTurn: InDatabase = (work) => onAppDatabase((sql) => asViewer(sql, { kind: 'anonymous' }, work));

/** Whoever is asked for the web app's visitors, who have fewer turns than the bot. Fails with `not-configured` while index accounts are off. */
export const intentsForVisitors = (): Result<Intents & { readonly nowSeconds: () => UnixSeconds }> => {
  const env = readEnv();
  if (env.intents === null)
    return fail('not-configured', 'Index accounts are switched off here, so nobody is asked.');
  shared[KEY] ??= openIntents(env.intents, inTurn, 'visitors');
  return ok({ ...shared[KEY], nowSeconds: systemClock.nowSeconds });
};
