import { createServer, type IncomingMessage, type Server } from 'node:http';
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
  readonly headers?: Record<string, string>;
};

/** What goes wrong: a reply whatever was asked, one made from what was asked, a broken connection, no word at all. */
export type Fault = Reply | ((asked: Asked) => Reply) | 'reset' | 'silence';

export type FakeService = {
  readonly baseUrl: string;
  readonly asked: Asked[];
  /** Set, it answers instead of the service. */
  readonly fault: { current: Fault | null };
  readonly close: () => Promise<void>;
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
};

/** Real HTTP on loopback in front of a function that judges requests as the service's documents do. */
export const startFake = async (judge: (asked: Asked) => Reply): Promise<FakeService> => {
  const asked: Asked[] = [];
  const fault: FakeService['fault'] = { current: null };
  const server: Server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const one = { method: request.method ?? '', url, headers: request.headers, body: await bodyOf(request) };
    asked.push(one);
    if (fault.current === 'silence') return;
    if (fault.current === 'reset') return void request.socket.destroy();
    const answer = fault.current ?? judge;
    const { status, body, headers } = typeof answer === 'function' ? answer(one) : answer;
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    fault,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
};

export const refused = (status: number, why: string): Reply => ({
  status,
  body: JSON.stringify({ error: why, status: { error_code: status, error_message: why } }),
});
