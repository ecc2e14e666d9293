import { z } from 'zod';

/** Asks a node, past every gate. Throws with the method and the node's words where it refuses. */
export type Rpc = (method: string, params?: readonly unknown[]) => Promise<unknown>;

/** Node's own, before anything stands in front of it. */
const realFetch = globalThis.fetch;
const replySchema = z.object({
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

export const rpcOf =
  (url: string): Rpc =>
  async (method, params = []) => {
    const response = await realFetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const reply = replySchema.parse(await response.json());
    if (reply.error !== undefined) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result;
  };
