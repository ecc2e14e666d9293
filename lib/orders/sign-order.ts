import type { Hex } from 'viem';
import type { LimitOrder } from './limit-order.ts';
import { encodeOrderBlob } from './order-blob.ts';

/**
 * Signs a 32-byte digest with the bot's key: 65 bytes r ‖ s ‖ v, low s, v 27 or 28. Must be deterministic (RFC 6979),
 * so that signing twice is signing once. Throws when the key can't be reached.
 */
export type SignDigest = (digest: Hex) => Hex | Promise<Hex>;

export type SignedOrder = {
  readonly order: LimitOrder;
  readonly orderHash: Hex;
  /** `0x` for none. */
  readonly extension: Hex;
  /** The EIP-1271 blob: what a taker passes as the signature. */
  readonly blob: Hex;
};

export type OrderToSign = {
  readonly order: LimitOrder;
  readonly extension: Hex;
  /** From `orderHasher` of the order's chain. */
  readonly hashOrder: (order: LimitOrder) => Hex;
  readonly sign: SignDigest;
};

/** Hashes, signs and wraps an order. The same order and key give the same bytes. */
export const signOrder = async ({ order, extension, hashOrder, sign }: OrderToSign): Promise<SignedOrder> => {
  const orderHash = hashOrder(order);
  const signature = await sign(orderHash);
  return { order, orderHash, extension, blob: encodeOrderBlob({ order, signature, extension }) };
};
