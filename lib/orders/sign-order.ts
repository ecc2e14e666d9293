import type { Hex } from 'viem';
import type { UnixSeconds } from '../result.ts';
import type { LimitOrder } from './limit-order.ts';
import { readMakerTraits } from './maker-traits.ts';
import { encodeOrderBlob } from './order-blob.ts';

/**
 * Signs a 32-byte digest with the bot's key: 65 bytes r ‖ s ‖ v, low s, v 27 or 28. Must be deterministic (RFC 6979),
 * so that signing twice is signing once. Throws when the key can't be reached.
 */
export type SignDigest = (digest: Hex) => Hex | Promise<Hex>;

/** A signed order, as a venue gets it and a taker fills it. */
export type OrderBody = {
  readonly kind: 'order';
  readonly order: LimitOrder;
  /** The protocol's own hash of it. */
  readonly orderHash: Hex;
  /** `0x` for none. */
  readonly extension: Hex;
  /** The EIP-1271 blob: what a taker passes as the signature. */
  readonly signature: Hex;
  readonly expiresAtSeconds: UnixSeconds;
};

export type Signing = {
  /** From `orderHasher` of the order's chain. */
  readonly hashOrder: (order: LimitOrder) => Hex;
  readonly sign: SignDigest;
};

/** Hashes, signs and wraps an order. The same order and key give the same bytes. */
export const signOrder = async (
  { order, extension }: Pick<OrderBody, 'order' | 'extension'>,
  { hashOrder, sign }: Signing,
): Promise<OrderBody> => {
  const orderHash = hashOrder(order);
  const signature = encodeOrderBlob({ order, signature: await sign(orderHash), extension });
  const { expiresAtSeconds } = readMakerTraits(order.makerTraits);
  return { kind: 'order', order, orderHash, extension, signature, expiresAtSeconds };
};
