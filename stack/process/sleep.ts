import { setTimeout as delay } from 'node:timers/promises';

export const sleep = (milliseconds: number): Promise<void> => delay(milliseconds, undefined);

/** Asks `probe` until it answers something else than null; null after `timeoutMs`. */
export const waitFor = async <T>(
  probe: () => Promise<T | null> | T | null,
  { timeoutMs, everyMs = 25 }: { readonly timeoutMs: number; readonly everyMs?: number },
): Promise<T | null> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await probe();
    if (answer !== null) return answer;
    if (performance.now() >= deadline) return null;
    await sleep(everyMs);
  }
};
