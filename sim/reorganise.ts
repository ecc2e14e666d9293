import { type Hex, hexToNumber, numberToHex } from 'viem';
import { z } from 'zod';
import type { Rpc } from './rpc.ts';

const transaction = z.object({ from: z.string(), to: z.string(), input: z.string() });
const minedBlock = z.object({
  number: z.string().transform((text) => hexToNumber(text as Hex)),
  hash: z.string(),
  timestamp: z.string(),
  transactions: z.array(transaction),
});
type MinedBlock = z.output<typeof minedBlock>;

const blockAt = async (rpc: Rpc, tag: string): Promise<MinedBlock> =>
  minedBlock.parse(await rpc('eth_getBlockByNumber', [tag, true]));

/** What becomes of the transactions of the branch that is left. */
export type Fate = 'dropped' | 're-included';

/** Gas of everything that people send. */
export const GAS = '0x2dc6c0';

/**
 * The newest `depth` blocks give way to others of another miner, as many and up to the same time; transactions that come back do so in
 * later blocks than before. Answers the hashes that are no longer the chain's.
 */
export const reorganise = async (rpc: Rpc, depth: number, fate: Fate): Promise<readonly string[]> => {
  const head = await blockAt(rpc, 'latest');
  const left: MinedBlock[] = [];
  for (let number = head.number - depth + 1; number <= head.number; number += 1)
    left.push(await blockAt(rpc, numberToHex(number)));
  await rpc('anvil_rollback', [depth]);
  // Another miner: the same empty block would be the same block.
  const miner = numberToHex(BigInt(head.hash) & ((1n << 160n) - 1n), { size: 20 });
  await rpc('anvil_setCoinbase', [miner]);
  if (depth > 1) await rpc('anvil_mine', [numberToHex(depth - 1), '0x1']);
  await rpc('evm_setNextBlockTimestamp', [head.timestamp]);
  await rpc('anvil_mine', ['0x1']);
  if (fate === 're-included')
    for (const { from, to, input } of left.flatMap(({ transactions }) => transactions)) {
      await rpc('eth_sendTransaction', [{ from, to, data: input, gas: GAS }]);
      await rpc('evm_mine');
    }
  return left.map(({ hash }) => hash);
};
