import 'server-only';
import { readEnv } from '../../env.ts';
import { bugFields } from '../../log.ts';
import { flushBugs, logOf } from './log-of.ts';

/** Tells of what broke a page, or a route that is no endpoint of the API. Never fails: where the environment itself is refused, that is all that is told. */
export const tellRouteBug = async (
  error: unknown,
  event: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<void> => {
  try {
    const env = readEnv();
    logOf(env).error({ ...fields, ...bugFields(error) }, event);
    await flushBugs(env);
  } catch (refused) {
    // There is no log without an environment.
    console.error(refused instanceof Error ? `${refused.name}: ${refused.message}` : event);
  }
};
