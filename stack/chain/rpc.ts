import { z } from 'zod';

/** The id that wallets and development tools know for a chain on one's own machine. */
export const CHAIN_ID = 31_337;

const replySchema = z.union([
  z.object({ result: z.unknown(), error: z.undefined().optional() }),
  z.object({ error: z.object({ message: z.string() }) }),
]);

let requestId = 0;

/**
 * One JSON-RPC call to the local chain. Throws with the node's own words when it refuses, or when it does not answer
 * within `timeoutMs`.
 */
export const rpc = async (
  url: string,
  method: string,
  options: { readonly params?: readonly unknown[]; readonly timeoutMs?: number } = {},
): Promise<unknown> => {
  requestId += 1;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: requestId, method, params: options.params ?? [] }),
    signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
  });
  const reply = replySchema.parse(await response.json());
  if (reply.error !== undefined) throw new Error(`${method}: ${reply.error.message}`);
  return reply.result;
};

const blockSchema = z.object({ number: z.string(), timestamp: z.string(), hash: z.string() });

/** The newest block of the local chain. */
export const latestBlock = async (
  url: string,
): Promise<{ number: bigint; timeSeconds: number; hash: string }> => {
  const block = blockSchema.parse(await rpc(url, 'eth_getBlockByNumber', { params: ['latest', false] }));
  return { number: BigInt(block.number), timeSeconds: Number(block.timestamp), hash: block.hash };
};

/** True once the node answers; null while it doesn't. */
export const answersRpc = async (url: string): Promise<true | null> => {
  try {
    await rpc(url, 'eth_chainId', { timeoutMs: 2_000 });
    return true;
  } catch {
    return null;
  }
};

const numberedReplySchema = z.looseObject({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

type Call = readonly [method: string, params: readonly unknown[]];

/** Several calls in one request, answered in their order. Throws with the node's words for the first that it refuses. */
export const callTogether = async (url: string, calls: readonly Call[]): Promise<readonly unknown[]> => {
  if (calls.length === 0) return [];
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(calls.map(([method, params], id) => ({ jsonrpc: '2.0', id, method, params }))),
    signal: AbortSignal.timeout(30_000),
  });
  const replies = new Map(
    z
      .array(numberedReplySchema)
      .parse(await response.json())
      .map((reply) => [reply.id, reply] as const),
  );
  return calls.map(([method], id) => {
    const reply = replies.get(id);
    if (reply === undefined) throw new Error(`${method}: no answer`);
    if (reply.error !== undefined) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result;
  });
};
