import { type Address, CallExecutionError, ExecutionRevertedError, type Hex } from 'viem';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { anyRefusalOf } from '../../lib/owner/cash-errors.ts';
import { revertDataOf } from '../../lib/owner/contract-errors.ts';
import type { Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

/** The exact bytes of a call, and who sends them. */
export type ExactCall = { readonly sender: Address; readonly target: Address; readonly data: Hex };

/** Nodes refuse to run a call on more gas than a block has; a proposal needs a tenth of it. */
const GAS = 10_000_000n;

/** The node has run the call, and the code refused it. */
export const isRevert = (error: unknown): boolean =>
  error instanceof CallExecutionError &&
  error.walk((cause) => cause instanceof ExecutionRevertedError || revertDataOf(cause) !== null) !== null;

/** Runs a call on a block's state without sending it: null when it goes through, else why it is refused, in words. Fails as the chain does. */
export const simulateCall = (
  chain: ChainClient,
  { sender, target, data }: ExactCall,
  block: Pick<Block, 'number'>,
): Promise<Result<string | null>> =>
  asChainResult(async () => {
    try {
      await chain.call({ account: sender, to: target, data, gas: GAS, blockNumber: block.number });
      return null;
    } catch (error) {
      if (isRevert(error)) return anyRefusalOf(revertDataOf(error) ?? '0x').sentence;
      throw error;
    }
  });
