import { type Ask, chainIdOf, quantityOf } from '../../lib/owner/ask.ts';

const PATIENCE_MS = 15_000;
const LOOPBACK = ['localhost', '127.0.0.1'];
let requests = 0;

/** Null, or why an address can't be a node's, in a sentence. */
export const nodeUrlFault = (text: string): string | null => {
  if (!URL.canParse(text)) return 'That is no address: it begins with https://.';
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '')
    return 'A browser asks no address with a name and a password in it.';
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname))) return null;
  return 'It must begin with https://, or with http:// where the node is on this computer.';
};

/** Speaks JSON-RPC with a node. A refusal rejects as the node gave it, so that a revert can be read; all else with a sentence. */
export const nodeAsk =
  (url: string): Ask =>
  async ({ method, params = [] }) => {
    const { host } = new URL(url);
    requests += 1;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: requests, method, params }),
      signal: AbortSignal.timeout(PATIENCE_MS),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    }).catch((cause: unknown) => {
      throw new Error(
        `Your own node at ${host} doesn’t answer, or answers no page of this site. The settings say what it is used for, and take it away.`,
        { cause },
      );
    });
    const body: unknown = await answer.json().catch(() => null);
    if (typeof body === 'object' && body !== null && 'error' in body && body.error) throw body.error;
    if (typeof body === 'object' && body !== null && 'result' in body) return body.result;
    throw new Error(`What answers at ${host} is no node (HTTP ${answer.status}).`);
  };

const saidBy = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

/** Asks a node which chain it is on. @returns its newest block, or why it can't be used, in a sentence */
export async function checkNode(
  url: string,
  chainId: number,
): Promise<{ readonly ok: true; readonly block: bigint } | { readonly ok: false; readonly why: string }> {
  const ask = nodeAsk(url);
  try {
    const found = await chainIdOf(ask);
    if (found !== chainId)
      return { ok: false, why: `That node is on chain ${found}, not on chain ${chainId}. It is not used.` };
    return { ok: true, block: quantityOf(await ask({ method: 'eth_blockNumber' }), 'eth_blockNumber') };
  } catch (error) {
    return { ok: false, why: saidBy(error) };
  }
}
