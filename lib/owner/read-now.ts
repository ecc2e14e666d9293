import { type Ask, quantityOf } from './ask.ts';

/** The time of the newest block, in Unix seconds: the chain's time, not this machine's. @throws what the node says */
export async function readNowSeconds(ask: Ask): Promise<bigint> {
  const block = await ask({ method: 'eth_getBlockByNumber', params: ['latest', false] });
  const timestamp: unknown =
    typeof block === 'object' && block !== null && 'timestamp' in block ? block.timestamp : null;
  return quantityOf(timestamp, 'the time of a block');
}
