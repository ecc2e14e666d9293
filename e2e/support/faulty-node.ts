import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';

/**
 * What a node may do wrong; `lagging` is some blocks behind and knows nothing of the later ones; `behind-in-logs` is it only when it is asked
 * for logs, as a name with several nodes behind it may be; on `other-branch` the newest blocks are not the ones that others have.
 */
export type Fault =
  | { readonly kind: 'none' | 'hanging' | 'rate-limited' | 'bad-gateway' | 'truncated' }
  | { readonly kind: 'broken' | 'empty' | 'cut-body' }
  /** Answers with another request's id; leaves the first answer of a batch out; or the rest of a body never comes. */
  | { readonly kind: 'other-id' | 'left-out' | 'stuck-body' }
  /** Cuts the connection before it does anything, or after it has done what was asked; or the rest of a body comes late. */
  | { readonly kind: 'reset' | 'answer-lost' | 'slow-body' }
  | { readonly kind: 'lagging' | 'behind-in-logs' | 'other-branch'; readonly blocks: bigint };

export type FaultyNode = {
  readonly rpcUrl: string;
  readonly host: string;
  set: (fault: Fault) => void;
  /** Stops listening: connections are refused from now on. */
  refuse: () => Promise<void>;
  /** Listens again. */
  listen: () => Promise<void>;
  /** Methods asked for since the last call of this. */
  asked: () => readonly string[];
};

const callSchema = z.strictObject({
  jsonrpc: z.literal('2.0'),
  id: z.number().int(),
  method: z.string().regex(/^[a-z]+_[a-zA-Z0-9]+$/),
  params: z.array(z.unknown()).optional(),
});
type Call = z.infer<typeof callSchema>;
const bodySchema = z.union([callSchema, z.array(callSchema).min(1)]);

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return undefined;
  }
};

const forward = async (upstream: string, call: Call): Promise<{ result?: unknown; error?: unknown }> => {
  const response = await fetch(upstream, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(call),
  });
  return (await response.json()) as { result?: unknown; error?: unknown };
};

const blockOf = (call: Call): string | null => {
  const named = call.method === 'eth_call' ? call.params?.[1] : call.params?.[0];
  return typeof named === 'string' ? named : null;
};

const filterSchema = z.looseObject({ fromBlock: z.string(), toBlock: z.string() });

/**
 * As geth did until 2025 and reth does with an open end: a range that goes beyond the head is answered up to the head, and nothing says so.
 * Others refuse it, which is easily told.
 */
const logsUpTo = async (upstream: string, call: Call, head: bigint) => {
  const filter = filterSchema.parse(call.params?.[0]);
  if (BigInt(filter.fromBlock) > head) return { result: [] };
  const toBlock = BigInt(filter.toBlock) > head ? `0x${head.toString(16)}` : filter.toBlock;
  return forward(upstream, { ...call, params: [{ ...filter, toBlock }] });
};

/** As a node whose newest block is some blocks older. */
const answerBehind = async (upstream: string, call: Call, blocks: bigint) => {
  const newest = await forward(upstream, { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] });
  const head = BigInt(z.string().parse(newest.result)) - blocks;
  if (call.method === 'eth_getLogs') return logsUpTo(upstream, call, head);
  const block = blockOf(call);
  if (block?.startsWith('0x') && BigInt(block) > head) {
    if (call.method === 'eth_getBlockByNumber') return { result: null };
    return { error: { code: -32_000, message: 'header not found' } };
  }
  const params = (call.params ?? []).map((each) => (each === 'latest' ? `0x${head.toString(16)}` : each));
  return forward(upstream, { ...call, params });
};

const headerSchema = z.object({ result: z.object({ hash: z.string(), number: z.string() }) });

