import 'server-only';
import { EnvError, readEnv } from '../env.ts';
import type { AppSettings } from '../env-app.ts';

/** Null where the environment is refused, which pages say themselves. */
const appSettings = (): AppSettings | null => {
  try {
    return readEnv().app;
  } catch (error) {
    if (error instanceof EnvError) return null;
    throw error;
  }
};

/** The Supabase project that browsers listen to; null without one. */
export const readRealtime = (): AppSettings['realtime'] => appSettings()?.realtime ?? null;

/** Where this site is, for links and pictures that are shown elsewhere; null where that isn't known. */
export const siteUrl = (): URL | null => {
  const url = appSettings()?.url;
  return url === undefined ? null : new URL(url);
};
