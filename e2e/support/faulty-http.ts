import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What may become of a request between somebody and a service. */
export type HttpFault =
  | 'none'
  /** Nobody answers; the connection is cut before the service hears of it; or after it has done what was asked. */
  | 'hanging'
  | 'reset'
  | 'answer-lost'
  /** 429 and 503 say after how many seconds to come again. */
  | 'rate-limited'
  | 'unavailable'
  | 'broken'
  | 'bad-gateway'
  | 'redirect'
  | 'web-page'
  | 'other-json'
  /** A body without anything, without its end, cut off, that never ends, that ends late, or that comes twice. */
  | 'empty'
  | 'truncated'
  | 'cut-body'
  | 'stuck-body'
  | 'slow-body'
  | 'doubled'
  /** The service gets the request twice; or the answer is the one it gave the time before. */
  | 'sent-twice'
  | 'stale';

/** Requests of one method alone meet the fault, or all do. */
export type FaultyHttp = {
  readonly url: string;
  readonly set: (fault: HttpFault, method?: 'GET' | 'POST') => void;
  /** Method and time of every request that met a fault, oldest first. */
  readonly met: () => readonly { readonly method: string; readonly atMs: number }[];
  readonly close: () => Promise<void>;
};

/** What a service that wants to be left alone for a while says. */
export const RETRY_AFTER_SECONDS = 3;
/** How long the rest of a slow body takes. */
const SLOW_MS = 3_000;
/** Of a connection, not of what is carried. */
const OWN_HEADERS = [
  'host',
  'connection',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'keep-alive',
];

type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer;
};
type Answer = { readonly status: number; readonly headers: Record<string, string>; readonly text: string };

const plain = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => !OWN_HEADERS.includes(name)));

const askedOf = async (request: IncomingMessage): Promise<Asked> => {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (!OWN_HEADERS.includes(name)) headers.set(name, String(value));
  return { method: request.method ?? 'GET', path: request.url ?? '/', headers, body: Buffer.concat(parts) };
};

const ask = (
  upstream: string,
  { method, path, headers, body }: Asked,
  signal?: AbortSignal,
): Promise<Response> =>
  fetch(`${upstream}${path}`, {
    ...{ method, headers, redirect: 'manual', signal: signal ?? null },
    ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
  });

const answerOf = async (response: Response): Promise<Answer> => ({
  ...{ status: response.status, headers: plain(response.headers), text: await response.text() },
});

const JSON_TYPE = { 'content-type': 'application/json' };
const PAGE = '<!doctype html><html><h1>Please wait</h1></html>';

/** What is said without asking the service. */
const INSTEAD: Readonly<Partial<Record<HttpFault, Answer>>> = {
  'rate-limited': {
    status: 429,
    headers: { ...JSON_TYPE, 'retry-after': `${RETRY_AFTER_SECONDS}` },
    text: '{}',
  },
  unavailable: {
    status: 503,
    headers: { ...JSON_TYPE, 'retry-after': `${RETRY_AFTER_SECONDS}` },
    text: '{}',
  },
  broken: { status: 500, headers: JSON_TYPE, text: '{}' },
  'bad-gateway': { status: 502, headers: { 'content-type': 'text/html' }, text: '<html><h1>502</h1></html>' },
  redirect: { status: 302, headers: { location: 'http://127.0.0.1:1/' }, text: '' },
  'web-page': { status: 200, headers: { 'content-type': 'text/html' }, text: PAGE },
  'other-json': { status: 200, headers: JSON_TYPE, text: '{"orders":"none","items":{},"meta":7}' },
  empty: { status: 200, headers: JSON_TYPE, text: '' },
};

const send = (response: ServerResponse, { status, headers, text }: Answer): void =>
  void response.writeHead(status, headers).end(text);

const sendHalf = (response: ServerResponse, { status, headers, text }: Answer): string => {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
  const half = Math.floor(text.length / 2);
  response.write(text.slice(0, half));
  return text.slice(half);
};

const textAfter = (fault: HttpFault, text: string): string => {
  if (fault === 'truncated') return text.slice(0, text.length / 2);
  return fault === 'doubled' ? text + text : text;
};

/** The service has answered; what comes of it on its way. */
const carry = (response: ServerResponse, fault: HttpFault, answer: Answer): void => {
  if (fault === 'answer-lost') return void response.socket?.resetAndDestroy();
  if (fault === 'stuck-body') return void sendHalf(response, answer);
  if (fault === 'cut-body') {
    sendHalf(response, answer);
    return void setTimeout(() => response.destroy(), 100);
  }
  if (fault === 'slow-body') {
    const rest = sendHalf(response, answer);
    return void setTimeout(() => response.end(rest), SLOW_MS);
  }
  send(response, { ...answer, text: textAfter(fault, answer.text) });
};

/** Stands before a service on loopback and hands every request on to it, streams too, until it is told to do something wrong. */
export const startFaultyHttp = async (upstream: string): Promise<FaultyHttp> => {
  let now: { readonly fault: HttpFault; readonly method?: string | undefined } = { fault: 'none' };
  const before = new Map<string, Answer>();
  const streams = new Set<ServerResponse>();
  const met: { readonly method: string; readonly atMs: number }[] = [];
  const stream = async (asked: Asked, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.once('close', () => {
      streams.delete(response);
      gone.abort();
    });
    const followed = await ask(upstream, asked, gone.signal);
    streams.add(response);
    response.writeHead(followed.status, plain(followed.headers));
    try {
      for await (const part of followed.body ?? []) response.write(part);
      response.end();
    } catch {
      response.destroy();
    }
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await askedOf(request);
    const isMet = now.method === undefined || now.method === asked.method;
    const fault = isMet ? now.fault : 'none';
    if (fault !== 'none') met.push({ method: asked.method, atMs: performance.now() });
    const isStream = asked.headers.get('accept') === 'text/event-stream';
    if (fault === 'hanging') return;
    if (fault === 'reset' || (isStream && fault !== 'none')) return void request.socket.resetAndDestroy();
    if (isStream) return stream(asked, response);
    const instead = INSTEAD[fault];
    if (instead !== undefined) return send(response, instead);
    const name = `${asked.method} ${asked.path}`;
    const last = fault === 'stale' ? before.get(name) : undefined;
    if (last !== undefined) return send(response, last);
    if (fault === 'sent-twice') await answerOf(await ask(upstream, asked));
    const answer = await answerOf(await ask(upstream, asked));
    before.set(name, answer);
    carry(response, fault, answer);
  };
  const server = createServer(
    (request, response) => void serve(request, response).catch(() => response.destroy()),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (fault, method) => {
      now = { fault, method };
      if (fault !== 'none') for (const one of streams) one.destroy();
    },
    met: () => met,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
