import { setTimeout as sleep } from 'node:timers/promises';
import type { UnixSeconds } from '../../lib/result.ts';
import type { BugSettings } from '../env-alerts.ts';
import { retryAfterOf } from '../http/ask-json.ts';
import { type Bug, bugOfLine } from './bug-of-line.ts';
import { envelopeOf } from './envelope-of.ts';

/** Who is told of bugs, from lines of the log that are scrubbed. */
export type Bugs = {
  /** Throws nothing and waits for nothing. */
  readonly take: (line: string) => void;
  /** Waits two seconds at most for what is under way. */
  readonly flush: () => Promise<void>;
};

export type BugPorts = {
  readonly clock: { readonly nowSeconds: () => UnixSeconds; readonly monotonicMs: () => number };
  /** What is not told is at least said not to be. */
  readonly warn: (why: string) => void;
};

const SEND_MS_MAX = 2_000;
const AGAIN_AFTER_MS = 600_000;
const PER_MINUTE_MAX = 10;
const KNOWN_MAX = 500;
const QUIET_SECONDS = 60;
const QUIET_SECONDS_MAX = 3_600;

/** What is the same but for its numbers and addresses is one bug. */
const sameness = ({ event, type, message, frames: [inner] }: Bug): string =>
  `${event} ${type} ${inner === undefined ? message.replace(/0x[0-9a-f]+|\d+/gi, '#') : `${inner.filename}:${inner.line}`}`;

/** Seconds for which events are not to be sent (Sentry's `seconds:categories:scope`, with commas between them); null = for none. */
const limitOf = (headers: Headers): number | null => {
  const limits = (headers.get('x-sentry-rate-limits') ?? '').split(',').flatMap((limit) => {
    const [seconds = '', categories = ''] = limit.trim().split(':');
    const isOurs = categories === '' || categories.split(';').includes('error');
    return /^\d{1,9}$/.test(seconds) && isOurs ? [Number(seconds)] : [];
  });
  return limits.length === 0 ? null : Math.max(...limits);
};

type Told = { readonly atMs: number; repeats: number };

/**
 * Tells a service that takes Sentry's envelopes of bugs: one bug at once and again after ten minutes with its count, ten a minute of all
 * together, one request at a time. One that fails is not sent again; after it nothing is sent for as long as the service says, or a minute.
 */
export const openBugs = (settings: BugSettings, { clock, warn }: BugPorts): Bugs => {
  const told = new Map<string, Told>();
  let sentAtMs: readonly number[] = [];
  let quietUntilMs = 0;
  let last: Promise<void> = Promise.resolve();

  const beQuiet = (seconds: number, why: string): void => {
    quietUntilMs = clock.monotonicMs() + Math.min(seconds, QUIET_SECONDS_MAX) * 1_000;
    warn(why);
  };

  const post = (body: string): Promise<Response> =>
    fetch(settings.envelopeUrl.reveal(), {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/x-sentry-envelope',
        'user-agent': '1balancer',
        'x-sentry-auth': `Sentry sentry_version=7, sentry_client=1balancer/1.0, sentry_key=${settings.key.reveal()}`,
      },
      body,
      signal: AbortSignal.timeout(SEND_MS_MAX),
    });

  const send = async (key: string, body: string): Promise<void> => {
    if (clock.monotonicMs() < quietUntilMs) return void told.delete(key);
    try {
      const { status, headers, body: answer } = await post(body);
      await answer?.cancel();
      const limit = limitOf(headers);
      if (status === 200 && limit === null) return;
      if (status !== 200) told.delete(key);
      beQuiet(
        limit ?? retryAfterOf(headers, clock.nowSeconds()) ?? QUIET_SECONDS,
        `The service that bugs are told to answered ${status}.`,
      );
    } catch {
      told.delete(key);
      beQuiet(QUIET_SECONDS, 'The service that bugs are told to does not answer.');
    }
  };

  const take = (bug: Bug): void => {
    const key = sameness(bug);
    const nowMs = clock.monotonicMs();
    const known = told.get(key);
    if (known !== undefined && nowMs - known.atMs < AGAIN_AFTER_MS) {
      known.repeats += 1;
      return;
    }
    sentAtMs = sentAtMs.filter((atMs) => nowMs - atMs < 60_000);
    if (nowMs < quietUntilMs || sentAtMs.length >= PER_MINUTE_MAX) return;
    sentAtMs = [...sentAtMs, nowMs];
    if (told.size >= KNOWN_MAX) told.clear();
    told.set(key, { atMs: nowMs, repeats: 0 });
    const body = envelopeOf(bug, known?.repeats ?? 0, settings);
    last = last.then(() => send(key, body));
  };

  return {
    take: (line) => {
      try {
        const bug = bugOfLine(line);
        if (bug !== null) take(bug);
      } catch {
        // It stands in the log.
      }
    },
    flush: () => Promise.race([last, sleep(SEND_MS_MAX, undefined, { ref: false })]),
  };
};
