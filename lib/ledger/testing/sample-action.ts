import { numberToHex } from 'viem';
import type { OrderBody } from '../../orders/sign-order.ts';
import type { Action, Placed } from '../action.ts';

const address = (number: bigint) => numberToHex(number, { size: 20 });

/** A well-formed action that differs from every other number's. */
export const sampleAction = (number: number): Action<OrderBody> => ({
  id: numberToHex(number, { size: 32 }),
  portfolioId: '1',
  chainId: 31_337,
  account: address(0xaan),
  generation: BigInt(number),
  venue: 'order-book',
  leg: { index: number, sliceNumber: 1, sellToken: address(0xbbn), buyToken: address(0xccn) },
  body: {
    kind: 'order',
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
    orderHash: numberToHex(1_000_000 + number, { size: 32 }),
    extension: '0x',
    signature: '0x1234',
    expiresAtSeconds: 2_000_000_000,
  },
});

/** The same as the journal holds it: signed, and shown to nobody. */
export const samplePlaced = (number: number, life: Partial<Placed<OrderBody>> = {}): Placed<OrderBody> => ({
  ...sampleAction(number),
  status: 'signed',
  statusReason: null,
  filledSellUnits: 0n,
  filledBuyUnits: 0n,
  placedAtMicros: null,
  ...life,
});
