import 'server-only';
import { EnvError, readEnv } from '../env.ts';
import type { AppSettings } from '../env-app.ts';

/** The Supabase project that browsers listen to; null without one, and where the environment is refused, which pages say themselves. */
export const readRealtime = (): AppSettings['realtime'] => {
  try {
    return readEnv().app.realtime;
  } catch (error) {
    if (error instanceof EnvError) return null;
    throw error;
  }
};
