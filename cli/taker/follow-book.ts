import { setTimeout as sleep } from 'node:timers/promises';
import type { Book } from './open-orders.ts';

/** A stream that ended is opened again after this; the book is read by the clock meanwhile. */
const AGAIN_MS = 2_000;
/** A book that has no stream is asked for it again after this. */
const REFUSED_MS = 60_000;
/** The server gives a sign of life every 15 seconds; nothing for longer means that nobody is there. */
const SILENCE_MS = 45_000;

/** Changes come in groups: this long after the first one the book is read, and so no more often. */
const GROUP_MS = 100;

/** What the book's stream says. */
export type BookNews = {
  /** Resolves when the book has changed since this was last asked, at the latest after so many milliseconds. */
  readonly next: (milliseconds: number) => Promise<void>;
};

const NEWS = /^event: (change|reset|ready)$/m;

const readStream = async (url: URL, stop: AbortSignal, ring: () => void): Promise<number> => {
  const silent = new AbortController();
  const watch = setTimeout(() => silent.abort(), SILENCE_MS);
  try {
    const signal = AbortSignal.any([stop, silent.signal]);
    const response = await fetch(url, { signal, headers: { accept: 'text/event-stream' } });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return REFUSED_MS;
    }
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      watch.refresh();
      if (NEWS.test(text)) ring();
    }
    return AGAIN_MS;
  } catch {
    return AGAIN_MS;
  } finally {
    clearTimeout(watch);
  }
};

/**
 * Follows the book's own stream of events until stopped, so that a look is taken when something has changed. Whatever becomes of the
 * stream, looks are taken by the clock all the same.
 */
export const followBook = ({ url: bookUrl, kind }: Book, stop: AbortSignal): BookNews => {
  const url = new URL('api/events?topics=book', bookUrl.endsWith('/') ? bookUrl : `${bookUrl}/`);
  let isNew = false;
  let wake = (): void => undefined;
  const ring = (): void => {
    isNew = true;
    wake();
  };
  const follow = async (): Promise<void> => {
    while (!stop.aborted) {
      const againMs = await readStream(url, stop, ring);
      await sleep(againMs, null, { signal: stop, ref: false }).catch(() => undefined);
    }
  };
  // 1inch's is told of by nobody: it is read by the clock.
  if (kind === '1balancer') void follow();
  return {
    next: async (milliseconds) => {
      const waited = new AbortController();
      const signal = AbortSignal.any([stop, waited.signal]);
      const rung = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (!isNew && !stop.aborted)
        await Promise.race([rung, sleep(milliseconds, null, { signal }).catch(() => undefined)]);
      waited.abort();
      if (isNew) await sleep(Math.min(GROUP_MS, milliseconds), null, { signal: stop }).catch(() => undefined);
      isNew = false;
    },
  };
};
