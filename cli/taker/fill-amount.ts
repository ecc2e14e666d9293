import { encodeAbiParameters, type Hex, keccak256 } from 'viem';

const E6 = 1_000_000n;

export type FillWish = {
  readonly orderHash: Hex;
  /** What the order still has, raw units. */
  readonly remaining: bigint;
  /** The most that can be filled now and that the taker can pay, raw units. */
  readonly fillable: bigint;
  readonly allowsParts: boolean;
  /** How often only a part is taken, 0…1. */
  readonly partialRate: number;
  readonly seed: number;
};

/**
 * How much to take. Chance is derived from seed, order and what remains: a taker that was killed decides the same again,
 * and after a part was filled the question is a new one. A part is 30–70 % of what can be filled.
 */
export const fillAmount = (wish: FillWish): bigint => {
  const { fillable, remaining } = wish;
  if (!wish.allowsParts) return fillable < remaining ? 0n : remaining;
  const most = fillable < remaining ? fillable : remaining;
  const dice = BigInt(
    keccak256(
      encodeAbiParameters(
        [{ type: 'uint256' }, { type: 'bytes32' }, { type: 'uint256' }],
        [BigInt(wish.seed), wish.orderHash, remaining],
      ),
    ),
  );
  if (dice % E6 >= BigInt(Math.round(wish.partialRate * 1_000_000))) return most;
  const shareE6 = 300_000n + ((dice / E6) % 400_001n);
  const part = (most * shareE6) / E6;
  return part > 0n ? part : most;
};
