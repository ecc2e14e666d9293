import type { Ask } from '../../lib/owner/ask.ts';
import { checkNode, nodeAsk } from './node-ask.ts';
import { nodeUrlOf } from './own-nodes.ts';

/**
 * What is read of the chain itself. What is signed and sent goes by the wallet, and so does what becomes of it: another node may not know
 * of it yet, and would have it look lost.
 */
const READS: ReadonlySet<string> = new Set([
  'eth_blockNumber',
  'eth_call',
  'eth_estimateGas',
  'eth_getBalance',
  'eth_getBlockByNumber',
  'eth_getCode',
  'eth_getLogs',
  'eth_simulateV1',
]);

/** By chain and address: whether it is on that chain is asked once on every page. */
const checks = new Map<string, ReturnType<typeof checkNode>>();

const checkedOnce = async (url: string, chainId: number): Promise<Ask> => {
  const key = `${chainId} ${url}`;
  const check = checks.get(key) ?? checkNode(url, chainId);
  checks.set(key, check);
  const checked = await check;
  if (checked.ok) return nodeAsk(url);
  // The next question tries again.
  checks.delete(key);
  throw new Error(checked.why);
};

/** A wallet whose reads of this chain go to the node that this browser's person chose, if any. */
export const readByOwnNode =
  (wallet: Ask, chainId: number): Ask =>
  async (request) => {
    const url = READS.has(request.method) ? nodeUrlOf(chainId) : null;
    return url === null ? wallet(request) : (await checkedOnce(url, chainId))(request);
  };
