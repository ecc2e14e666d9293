import { type Address, isAddress, numberToHex } from 'viem';

/** Where Limit Order Protocol v4 lives on every main network (inside 1inch's AggregationRouterV6), and on our local chains. */
export const LIMIT_ORDER_PROTOCOL: Address = '0x111111125421ca6dc452d289314280a0f8842a65';

/**
 * An order of Limit Order Protocol v4, as the contract sees it: eight uint256 words. The address fields are whole words
 * because the protocol hashes their upper 96 bits too.
 */
export type LimitOrder = {
  readonly salt: bigint;
  readonly maker: bigint;
  readonly receiver: bigint;
  readonly makerAsset: bigint;
  readonly takerAsset: bigint;
  /** Raw units of the maker asset that the maker gives. */
  readonly makingAmount: bigint;
  /** Raw units of the taker asset that the maker asks for all of it. */
  readonly takingAmount: bigint;
  readonly makerTraits: bigint;
};

/** An address as a clean word. Anything that isn't an address is a bug and throws. */
export const addressToWord = (address: Address): bigint => {
  if (!isAddress(address, { strict: false })) throw new TypeError(`not an address: ${address}`);
  return BigInt(address);
};

/** The address in a word, lower-cased; null when the upper 96 bits are dirty. */
export const wordToAddress = (word: bigint): Address | null =>
  word < 0n || word >> 160n !== 0n ? null : numberToHex(word, { size: 20 });
