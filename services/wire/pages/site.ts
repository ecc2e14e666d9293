import 'server-only';
import { type Env, EnvError, readEnv } from '../../env.ts';
import type { AppSettings } from '../../env-app.ts';

/** Null where the environment is refused, which pages say themselves. */
const environment = (): Env | null => {
  try {
    return readEnv();
  } catch (error) {
    if (error instanceof EnvError) return null;
    throw error;
  }
};

/** The Supabase project that browsers listen to; null without one. */
export const readRealtime = (): AppSettings['realtime'] => environment()?.app.realtime ?? null;

/** Where this site is, for links and pictures that are shown elsewhere; null where that isn't known. */
export const siteUrl = (): URL | null => {
  const url = environment()?.app.url;
  return url === undefined ? null : new URL(url);
};

/** Whether people may have index accounts here: only then does anything lead to their pages. */
export const hasIndexAccounts = (): boolean => (environment()?.intents ?? null) !== null;

/** Whether there is a key to seal others' secrets with. */
export const canSealSecrets = (): boolean => (environment()?.sealing.current ?? null) !== null;
