import { type Address, decodeFunctionResult, encodeFunctionData, erc20Abi, getAbiItem, type Hex } from 'viem';
import { ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';
import { isRevert } from './simulate-call.ts';

/** Whoever wrote the token may burn that much, and no more. */
const GAS = 200_000n;
/** Blocks that most nodes search in one request. */
const BLOCKS_SEARCHED = 5_000n;
/** An account that has code only because it lets a contract act for it (EIP-7702) is still an account. */
const DELEGATED = '0xef0100';

/** What an address has, all of it at one block. */
export type Holdings = {
  readonly isContract: boolean;
  readonly nativeWei: bigint;
  /** Of the tokens asked for; null of one that doesn't answer. */
  readonly units: readonly (bigint | null)[];
};

export type HoldingsQuestion = {
  readonly holder: Address;
  readonly tokens: readonly Address[];
  readonly blockNumber: bigint;
};

const unitsOf = (data: Hex | undefined): bigint | null => {
  try {
    return decodeFunctionResult({ abi: erc20Abi, functionName: 'balanceOf', data: data ?? '0x' });
  } catch {
    return null;
  }
};

/** Reads an address without asking it for anything. Fails as the chain does. @param batching sends what is asked as one batch */
export const readHoldings = (
  batching: ChainClient,
  { holder, tokens, blockNumber }: HoldingsQuestion,
): Promise<Result<Holdings>> =>
  asChainResult(async () => {
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [holder] });
    const balanceOf = (to: Address) =>
      batching.call({ to, data, blockNumber, gas: GAS }).then(
        (answer) => unitsOf(answer.data),
        (error: unknown) => {
          if (isRevert(error)) return null;
          throw error;
        },
      );
    const [code, nativeWei, units] = await Promise.all([
      batching.getCode({ address: holder, blockNumber }),
      batching.getBalance({ address: holder, blockNumber }),
      Promise.all(tokens.map(balanceOf)),
    ]);
    const isContract = code !== undefined && code !== '0x' && !code.startsWith(DELEGATED);
    return { isContract, nativeWei, units };
  });

/**
 * The tokens that have come to an address in the newest blocks, whatever they are; null where the node doesn't search that far. An index of
 * all that an address holds exists nowhere on the chain.
 */
export const readArrivals = async (
  chain: ChainClient,
  { holder, blockNumber }: Pick<HoldingsQuestion, 'holder' | 'blockNumber'>,
): Promise<Result<ReadonlySet<string> | null>> => {
  const logs = await asChainResult(() =>
    chain.getLogs({
      event: getAbiItem({ abi: erc20Abi, name: 'Transfer' }),
      args: { to: holder },
      fromBlock: blockNumber > BLOCKS_SEARCHED ? blockNumber - BLOCKS_SEARCHED : 0n,
      toBlock: blockNumber,
    }),
  );
  return ok(logs.ok ? new Set(logs.value.map(({ address }) => address.toLowerCase())) : null);
};
