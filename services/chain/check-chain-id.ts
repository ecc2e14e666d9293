import { fail, ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

/** Fails with `wrong-chain` when the node serves another chain than configured: its answers would be about something else. */
export const checkChainId = async (chain: ChainClient): Promise<Result<null>> => {
  const answered = await asChainResult(() => chain.getChainId());
  if (!answered.ok) return answered;
  const wanted = chain.chain?.id;
  return answered.value === wanted
    ? ok(null)
    : fail('wrong-chain', `NETWORK_ID is ${wanted}, but RPC_URL serves chain ${answered.value}.`);
};
