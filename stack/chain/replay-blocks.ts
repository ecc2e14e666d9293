import { z } from 'zod';
import type { BlockHistory, BlockInputs } from './block-history.ts';
import { rpc } from './rpc.ts';

const CHUNK = 128;

/** Where a node stands: its newest block, and the last change of state by a call that it has. */
export type Standing = { readonly head: number; readonly callId: number };

const hashSchema = z.object({ hash: z.string() });

/** True when the block came out the same, to the last bit of its header. */
const remake = async (nodeUrl: string, block: BlockInputs): Promise<boolean> => {
  for (const raw of block.rawTransactions) await rpc(nodeUrl, 'eth_sendRawTransaction', { params: [raw] });
  await rpc(nodeUrl, 'evm_mine', { params: [{ timestamp: block.timeSeconds }] });
  const made = await rpc(nodeUrl, 'eth_getBlockByNumber', { params: ['latest', false] });
  return hashSchema.parse(made).hash === block.hash;
};

/**
 * Makes recorded blocks again on a node: the same transactions at the same time, with the changes of state between them, give
 * the same hash. Answers where the node stands in the end: at `to`, or at the last block that came out the same. It is in
 * automine afterwards.
 */
export const replayBlocks = async (
  nodeUrl: string,
  history: BlockHistory,
  { from, to }: { readonly from: Standing; readonly to: number },
): Promise<Standing> => {
  const calls = [...(await history.callsSince(from.callId))];
  let callId = from.callId;
  const applyUpTo = async (number: number): Promise<void> => {
    while (calls[0] !== undefined && calls[0].after <= number) {
      const { id, method, params } = calls[0];
      await rpc(nodeUrl, method, { params });
      callId = id;
      calls.shift();
    }
  };
  await rpc(nodeUrl, 'evm_setAutomine', { params: [false] });
  let made = from.head;
  for (let start = from.head + 1; start <= to && made === start - 1; start += CHUNK) {
    for (const block of await history.inputs(start, Math.min(start + CHUNK - 1, to))) {
      await applyUpTo(block.number - 1);
      if (!(await remake(nodeUrl, block))) break;
      made = block.number;
    }
  }
  await applyUpTo(made);
  await rpc(nodeUrl, 'evm_setAutomine', { params: [true] });
  return { head: made, callId };
};
