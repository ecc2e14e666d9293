import { type Address, ContractFunctionExecutionError, ContractFunctionRevertedError, type Hex } from 'viem';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import type { Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

const MAGIC_VALUE = '0x1626ba7e';

export type SignatureToCheck = {
  readonly account: Address;
  readonly hash: Hex;
  /** The bytes a taker would pass as the signature. */
  readonly blob: Hex;
  readonly blockNumber: bigint;
};

/** Asks a contract, at a block, exactly what the protocol will ask it: EIP-1271. A revert is a no. */
export const isSignatureValid = (
  chain: ChainClient,
  { account, hash, blob, blockNumber }: SignatureToCheck,
): Promise<Result<boolean>> =>
  asChainResult(async () => {
    try {
      const answer = await chain.readContract({
        address: account,
        abi: balancerAbi,
        functionName: 'isValidSignature',
        args: [hash, blob],
        blockNumber,
      });
      return answer === MAGIC_VALUE;
    } catch (error) {
      const reverted =
        error instanceof ContractFunctionExecutionError &&
        error.walk((cause) => cause instanceof ContractFunctionRevertedError) !== null;
      if (reverted) return false;
      throw error;
    }
  });
