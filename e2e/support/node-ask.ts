/** What a node says to one call. */
export type Reply = { readonly result: unknown } | { readonly error: { code: number; message: string } };

/** A node as a function. */
export type Ask = (method: string, params: readonly unknown[]) => Promise<Reply>;

export const refusal = (code: number, message: string): Reply => ({ error: { code, message } });

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
