import type { StackKeys } from '../world/keys.ts';
import { TICK_BUDGET_MS, webUrl } from './services.ts';

/**
 * Calls the web app's tick endpoint as a scheduler would, so that a replayed hour need not wait for the bot's own clock. A
 * tick that fails or is slow is no error here: the bot's loop ticks besides, and the replay watches the database.
 */
export const tickNudge = (webPort: number, keys: StackKeys): (() => Promise<void>) => {
  const url = `${webUrl(webPort)}/api/balance?budgetMs=${TICK_BUDGET_MS}`;
  return async () => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${keys.cronSecret}` },
        signal: AbortSignal.timeout(10_000),
      });
      await response.arrayBuffer();
    } catch {
      // The web app may be starting, or just have been killed.
    }
  };
};
