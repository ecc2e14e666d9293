import type { Ask } from '../lib/owner/ask.ts';

const PATIENCE_MS = 15_000;
let requests = 0;

/** Speaks JSON-RPC with the node at an address that somebody typed in. */
export function nodeAt(url: string): Ask {
  return async ({ method, params = [] }) => {
    requests += 1;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: requests, method, params }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((cause: unknown) => {
      throw new Error(`No node answers at ${url}.`, { cause });
    });
    const body: unknown = await answer.json().catch(() => null);
    if (typeof body === 'object' && body !== null && 'error' in body && body.error) throw body.error;
    if (typeof body === 'object' && body !== null && 'result' in body) return body.result;
    throw new Error(`What answers at ${url} is no node (HTTP ${answer.status}).`);
  };
}
