import { Agent, request } from 'node:http';
import { z } from 'zod';

/** Asks a node, past every gate. Throws with the method and the node's words where it refuses. */
export type Rpc = (method: string, params?: readonly unknown[]) => Promise<unknown>;

/** A node's answer as it came. */
export type NodeReply = { readonly status: number; readonly text: string };
type Post = (url: string, body: string) => Promise<NodeReply>;

const agent = new Agent({ keepAlive: true });
const replySchema = z.object({
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

/** Over connections that stay open, without what `fetch` does for pages: it took more of a scenario than the node itself. */
export const post: Post = (url, body) =>
  new Promise((resolve, reject) => {
    const asked = request(url, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    asked.once('error', reject);
    asked.once('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      );
    });
    asked.end(body);
  });

export const rpcOf =
  (url: string): Rpc =>
  async (method, params = []) => {
    const { text } = await post(url, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
    const reply = replySchema.parse(JSON.parse(text));
    if (reply.error !== undefined) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result;
  };
