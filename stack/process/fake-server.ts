import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};
export type Reply = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What goes wrong: a reply whatever was asked, one made of the right one, a broken connection, no word at all. */
export type ServerFault = Reply | ((asked: Asked, right: Reply) => Reply) | 'reset' | 'silence';

export type FakeServer = {
  readonly baseUrl: string;
  readonly asked: Asked[];
  /** Set, it answers instead. */
  readonly fault: { current: ServerFault | null };
  readonly close: () => Promise<void>;
};

/** More requests than a test looks at are not remembered. */
const ASKED_MAX = 5_000;

export const answer = (value: unknown, status = 200): Reply => ({ status, body: JSON.stringify(value) });

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
};

/** Real HTTP on loopback in front of a function that judges requests as a service's documents do. */
export const startFakeServer = async (judge: (asked: Asked) => Promise<Reply>): Promise<FakeServer> => {
  const asked: Asked[] = [];
  const fault: FakeServer['fault'] = { current: null };
  const replyTo = async (one: Asked): Promise<Reply> => {
    const { current } = fault;
    if (typeof current === 'object' && current !== null) return current;
    const right = await judge(one);
    return typeof current === 'function' ? current(one, right) : right;
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const one = { method: request.method ?? '', url, headers: request.headers, body: await bodyOf(request) };
    asked.push(one);
    if (asked.length > ASKED_MAX) asked.shift();
    if (fault.current === 'silence') return;
    if (fault.current === 'reset') return void request.socket.destroy();
    const { status, body, headers } = await replyTo(one);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ asked, fault },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
};
