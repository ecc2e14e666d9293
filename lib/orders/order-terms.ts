import { type Address, type Hex, keccak256 } from 'viem';
import type { Leg } from '../engine/decision.ts';
import type { UnixSeconds } from '../result.ts';
import { addressToWord, type LimitOrder } from './limit-order.ts';
import { buildMakerTraits, type FillMode } from './maker-traits.ts';

const LOW_160 = (1n << 160n) - 1n;
const GENERATION_BITS = 40n;
const GENERATION_OFFSET = 160n;
const GENERATION_MASK = ((1n << GENERATION_BITS) - 1n) << GENERATION_OFFSET;

/** What a salt is made of. */
type SaltTerms = {
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

/** Whether a salt names an extension, as the protocol demands (`OrderLib.isValidExtension`). */
export const isBoundTo = (salt: bigint, extension: Hex): boolean =>
  (salt & LOW_160) === (BigInt(keccak256(extension)) & LOW_160);

/** What 1inch's FeeTaker extension changes in an order: its bytes, and FeeTaker as the receiver. */
export type PublicBookTerms = {
  readonly extension: Hex;
  readonly feeTaker: Address;
};

export type OrderTerms = {
  readonly contentId: Hex;
  /** The Balancer. */
  readonly maker: Address;
  readonly generation: bigint;
  readonly fillMode: FillMode;
  /** Time of the block the decision saw. */
  readonly nowSeconds: UnixSeconds;
  /** The contract's own limit of an order's life. */
  readonly orderTtlMaxSeconds: number;
  readonly leg: Pick<Leg, 'sellToken' | 'buyToken' | 'sellUnits' | 'buyUnits'> & {
    readonly limit: Pick<Leg['limit'], 'expiresInSeconds'>;
  };
  /** Null for the project's own order book. */
  readonly publicBook: PublicBookTerms | null;
};

/**
 * When an order of this life ends: the policy's wish, never beyond the contract's limit. The contract measures from the
 * block of the first fill, which is never before `nowSeconds`.
 */
export const orderExpiry = (
  terms: Pick<OrderTerms, 'nowSeconds' | 'orderTtlMaxSeconds' | 'leg'>,
): UnixSeconds => terms.nowSeconds + Math.min(terms.leg.limit.expiresInSeconds, terms.orderTtlMaxSeconds);

/**
 * The order of one leg. It gives `sellUnits` and asks `buyUnits`, which the engine has rounded up; the protocol rounds
 * each part's payment up again, so no number of parts pays less. Same terms, same order, bit for bit.
 */
export const buildOrder = (terms: OrderTerms): LimitOrder => {
  const { leg, publicBook } = terms;
  if (leg.sellUnits <= 0n || leg.buyUnits <= 0n)
    throw new RangeError('an order gives and asks for something');
  return {
    salt: orderSalt({
      contentId: terms.contentId,
      generation: terms.generation,
      extension: publicBook?.extension ?? '0x',
    }),
    maker: addressToWord(terms.maker),
    receiver: publicBook === null ? 0n : addressToWord(publicBook.feeTaker),
    makerAsset: addressToWord(leg.sellToken),
    takerAsset: addressToWord(leg.buyToken),
    makingAmount: leg.sellUnits,
    takingAmount: leg.buyUnits,
    makerTraits: buildMakerTraits({
      expiresAtSeconds: orderExpiry(terms),
      fillMode: terms.fillMode,
      hasExtension: publicBook !== null,
    }),
  };
};

/** Payment for a part of an order, as the protocol computes it: rounded up, for the maker. `AmountCalculatorLib.getTakingAmount`. */
export const takingAmountUp = (
  order: Pick<LimitOrder, 'makingAmount' | 'takingAmount'>,
  makingAmount: bigint,
): bigint => (makingAmount * order.takingAmount + order.makingAmount - 1n) / order.makingAmount;
