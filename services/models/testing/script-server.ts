import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { z } from 'zod';

/** What a fake answers one request with. */
export type FakeTurn =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly tool: string; readonly input: unknown }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'raw'; readonly body: string; readonly type?: string }
  | { readonly kind: 'silence' };

/** One provider's own form. */
export type Shape<Request extends z.ZodType> = {
  readonly path: string;
  readonly request: Request;
  /** Why a request that has the form is none that the provider takes; null: it is one. */
  readonly fault: (request: z.output<Request>) => string | null;
  /** Whether its headers are those of whoever has the key. */
  readonly isAllowed: (headers: IncomingMessage['headers'], key: string) => boolean;
  readonly answer: (turn: Extract<FakeTurn, { kind: 'text' | 'call' }>, number: number) => unknown;
  readonly error: (status: number, message: string) => unknown;
};

const read = async (incoming: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

const send = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** An endpoint of a model on this machine: refuses what the documented form doesn't have, and answers by a script. */
export const startScript = async <Request extends z.ZodType>(key: string, shape: Shape<Request>) => {
  let script: FakeTurn[] = [];
  const seen: z.output<Request>[] = [];
  const refused: string[] = [];
  const server = createServer(async (incoming, response) => {
    const text = await read(incoming);
    if (incoming.method !== 'POST' || incoming.url !== shape.path)
      return send(response, 404, shape.error(404, 'Not found'));
    if (!shape.isAllowed(incoming.headers, key))
      return send(response, 401, shape.error(401, `Incorrect API key ${key}`));
    const parsed = shape.request.safeParse(JSON.parse(text));
    const fault = parsed.success ? shape.fault(parsed.data) : parsed.error.message;
    if (!parsed.success || fault !== null) {
      refused.push(fault ?? '');
      return send(response, 400, shape.error(400, 'Not the documented form'));
    }
    seen.push(parsed.data);
    const turn = script.shift() ?? { kind: 'status', status: 500 };
    if (turn.kind === 'silence') return undefined;
    if (turn.kind === 'status')
      return send(response, turn.status, shape.error(turn.status, `status ${turn.status} for ${key}`));
    if (turn.kind === 'raw') {
      response.writeHead(200, { 'content-type': turn.type ?? 'application/json' }).end(turn.body);
      return undefined;
    }
    return send(response, 200, shape.answer(turn, seen.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    /** What is answered from now on, a turn each. */
    play: (turns: readonly FakeTurn[]) => {
      script = [...turns];
      seen.length = 0;
    },
    seen: (): readonly z.output<Request>[] => seen,
    refused: (): readonly string[] => refused,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
