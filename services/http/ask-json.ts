import { parse } from 'lossless-json';
import { boundedBytes } from '../../lib/json/bounded-bytes.ts';
import { fail, failure, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { Secret } from '../secret.ts';
import { faultOfStatus, HTTP_FAULTS, type HttpCodes, type HttpFault } from './http-faults.ts';

export type JsonAnswer = {
  readonly status: number;
  /** As lossless-json reads it: numbers are texts, none has been a double. */
  readonly json: unknown;
  /** When the service wrote the answer, by its own clock; null where it doesn't say. */
  readonly writtenAtSeconds: UnixSeconds | null;
};

export type JsonQuestion = { readonly path: string; readonly body?: unknown };

export type AskJson = (question: JsonQuestion) => Promise<Result<JsonAnswer>>;

/** Whether a question may be asked now, of everybody who asks by the same key: 0, or in how many milliseconds its turn comes. */
export type TakeTurn = () => Promise<Result<number>>;

export type HttpService = {
  /** As a reader of a decision sees it. */
  readonly name: string;
  readonly codes: HttpCodes;
  readonly baseUrl: string;
  /** Null where the service takes no key. Of several keys the next one is used when one is refused or used up. */
  readonly key: { readonly header: string; readonly prefix: string; readonly keys: readonly Secret[] } | null;
  readonly attemptTimeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly clock: { readonly nowSeconds: () => UnixSeconds; readonly monotonicMs: () => number };
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Statuses beside 200 and 201 whose JSON is an answer and no fault. */
  readonly answers?: readonly number[];
  readonly takeTurn?: TakeTurn;
};

const ATTEMPTS_MAX = 3;
const FIRST_WAIT_MS = 250;
/** A wait is longer by up to this share of it, so that processes that failed together don't ask together again. */
const JITTER = 0.25;
const BODY_BYTES_MAX = 2_000_000;
/** A service that wants us away for longer is asked after this all the same. */
const QUIET_SECONDS_MAX = 3_600;

type Attempt =
  | { readonly answer: JsonAnswer }
  | { readonly fault: HttpFault; readonly detail: string; readonly retryAfterSeconds: number | null };

const fault = (kind: HttpFault, detail = '', retryAfterSeconds: number | null = null): Attempt => ({
  fault: kind,
  detail,
  retryAfterSeconds,
});

/** Seconds of a Retry-After in either of its forms (RFC 9110, 10.2.3); null where there is none that can be read. */
export const retryAfterOf = (headers: Headers, nowSeconds: UnixSeconds): number | null => {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const time = Date.parse(text);
  return text === '' || Number.isNaN(time) ? null : Math.max(0, Math.ceil(time / 1_000) - nowSeconds);
};

const writtenAt = (headers: Headers): UnixSeconds | null => {
  const time = Date.parse(headers.get('date') ?? '');
  const age = /^\d{1,9}$/.exec(headers.get('age') ?? '0');
  return Number.isNaN(time) || age === null ? null : Math.floor(time / 1_000) - Number(age[0]);
};

/** The body as text, or null as soon as it is too long. */
const readCapped = async (response: Response): Promise<string | null> => {
  const bytes = await boundedBytes(response.body, BODY_BYTES_MAX);
  return bytes === null ? null : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
};

const faultOfError = (error: unknown, started: boolean): Attempt => {
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError' || name === 'AbortError') return fault('timed-out');
  return started ? fault('truncated') : fault('unreachable');
};

const readAnswer = async (response: Response): Promise<Attempt> => {
  if (!/^application\/json\s*(;|$)/i.test(response.headers.get('content-type') ?? ''))
    return fault('wrong-type');
  const text = await readCapped(response);
  if (text === null) return fault('oversized');
  try {
    const { status, headers } = response;
    return { answer: { status, json: parse(text), writtenAtSeconds: writtenAt(headers) } };
  } catch {
    return fault('malformed');
  }
};

const request = (service: HttpService, question: JsonQuestion, key: Secret | undefined): RequestInit => ({
  method: question.body === undefined ? 'GET' : 'POST',
  redirect: 'manual',
  headers: {
    accept: 'application/json',
    'user-agent': '1balancer',
    ...(question.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(key === undefined || service.key === null
      ? {}
      : { [service.key.header]: `${service.key.prefix}${key.reveal()}` }),
  },
  ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
});

const attempt = async (
  service: HttpService,
  question: JsonQuestion,
  use: { readonly key: Secret | undefined; readonly timeoutMs: number },
): Promise<Attempt> => {
  let started = false;
  try {
    const response = await fetch(`${service.baseUrl}${question.path}`, {
      ...request(service, question, use.key),
      signal: AbortSignal.timeout(Math.max(1, Math.floor(use.timeoutMs))),
    });
    started = true;
    if ([200, 201, ...(service.answers ?? [])].includes(response.status)) return await readAnswer(response);
    await response.body?.cancel();
    const retryAfter = retryAfterOf(response.headers, service.clock.nowSeconds());
    return fault(faultOfStatus(response.status), ` (${response.status})`, retryAfter);
  } catch (error) {
    return faultOfError(error, started);
  }
};

/**
 * Asks one service: at most three attempts, keys in turn, no redirect followed, no long or foreign body read. After a failure the service
 * is left alone until the time its failure names, however often it is asked for. Fails with the service's own codes; no failure holds a
 * key, a body or an address.
 */
export const askJsonOf = (service: HttpService): AskJson => {
  const keys = service.key?.keys ?? [];
  let keyIndex = 0;
  let quiet: { readonly until: UnixSeconds; readonly failed: Result<never> } | null = null;

  const giveUp = (failed: Exclude<Attempt, { answer: unknown }>): Result<never> => {
    const rule = HTTP_FAULTS[failed.fault];
    const seconds = Math.min(failed.retryAfterSeconds ?? rule.quietSeconds, QUIET_SECONDS_MAX);
    const until = service.clock.nowSeconds() + Math.max(1, seconds);
    const error = failure(service.codes[rule.code], `${service.name} ${rule.words}${failed.detail}`, {
      when: 'at',
      time: until,
    });
    quiet = { until, failed: { ok: false, error } };
    return quiet.failed;
  };

  /** Its turn may come later than there is time: then nothing is asked, and nothing held against the service. */
  const waitForTurn = async (endMs: number): Promise<Result<null>> => {
    if (service.takeTurn === undefined) return ok(null);
    const waitMs = await service.takeTurn();
    if (!waitMs.ok) return waitMs;
    if (waitMs.value === 0) return ok(null);
    if (service.clock.monotonicMs() + waitMs.value >= endMs) {
      const time = service.clock.nowSeconds() + Math.max(1, Math.ceil(waitMs.value / 1_000));
      return fail(service.codes.limited, `${service.name} is asked as often as its key allows`, {
        when: 'at',
        time,
      });
    }
    await service.sleep(waitMs.value);
    return ok(null);
  };

  return async (question) => {
    if (quiet !== null && service.clock.nowSeconds() < quiet.until) return quiet.failed;
    const endMs = service.clock.monotonicMs() + service.totalTimeoutMs;
    let refusedKeys = 0;
    for (let number = 1; ; number += 1) {
      const turn = await waitForTurn(endMs);
      if (!turn.ok) return turn;
      const leftMs = endMs - service.clock.monotonicMs();
      const timeoutMs = Math.min(service.attemptTimeoutMs, leftMs);
      const tried = await attempt(service, question, { key: keys[keyIndex], timeoutMs });
      if ('answer' in tried) {
        quiet = null;
        return ok(tried.answer);
      }
      const { again } = HTTP_FAULTS[tried.fault];
      if (again === 'other-key') {
        refusedKeys += 1;
        keyIndex = keys.length === 0 ? 0 : (keyIndex + 1) % keys.length;
      }
      const isOutOfKeys = again === 'other-key' && refusedKeys >= keys.length;
      const askedMs = (tried.retryAfterSeconds ?? 0) * 1_000;
      const waitMs =
        again === 'yes' || isOutOfKeys
          ? Math.max(FIRST_WAIT_MS * 2 ** (number - 1) * (1 + JITTER * Math.random()), askedMs)
          : 0;
      const useless = again === 'no' || (isOutOfKeys && tried.retryAfterSeconds === null);
      if (useless || number >= ATTEMPTS_MAX || service.clock.monotonicMs() + waitMs >= endMs)
        return giveUp(tried);
      if (waitMs > 0) await service.sleep(waitMs);
    }
  };
};
