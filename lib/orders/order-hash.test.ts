import {
  Address as SdkAddress,
  Extension as SdkExtension,
  LimitOrder as SdkOrder,
  MakerTraits as SdkTraits,
} from '@1inch/limit-order-sdk';
import fc from 'fast-check';
import { hashTypedData } from 'viem';
import { describe, expect, it } from 'vitest';
import { feeTakerExtension } from './fee-taker-extension.ts';
import { type LimitOrder, orderHasher, orderTypedData, wordToAddress } from './limit-order.ts';
import { buildOrder } from './order-terms.ts';
import { arbitraryFeeTakerTerms, arbitraryOrderParts } from './testing/arbitrary-order.ts';

const sdkAddress = (word: bigint): SdkAddress => new SdkAddress(wordToAddress(word) ?? 'dirty');

/** Always with a chain id: without one the SDK hashes another domain. */
const sdkHash = (order: LimitOrder, extension: string, chainId: number): string =>
  new SdkOrder(
    {
      salt: order.salt,
      maker: sdkAddress(order.maker),
      receiver: sdkAddress(order.receiver),
      makerAsset: sdkAddress(order.makerAsset),
      takerAsset: sdkAddress(order.takerAsset),
      makingAmount: order.makingAmount,
      takingAmount: order.takingAmount,
    },
    new SdkTraits(order.makerTraits),
    SdkExtension.decode(extension),
  ).getOrderHash(chainId);

const arbitraryOrder = fc
  .tuple(arbitraryOrderParts, fc.option(arbitraryFeeTakerTerms))
  .map(([parts, fees]) => {
    const extension = fees === null ? ('0x' as const) : feeTakerExtension({ ...fees, maker: parts.maker });
    const publicBook = fees === null ? null : { extension, feeTaker: fees.feeTaker };
    return { extension, order: buildOrder({ ...parts, publicBook }) };
  });

describe('the order hash', () => {
  it('equals that of the official SDK for 1,000 random orders, with and without the FeeTaker extension', () => {
    fc.assert(
      fc.property(arbitraryOrder, fc.constantFrom(1, 137, 31337), ({ order, extension }, chainId) => {
        expect(orderHasher(chainId)(order)).toBe(sdkHash(order, extension, chainId));
      }),
      { numRuns: 1_000 },
    );
  });

  it('equals the hash of the typed data a wallet would sign', () => {
    fc.assert(
      fc.property(arbitraryOrder, ({ order }) => {
        const typedData = orderTypedData(order, 31337);
        expect(typedData && hashTypedData(typedData)).toBe(orderHasher(31337)(order));
      }),
    );
  });

  it('has no typed data, but a hash of its own, for dirty address words', () => {
    fc.assert(
      fc.property(
        arbitraryOrder,
        fc.constantFrom('maker', 'receiver', 'makerAsset', 'takerAsset'),
        ({ order }, field) => {
          const dirty = { ...order, [field]: order[field] | (1n << 200n) };
          expect(orderTypedData(dirty, 31337)).toBeNull();
          expect(orderHasher(31337)(dirty)).not.toBe(orderHasher(31337)(order));
        },
      ),
    );
  });

  it('is refused for a word beyond 256 bits', () => {
    const order: LimitOrder = {
      salt: 1n << 256n,
      maker: 1n,
      receiver: 0n,
      makerAsset: 1n,
      takerAsset: 1n,
      makingAmount: 1n,
      takingAmount: 1n,
      makerTraits: 0n,
    };
    expect(() => orderHasher(1)(order)).toThrow(RangeError);
  });
});
