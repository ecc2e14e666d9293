import { type Address, encodeFunctionData, type Hex, numberToHex, size } from 'viem';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import type { BookEntry } from './book-entry.ts';

/** 1inch's AggregationRouterV6, which holds Limit Order Protocol v4 on every main network. */
export const PROTOCOL_ADDRESS: Address = '0x111111125421ca6dc452d289314280a0f8842a65';

// Bit positions: MakerTraitsLib and TakerTraitsLib of @1inch/limit-order-protocol-contract 4.3.3.
const NO_PARTIAL_FILLS = 1n << 255n;
const ALLOW_MULTIPLE_FILLS = 1n << 254n;
const EXPIRATION_OFFSET = 80n;
const UINT40_MASK = (1n << 40n) - 1n;
const MAKER_AMOUNT_FLAG = 1n << 255n;
const EXTENSION_LENGTH_OFFSET = 224n;
const THRESHOLD_MAX = (1n << 184n) - 1n;

export type Order = BookEntry['order'];

/** An address word as an address, lower-cased; null when its upper bits are dirty. */
export const addressOf = (word: bigint): Address | null =>
  word >> 160n === 0n ? numberToHex(word, { size: 20 }) : null;

/** May be filled in several parts. */
export const allowsParts = (order: Order): boolean =>
  (order.makerTraits & NO_PARTIAL_FILLS) === 0n && (order.makerTraits & ALLOW_MULTIPLE_FILLS) !== 0n;

/** Last second in which the order can be filled; null = never expires. */
export const expiryOf = (order: Order): number | null => {
  const expiry = Number((order.makerTraits >> EXPIRATION_OFFSET) & UINT40_MASK);
  return expiry === 0 ? null : expiry;
};

/** Payment for a part as the protocol computes it without an extension: rounded up. */
export const linearTakingAmount = (order: Order, makingAmount: bigint): bigint =>
  (makingAmount * order.takingAmount + order.makingAmount - 1n) / order.makingAmount;

/** The largest part that `takingUnits` pay for. */
export const makingAmountFor = (order: Order, takingUnits: bigint): bigint =>
  (takingUnits * order.makingAmount) / order.takingAmount;

export type Fill = {
  readonly entry: BookEntry;
  readonly makingAmount: bigint;
  /** The most the taker pays for it; above zero, or the protocol would not check. */
  readonly takingAmountMax: bigint;
};

/** Calldata that fills exactly `makingAmount` for at most `takingAmountMax`, to the sender. */
export const fillCalldata = ({ entry, makingAmount, takingAmountMax }: Fill): Hex => {
  if (takingAmountMax <= 0n || takingAmountMax > THRESHOLD_MAX)
    throw new RangeError('a fill needs a payable limit');
  const { order, signature, extension } = entry;
  const traits = MAKER_AMOUNT_FLAG | (BigInt(size(extension)) << EXTENSION_LENGTH_OFFSET) | takingAmountMax;
  return encodeFunctionData({
    abi: limitOrderProtocolAbi,
    functionName: 'fillContractOrderArgs',
    args: [order, signature, makingAmount, traits, extension],
  });
};
