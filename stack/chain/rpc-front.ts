import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** One JSON-RPC request of somebody: answered with the whole JSON-RPC reply as text or value. */
export type AnswerRequest = (request: RpcRequest, text: string) => Promise<unknown>;

const requestSchema = z.looseObject({
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  method: z.string(),
  params: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).optional(),
});
export type RpcRequest = z.output<typeof requestSchema>;

const BODY_BYTES_MAX = 16 * 2 ** 20;
/** As the node itself has it: a page in the browser reads the chain from another address. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': '*',
};

const readBody = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

const refusal = (id: unknown, code: number, message: string) => ({
  ...{ jsonrpc: '2.0', id: id ?? null },
  error: { code, message },
});

const answerOne = async (raw: unknown, text: string | null, answer: AnswerRequest): Promise<unknown> => {
  const request = requestSchema.safeParse(raw);
  if (!request.success) return refusal(null, -32_600, 'Invalid Request');
  try {
    return await answer(request.data, text ?? JSON.stringify(raw));
  } catch (error) {
    return refusal(request.data.id, -32_603, (error as Error).message);
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const respond = (response: ServerResponse, reply: unknown): void => {
  const body = typeof reply === 'string' ? reply : JSON.stringify(reply);
  response.writeHead(200, { 'content-type': 'application/json', ...CORS }).end(body);
};

const serve = async (
  request: IncomingMessage,
  response: ServerResponse,
  answer: AnswerRequest,
): Promise<void> => {
  if (request.method === 'OPTIONS') {
    response.writeHead(200, CORS).end();
    return;
  }
  if (request.method !== 'POST') {
    response.writeHead(405, CORS).end();
    return;
  }
  const text = await readBody(request);
  if (text === null) return respond(response, refusal(null, -32_600, 'The request is too large.'));
  const raw = parse(text);
  if (raw === undefined) return respond(response, refusal(null, -32_700, 'Parse error'));
  if (!Array.isArray(raw)) return respond(response, await answerOne(raw, text, answer));
  const replies = await Promise.all(raw.map((each: unknown) => answerOne(each, null, answer)));
  respond(
    response,
    `[${replies.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join(',')}]`,
  );
};

/**
 * Listens for JSON-RPC over HTTP on the loopback address, single requests and batches. Whoever asks at a broken path gets no answer, as
 * from a node that is gone. Rejects when the port is taken.
 */
export const openRpcFront = (
  port: number,
  answer: AnswerRequest,
  isBroken: (path: string) => boolean = () => false,
): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      if (isBroken(request.url ?? '/')) return void request.socket.destroy();
      serve(request, response, answer).catch(() => response.destroy());
    });
    server.keepAliveTimeout = 60_000;
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
