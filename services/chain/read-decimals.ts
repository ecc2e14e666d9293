import {
  type Address,
  CallExecutionError,
  decodeFunctionResult,
  ExecutionRevertedError,
  encodeFunctionData,
  erc20Abi,
} from 'viem';
import type { Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

/** Whoever wrote the token may burn that much, and no more. */
const GAS = 100_000n;
const DECIMALS_MAX = 36;
const CALL = { abi: erc20Abi, functionName: 'decimals' } as const;

const decimalsOf = (data: `0x${string}` | undefined): number | null => {
  try {
    const decimals = decodeFunctionResult({ ...CALL, data: data ?? '0x' });
    return decimals <= DECIMALS_MAX ? decimals : null;
  } catch {
    return null;
  }
};

/** Each token's decimals at a block; null of what is no token. Fails as the chain does. @param batching sends them as one batch */
export const readDecimals = async (
  batching: ChainClient,
  tokens: readonly Address[],
  blockNumber: bigint,
): Promise<Result<readonly (number | null)[]>> =>
  asChainResult(() =>
    Promise.all(
      tokens.map(async (to) => {
        const call = { to, data: encodeFunctionData(CALL), blockNumber, gas: GAS };
        const answer = await batching.call(call).catch((error: unknown) => {
          if (
            error instanceof CallExecutionError &&
            error.walk((cause) => cause instanceof ExecutionRevertedError)
          )
            return { data: undefined };
          throw error;
        });
        return decimalsOf(answer.data);
      }),
    ),
  );
