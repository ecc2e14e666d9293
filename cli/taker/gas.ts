import type { TakerClient } from './client.ts';

/** A fill that needs more is somebody else's code burning the taker's gas. */
export const GAS_LIMIT_MAX = 3_000_000n;

export type Fees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };

/** What the taker offers for gas: two blocks of a rising base fee, and a small tip. */
export const offeredFees = async (client: TakerClient): Promise<Fees> => {
  const [block, tip] = await Promise.all([
    client.getBlock({ blockTag: 'latest' }),
    client.estimateMaxPriorityFeePerGas().catch(() => 0n),
  ]);
  const baseFee = block.baseFeePerGas ?? 0n;
  return { maxFeePerGas: (baseFee * 5n) / 4n + tip + 1n, maxPriorityFeePerGas: tip };
};

/** Head room for the difference between an estimate and the block it lands in. */
export const gasLimitFor = (estimate: bigint): bigint => (estimate * 5n) / 4n;
