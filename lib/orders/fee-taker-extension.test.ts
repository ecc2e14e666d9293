import { Bps, Extension, FeeTakerExt, Address as SdkAddress } from '@1inch/limit-order-sdk';
import fc from 'fast-check';
import { concatHex, type Hex, size } from 'viem';
import { describe, expect, it } from 'vitest';
import { encodeExtension, feeTakerExtension } from './fee-taker-extension.ts';
import { arbitraryAddress, arbitraryBytes, arbitraryFeeTakerTerms } from './testing/arbitrary-order.ts';

const sdk = (address: string): SdkAddress => new SdkAddress(address);

// The SDK writes fees in whole basis points and refuses zero ones with recipients.
const arbitrarySdkTerms = fc
  .record({
    terms: arbitraryFeeTakerTerms,
    integratorFeeBps: fc.integer({ min: 1, max: 6_000 }),
    resolverFeeBps: fc.integer({ min: 1, max: 6_000 }),
  })
  .map(({ terms, integratorFeeBps, resolverFeeBps }) => ({
    ...terms,
    integratorFeeE5: integratorFeeBps * 10,
    resolverFeeE5: resolverFeeBps * 10,
  }));

describe("the canonical extension for 1inch's public book", () => {
  it('equals what the official SDK builds, with the maker as the tail it cannot add itself', () => {
    fc.assert(
      fc.property(arbitrarySdkTerms, (terms) => {
        const protocol = sdk(terms.protocolFeeRecipient);
        const fees = new FeeTakerExt.Fees(
          new FeeTakerExt.ResolverFee(
            protocol,
            new Bps(BigInt(terms.resolverFeeE5 / 10)),
            new Bps(BigInt((100 - terms.whitelistDiscountNumeratorPercent) * 100)),
          ),
          new FeeTakerExt.IntegratorFee(
            sdk(terms.integratorFeeRecipient),
            protocol,
            new Bps(BigInt(terms.integratorFeeE5 / 10)),
            new Bps(BigInt(terms.integratorSharePercent * 100)),
          ),
        );
        const built = FeeTakerExt.FeeTakerExtension.new(
          sdk(terms.feeTaker),
          fees,
          terms.whitelist.map(sdk),
        ).build();
        const tailed = new Extension({
          ...built,
          postInteraction: concatHex([built.postInteraction as Hex, terms.maker]),
        });
        expect(feeTakerExtension(terms)).toBe(tailed.encode());
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a fee, share or whitelist that does not fit its field', () => {
    const [terms] = fc.sample(arbitraryFeeTakerTerms, { numRuns: 1, seed: 7 });
    if (terms === undefined) throw new Error('no sample');
    for (const bad of [
      { integratorFeeE5: 0x1_0000 },
      { integratorFeeE5: -1 },
      { resolverFeeE5: 1.5 },
      { integratorSharePercent: 101 },
      { whitelistDiscountNumeratorPercent: 101 },
      { whitelist: Array.from({ length: 256 }, () => terms.maker) },
    ]) {
      expect(() => feeTakerExtension({ ...terms, ...bad })).toThrow(RangeError);
    }
  });
});

describe('an extension', () => {
  it('is nothing when every field is empty', () => {
    expect(encodeExtension({})).toBe('0x');
    expect(encodeExtension({ predicate: '0x' })).toBe('0x');
  });

  it('is read back field by field by the official SDK', () => {
    fc.assert(
      fc.property(
        arbitraryAddress,
        arbitraryBytes,
        arbitraryBytes,
        (makerAssetSuffix, predicate, postInteraction) => {
          const bytes = encodeExtension({ makerAssetSuffix, predicate, postInteraction });
          const read = Extension.decode(bytes);
          expect(read).toMatchObject({
            makerAssetSuffix,
            predicate,
            postInteraction,
            takingAmountData: '0x',
            customData: '0x',
          });
          expect(size(bytes)).toBe(32 + 20 + size(predicate) + size(postInteraction));
        },
      ),
    );
  });
});
