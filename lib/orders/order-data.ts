import { type Address, numberToHex } from 'viem';
import type { LimitOrder } from './limit-order.ts';
import type { OrderBody } from './sign-order.ts';

const addressText = (word: bigint): Address => numberToHex(word, { size: 20 });

/** An order's fields as books tell them to each other, in 1inch's form: addresses in hex, amounts as decimal text. */
export const orderDataOf = ({ order, extension }: Pick<OrderBody, 'order' | 'extension'>) => ({
  maker: addressText(order.maker),
  makerAsset: addressText(order.makerAsset),
  takerAsset: addressText(order.takerAsset),
  makerTraits: order.makerTraits.toString(),
  salt: order.salt.toString(),
  makingAmount: order.makingAmount.toString(),
  takingAmount: order.takingAmount.toString(),
  receiver: addressText(order.receiver),
  extension,
});

/** The order that {@link orderDataOf} told of. @throws where a field is no number */
export const orderOfData = (data: Readonly<Record<keyof LimitOrder, string>>): LimitOrder => ({
  salt: BigInt(data.salt),
  maker: BigInt(data.maker),
  receiver: BigInt(data.receiver),
  makerAsset: BigInt(data.makerAsset),
  takerAsset: BigInt(data.takerAsset),
  makingAmount: BigInt(data.makingAmount),
  takingAmount: BigInt(data.takingAmount),
  makerTraits: BigInt(data.makerTraits),
});
