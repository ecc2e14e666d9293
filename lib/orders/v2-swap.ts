import { type Address, decodeFunctionData, encodeFunctionData, type Hex, parseAbi } from 'viem';
import type { UnixSeconds } from '../result.ts';

/** What of a router of Uniswap V2's form a proposal calls. Source: UniswapV2Router01. */
const swapAbi = parseAbi([
  'function swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, address[] path, address to, uint256 deadline) returns (uint256[])',
]);

export type SwapTerms = {
  readonly amountIn: bigint;
  readonly minOut: bigint;
  readonly path: readonly Address[];
  /** The executor, which hands on what it receives. */
  readonly to: Address;
  readonly deadlineSeconds: UnixSeconds;
};

/** What the executor calls a V2 router with. */
export const v2SwapData = ({ amountIn, minOut, path, to, deadlineSeconds }: SwapTerms): Hex =>
  encodeFunctionData({
    ...{ abi: swapAbi, functionName: 'swapExactTokensForTokens' },
    args: [amountIn, minOut, [...path], to, BigInt(deadlineSeconds)],
  });

/** The path that such data names, lower-cased; null where it is anything else, or says it in other bytes. */
export const v2SwapIn = (data: Hex): SwapTerms | null => {
  try {
    const { args } = decodeFunctionData({ abi: swapAbi, data });
    const [amountIn, minOut, path, to, deadline] = args;
    const terms = {
      ...{ amountIn, minOut, to: to.toLowerCase() as Address, deadlineSeconds: Number(deadline) },
      path: path.map((token) => token.toLowerCase() as Address),
    };
    return v2SwapData(terms) === data ? terms : null;
  } catch {
    return null;
  }
};
