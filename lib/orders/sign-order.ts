import type { Address, Hex } from 'viem';
import { ok, type Result, type UnixSeconds } from '../result.ts';
import type { LimitOrder } from './limit-order.ts';
import { readMakerTraits } from './maker-traits.ts';
import { encodeOrderBlob } from './order-blob.ts';

/**
 * Signs a 32-byte digest: 65 bytes r ‖ s ‖ v, low s, v 27 or 28. A key service may answer other bytes each time: what makes signing
 * twice signing once is the order's hash. Fails with `signer-unavailable`, and never throws what the key's keeper has said.
 */
export type SignDigest = (digest: Hex) => Promise<Result<Hex>>;

/** The key of this address, lower-cased; null when it is not at hand. */
export type SignAs = (signer: Address) => SignDigest | null;

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

/** Hashes, signs and wraps an order. The same order and signature give the same bytes. */
export const signOrder = async (
  { order, extension }: Pick<OrderBody, 'order' | 'extension'>,
  { hashOrder, sign }: Signing,
): Promise<Result<OrderBody>> => {
  const orderHash = hashOrder(order);
  const signed = await sign(orderHash);
  if (!signed.ok) return signed;
  const signature = encodeOrderBlob({ order, signature: signed.value, extension });
  const { expiresAtSeconds } = readMakerTraits(order.makerTraits);
  return ok({ kind: 'order', order, orderHash, extension, signature, expiresAtSeconds });
};
