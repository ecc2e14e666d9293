import { decodeAbiParameters, encodeAbiParameters, type Hex } from 'viem';
import type { LimitOrder } from './limit-order.ts';

const BLOB_PARAMETERS = [
  {
    name: 'order',
    type: 'tuple',
    components: [
      { name: 'salt', type: 'uint256' },
      { name: 'maker', type: 'uint256' },
      { name: 'receiver', type: 'uint256' },
      { name: 'makerAsset', type: 'uint256' },
      { name: 'takerAsset', type: 'uint256' },
      { name: 'makingAmount', type: 'uint256' },
      { name: 'takingAmount', type: 'uint256' },
      { name: 'makerTraits', type: 'uint256' },
    ],
  },
  { name: 'signature', type: 'bytes' },
  { name: 'extension', type: 'bytes' },
] as const;

/** What the EIP-1271 signature of a Balancer's order carries. */
export type OrderBlob = {
  readonly order: LimitOrder;
  /** Of the order hash, by the contract's signer or its owner. */
  readonly signature: Hex;
  /** `0x` for none. */
  readonly extension: Hex;
};

/** `abi.encode(IOrderMixin.Order order, bytes signature, bytes extension)`: what the taker passes as the signature. */
export const encodeOrderBlob = ({ order, signature, extension }: OrderBlob): Hex =>
  encodeAbiParameters(BLOB_PARAMETERS, [order, signature, extension]);

/** The parts of a blob; null unless the bytes are exactly what `encodeOrderBlob` makes of them. */
export const decodeOrderBlob = (blob: Hex): OrderBlob | null => {
  try {
    const [order, signature, extension] = decodeAbiParameters(BLOB_PARAMETERS, blob);
    const parts = { order, signature, extension };
    return encodeOrderBlob(parts) === blob.toLowerCase() ? parts : null;
  } catch {
    return null;
  }
};