/** The same text with other hashes for the newest blocks. */
const onOtherBranch = async (upstream: string, text: string, blocks: bigint): Promise<string> => {
  let changed = text;
  let tag = 'latest';
  for (let left = blocks; left > 0n; left -= 1n) {
    const call: Call = { jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: [tag, false] };
    const { hash, number } = headerSchema.parse(await forward(upstream, call)).result;
    changed = changed.replaceAll(hash, `${hash.slice(0, -8)}deadbeef`);
    tag = `0x${(BigInt(number) - 1n).toString(16)}`;
  }
  return changed;
};

/** How long the rest of a slow body takes. */
const SLOW_MS = 3_000;

const send = (response: ServerResponse, status: number, [type, text]: readonly [string, string]) =>
  void response.writeHead(status, { 'content-type': type }).end(text);

/** A node on loopback that passes every well-formed request on to another one, until it is told to do something wrong. */
export const startFaultyNode = async (upstream: string): Promise<FaultyNode> => {
  // Of the system's choice at first, then the same again.
  let port = 0;
  let fault: Fault = { kind: 'none' };
  let methods: string[] = [];
  let server: Server | null = null;
  const answer = (call: Call) => {
    if (fault.kind !== 'lagging' && fault.kind !== 'behind-in-logs') return forward(upstream, call);
    const isBehind = fault.kind === 'lagging' || call.method === 'eth_getLogs';
    return isBehind ? answerBehind(upstream, call, fault.blocks) : forward(upstream, call);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = bodySchema.safeParse(await bodyOf(request));
    if (!body.success) return send(response, 400, ['text/plain', 'malformed JSON-RPC']);
    const calls = Array.isArray(body.data) ? body.data : [body.data];
    methods.push(...calls.map(({ method }) => method));
    const { kind } = fault;
    if (kind === 'hanging') return;
    if (kind === 'broken') return send(response, 500, ['text/plain', 'Internal Server Error']);
    if (kind === 'reset') return void request.socket.resetAndDestroy();
    if (kind === 'empty') return send(response, 200, ['application/json', '']);
    if (kind === 'rate-limited') {
      response.setHeader('retry-after', '1');
      return send(response, 429, ['text/plain', 'Too Many Requests']);
    }
    if (kind === 'bad-gateway') return send(response, 502, ['text/html', '<html><h1>502</h1></html>']);
    const replies = await Promise.all(
      calls.map(async (call) => {
        const { result, error } = await answer(call);
        const id = kind === 'other-id' ? call.id + 1 : call.id;
        return { jsonrpc: '2.0', id, ...(error === undefined ? { result } : { error }) };
      }),
    );
    const shown = kind === 'left-out' ? replies.slice(1) : replies;
    const plain = JSON.stringify(Array.isArray(body.data) ? shown : replies[0]);
    const text = fault.kind === 'other-branch' ? await onOtherBranch(upstream, plain, fault.blocks) : plain;
    if (kind === 'answer-lost') return void request.socket.resetAndDestroy();
    if (kind === 'slow-body') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(text.slice(0, text.length / 2));
      return void setTimeout(() => response.end(text.slice(text.length / 2)), SLOW_MS);
    }
    if (kind === 'stuck-body') {
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.write(text.slice(0, text.length / 2));
    }
    if (kind === 'cut-body') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
      response.write(text.slice(0, text.length / 2));
      return void setTimeout(() => response.destroy(), 100);
    }
    send(response, 200, ['application/json', kind === 'truncated' ? text.slice(0, text.length / 2) : text]);
  };
  const listen = () =>
    new Promise<void>((resolve, reject) => {
      server = createServer(
        (request, response) => void serve(request, response).catch(() => response.destroy()),
      );
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const address = server?.address();
        if (typeof address === 'object' && address !== null) port = address.port;
        resolve();
      });
    });
  const refuse = () =>
    new Promise<void>((resolve) => {
      if (server === null) return resolve();
      server.close(() => resolve());
      server.closeAllConnections();
      server = null;
    });
  await listen();
  return {
    ...{ rpcUrl: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, refuse, listen },
    set: (next) => {
      fault = next;
    },
    asked: () => {
      const since = methods;
      methods = [];
      return since;
    },
  };
};
