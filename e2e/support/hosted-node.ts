import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** What a node says to one call. */
export type Reply = { readonly result: unknown } | { readonly error: { code: number; message: string } };

/** A node as a function. */
export type Ask = (method: string, params: readonly unknown[]) => Promise<Reply>;

const refusal = (code: number, message: string): Reply => ({ error: { code, message } });

/** The node at a URL, which gives up an answer that takes too long, as hosted ones do. */
export const askOf =
  (rpcUrl: string, msMax = 60_000): Ask =>
  async (method, params) => {
    try {
      const response = await fetch(rpcUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
        signal: AbortSignal.timeout(msMax),
      });
      return (await response.json()) as Reply;
    } catch {
      return refusal(-32000, `execution aborted (timeout = ${msMax / 1_000}s)`);
    }
  };

/** The bounds that operators of nodes document; a real one refuses with the same words and codes. */
export type NodeLimits = {
  /** How long any answer takes at least. */
  readonly latencyMs: number;
  readonly logsMax: number;
  /** More gas than that is not given to a call, whatever it asks for. */
  readonly callGasMax: bigint;
  readonly batchMax: number;
  /** Addresses, and words per topic, of one filter. */
  readonly filterWordsMax: number;
  /** Whether a log says the time of its block. */
  readonly blockTimestamps: boolean;
};

export const HOSTED: NodeLimits = {
  latencyMs: 100,
  logsMax: 10_000,
  callGasMax: 50_000_000n,
  batchMax: 1_000,
  filterWordsMax: 1_000,
  blockTimestamps: false,
};

const hexNumber = z.string().regex(/^0x[0-9a-f]+$/i);
const words = z.union([z.string(), z.array(z.string())]).nullable();
const filterSchema = z.strictObject({
  address: z.union([z.string(), z.array(z.string())]).optional(),
  topics: z.array(words).max(4).optional(),
  fromBlock: hexNumber,
  toBlock: hexNumber,
});
const logSchema = z.looseObject({
  address: z.string(),
  topics: z.array(z.string()),
  blockNumber: hexNumber,
  blockTimestamp: hexNumber.optional(),
});
export type NodeLog = z.infer<typeof logSchema>;
const requestSchema = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.number(), z.string()]),
  method: z.string(),
  params: z.array(z.unknown()).default([]),
});
type Request = z.infer<typeof requestSchema>;

export type HostedNode = {
  readonly rpcUrl: string;
  /** HTTP requests so far, and the calls in them by method. */
  readonly served: () => { readonly http: number; readonly calls: Readonly<Record<string, number>> };
  readonly close: () => Promise<void>;
};

export type HostedNodeOptions = {
  /** The node whose chain it is. */
  readonly ask: Ask;
  readonly limits?: Partial<NodeLimits>;
  /** Logs of this chain's blocks that the upstream node doesn't have. */
  readonly moreLogs?: readonly NodeLog[];
};

const listOf = (value: string | readonly string[] | null | undefined): readonly string[] | null =>
  value === null || value === undefined
    ? null
    : (typeof value === 'string' ? [value] : value).map((word) => word.toLowerCase());

const matches = (log: NodeLog, filter: z.infer<typeof filterSchema>): boolean => {
  const addresses = listOf(filter.address);
  const block = BigInt(log.blockNumber);
  return (
    block >= BigInt(filter.fromBlock) &&
    block <= BigInt(filter.toBlock) &&
    (addresses === null || addresses.includes(log.address)) &&
    (filter.topics ?? []).every((topic, place) => {
      const wanted = listOf(topic);
      return wanted === null || wanted.includes(log.topics[place] ?? '');
    })
  );
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
};

const getLogs = async (
  request: Request,
  ask: Ask,
  { limits, moreLogs }: { readonly limits: NodeLimits; readonly moreLogs: readonly NodeLog[] },
): Promise<Reply> => {
  const parsed = filterSchema.safeParse(request.params[0]);
  if (!parsed.success) return refusal(-32602, 'invalid argument 0');
  const filter = parsed.data;
  const lists = [filter.address, ...(filter.topics ?? [])].map((list) => listOf(list)?.length ?? 0);
  if (lists.some((length) => length > limits.filterWordsMax))
    return refusal(-32602, `exceed max addresses or topics per search position: ${limits.filterWordsMax}`);
  const head = await ask('eth_blockNumber', []);
  if ('error' in head) return head;
  if (BigInt(filter.toBlock) > BigInt(z.string().parse(head.result)))
    return refusal(-32602, 'block range extends beyond current head block');
  const reply = await ask('eth_getLogs', [filter]);
  if ('error' in reply) return reply;
  const own = z.array(logSchema).parse(reply.result);
  const logs = [...own, ...moreLogs.filter((log) => matches(log, filter))];
  if (logs.length > limits.logsMax)
    return refusal(-32005, `query returned more than ${limits.logsMax} results`);
  if (limits.blockTimestamps) return { result: logs };
  return { result: logs.map(({ blockTimestamp: _, ...log }) => log) };
};

const cappedGas = (call: unknown, gasMax: bigint): unknown => {
  const parsed = z.looseObject({ gas: hexNumber.optional() }).safeParse(call);
  if (!parsed.success) return call;
  const wanted = parsed.data.gas === undefined ? gasMax : BigInt(parsed.data.gas);
  return { ...parsed.data, gas: `0x${(wanted > gasMax ? gasMax : wanted).toString(16)}` };
};

/**
 * A node in front of another one, with the limits of those that one rents: as many logs, as much gas and time as documented,
 * each answer after a delay. Counts what it is asked.
 */
export const startHostedNode = async ({
  ask,
  limits: given = {},
  moreLogs = [],
}: HostedNodeOptions): Promise<HostedNode> => {
  const limits = { ...HOSTED, ...given };
  const calls: Record<string, number> = {};
  let http = 0;
  const answerOne = async (raw: unknown): Promise<object> => {
    const request = requestSchema.safeParse(raw);
    if (!request.success)
      return { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'invalid request' } };
    const { id, method, params } = request.data;
    calls[method] = (calls[method] ?? 0) + 1;
    if (method === 'eth_getLogs')
      return { jsonrpc: '2.0', id, ...(await getLogs(request.data, ask, { limits, moreLogs })) };
    const [call, ...rest] = params;
    const capped = method === 'eth_call' ? [cappedGas(call, limits.callGasMax), ...rest] : params;
    const { result, error } = (await ask(method, capped)) as { result?: unknown; error?: unknown };
    return error === undefined ? { jsonrpc: '2.0', id, result } : { jsonrpc: '2.0', id, error };
  };
  const answer = async (body: unknown): Promise<unknown> => {
    if (!Array.isArray(body)) return answerOne(body);
    if (body.length === 0 || body.length > limits.batchMax)
      return { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'batch too large' } };
    return Promise.all(body.map(answerOne));
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    http += 1;
    const late = sleep(limits.latencyMs);
    const body = await bodyOf(request).catch(() => null);
    const text = JSON.stringify(await answer(body));
    await late;
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    rpcUrl: `http://127.0.0.1:${port}`,
    served: () => ({ http, calls: { ...calls } }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
