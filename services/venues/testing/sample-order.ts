import { numberToHex } from 'viem';
import type { VenueOrder } from '../../../lib/orders/venue.ts';

/** A well-formed order that differs from every other number's. */
export const sampleOrder = (number: number): VenueOrder => ({
  id: numberToHex(number, { size: 32 }),
  orderHash: numberToHex(1_000_000 + number, { size: 32 }),
  chainId: 31337,
  order: {
    salt: BigInt(number),
    maker: 0xaan,
    receiver: 0n,
    makerAsset: 0xbbn,
    takerAsset: 0xccn,
    makingAmount: 1_000n + BigInt(number),
    takingAmount: 2_000n,
    makerTraits: 0n,
  },
  blob: '0x1234',
  extension: '0x',
  expiresAtSeconds: 2_000_000_000,
});
