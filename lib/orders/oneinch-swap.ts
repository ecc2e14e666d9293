import { type Address, decodeFunctionData, encodeFunctionData, type Hex, parseAbi } from 'viem';

/** `swap` of 1inch's AggregationRouterV6. Source: its verified code, GenericRouter. */
const routerAbi = parseAbi([
  'struct SwapDescription { address srcToken; address dstToken; address srcReceiver; address dstReceiver; uint256 amount; uint256 minReturnAmount; uint256 flags; }',
  'function swap(address executor, SwapDescription desc, bytes data) payable returns (uint256 returnAmount, uint256 spentAmount)',
]);

/** The router may take less than it was given. Source: GenericRouter, `_PARTIAL_FILL`. */
const PARTIAL_FILL = 1n;

/** What such a call trades, and whom it pays; addresses lower-cased. */
export type OneinchSwap = {
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly to: Address;
  readonly amountIn: bigint;
  readonly minOut: bigint;
  /** All of it is sold, or nothing. */
  readonly isWhole: boolean;
};

const lower = (address: string): Address => address.toLowerCase() as Address;

/** What data for 1inch's router does; null where it is another of its functions, or says this one in other bytes. */
export const oneinchSwapIn = (data: Hex): OneinchSwap | null => {
  try {
    const { args } = decodeFunctionData({ abi: routerAbi, data });
    if (encodeFunctionData({ abi: routerAbi, functionName: 'swap', args }) !== data) return null;
    const { srcToken, dstToken, dstReceiver, amount, minReturnAmount, flags } = args[1];
    return {
      ...{ sellToken: lower(srcToken), buyToken: lower(dstToken), to: lower(dstReceiver) },
      ...{ amountIn: amount, minOut: minReturnAmount, isWhole: (flags & PARTIAL_FILL) === 0n },
    };
  } catch {
    return null;
  }
};
