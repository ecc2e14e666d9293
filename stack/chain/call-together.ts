import { z } from 'zod';

const replySchema = z.looseObject({
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
      .array(replySchema)
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
