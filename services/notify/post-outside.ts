import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { useAgent } from 'request-filtering-agent';
import type { Telling } from '../../lib/alerts/channel.ts';

export type Post = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What was answered; the body is cut at its bound. */
export type Answer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

export type Outside = {
  /** Addresses that may be reached although they are of a private network. */
  readonly privateAddresses: readonly string[];
  readonly timeoutMs: number;
  readonly nowSeconds: () => number;
};

const BODY_BYTES_MAX = 16_384;

/** Of the filter, which names the address that it has resolved. */
const isFiltered = (error: Error): boolean => / is not allowed\b/.test(error.message);

const failed = (why: string, isRefused: boolean): Telling => ({
  ...{ ok: false, why, isRefused, retryAfterSeconds: null },
});

/** Reads up to the bound and leaves the rest. */
const bodyOf = async (response: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    parts.push(Buffer.from(part));
    bytes += part.length;
    if (bytes >= BODY_BYTES_MAX) break;
  }
  return Buffer.concat(parts).subarray(0, BODY_BYTES_MAX).toString('utf8');
};

const send = ({ url, headers, body }: Post, { privateAddresses, timeoutMs }: Outside): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = (url.startsWith('https:') ? requestHttps : requestHttp)(url, {
      method: 'POST',
      agent: useAgent(url, { allowIPAddressList: [...privateAddresses] }),
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...{ 'content-type': 'application/json', 'user-agent': '1balancer', connection: 'close' },
        ...{ 'content-length': Buffer.byteLength(body), ...headers },
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      bodyOf(response).then((text) => {
        response.destroy();
        resolve({ status, headers: answered, body: text });
      }, reject);
    });
    request.end(body);
  });

/**
 * Posts to an address that a stranger may have named: the address that is connected to is checked after its name was resolved, redirects
 * are not followed, and time and answer are bounded. What goes wrong is told without the address.
 */
export const postOutside = async (
  post: Post,
  outside: Outside,
): Promise<{ readonly answer: Answer } | { readonly telling: Telling }> => {
  try {
    return { answer: await send(post, outside) };
  } catch (error) {
    const thrown = error instanceof Error ? error : new Error();
    if (isFiltered(thrown)) return { telling: failed('Its address is of a private network.', true) };
    const isLate = thrown.name === 'AbortError' || thrown.name === 'TimeoutError';
    return { telling: failed(isLate ? 'It gave no answer in time.' : 'It cannot be reached.', false) };
  }
};

/** What a status of no success means to whoever tells. @param retryAfterSeconds as the answer asks for */
export const refusedBy = (status: number, retryAfterSeconds: number | null): Telling => ({
  ok: false,
  why:
    status >= 300 && status < 400
      ? `It sends us elsewhere (${status}), which is not followed.`
      : `It answered ${status}.`,
  retryAfterSeconds,
  isRefused: status < 500 && status !== 408 && status !== 425 && status !== 429,
});

const RETRY_AFTER_SECONDS_MAX = 3_600;

/** Seconds of a Retry-After header; null where it has none that can be read. */
export const retryAfterOf = ({ headers }: Answer): number | null => {
  const text = headers['retry-after']?.trim() ?? '';
  return /^\d{1,9}(\.\d{1,3})?$/.test(text)
    ? Math.min(RETRY_AFTER_SECONDS_MAX, Math.ceil(Number(text)))
    : null;
};
