import { type Hex, keccak256 } from 'viem';

const LOW_160 = (1n << 160n) - 1n;
const GENERATION_BITS = 40n;
const GENERATION_OFFSET = 160n;
const GENERATION_MASK = ((1n << GENERATION_BITS) - 1n) << GENERATION_OFFSET;

/** What a salt is made of. */
export type SaltTerms = {
  /** The order's content-derived id; all free bits come from it, so that the same content has the same salt. */
  readonly contentId: Hex;
  /** The contract's generation at signing. */
  readonly generation: bigint;
  /** `0x` for none. */
  readonly extension: Hex;
};

/**
 * The salt of an order: bits 160–199 carry the contract's generation; with an extension the low 160 bits are those of
 * its hash (`OrderLib.isValidExtension` demands it); everything else is the content id's.
 */
export const orderSalt = ({ contentId, generation, extension }: SaltTerms): bigint => {
  if (generation < 0n || generation >> GENERATION_BITS !== 0n)
    throw new RangeError(`generation does not fit 40 bits: ${generation}`);
  const content = BigInt(contentId);
  const low = extension === '0x' ? content : BigInt(keccak256(extension));
  return (content & ~LOW_160 & ~GENERATION_MASK) | (generation << GENERATION_OFFSET) | (low & LOW_160);
};

/** The generation a salt carries. */
export const saltGeneration = (salt: bigint): bigint => (salt & GENERATION_MASK) >> GENERATION_OFFSET;
