import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildMakerTraits, readMakerTraits } from './maker-traits.ts';
import { arbitraryFillMode, arbitraryWord } from './testing/arbitrary-order.ts';

describe('maker traits', () => {
  it('read back exactly what was built, with both hooks and nothing a Balancer refuses', () => {
    fc.assert(
      fc.property(
        arbitraryFillMode,
        fc.integer({ min: 1, max: 2 ** 40 - 1 }),
        fc.boolean(),
        (fillMode, expiresAtSeconds, hasExtension) => {
          const traits = buildMakerTraits({ fillMode, expiresAtSeconds, hasExtension });
          const parts = fillMode.kind === 'parts';
          expect(readMakerTraits(traits)).toEqual({
            allowsPartialFills: parts,
            allowsMultipleFills: parts,
            checksEpoch: parts,
            usesBitInvalidator: !parts,
            callsPreInteraction: true,
            callsPostInteraction: true,
            hasExtension,
            usesPermit2: false,
            unwrapsWeth: false,
            allowedSender: 0n,
            expiresAtSeconds,
            nonceOrEpoch: fillMode.kind === 'parts' ? fillMode.epoch : fillMode.nonce,
            series: fillMode.kind === 'parts' ? fillMode.series : 0n,
          });
        },
      ),
    );
  });

  it('know every bit of a foreign word: reading loses only bit 253 and the unnamed bits 200–246', () => {
    fc.assert(
      fc.property(arbitraryWord(256), (traits) => {
        const read = readMakerTraits(traits);
        const flags: readonly (readonly [boolean, bigint])[] = [
          [!read.allowsPartialFills, 255n],
          [read.allowsMultipleFills, 254n],
          [read.callsPreInteraction, 252n],
          [read.callsPostInteraction, 251n],
          [read.checksEpoch, 250n],
          [read.hasExtension, 249n],
          [read.usesPermit2, 248n],
          [read.unwrapsWeth, 247n],
        ];
        const rebuilt =
          flags.reduce((word, [set, bit]) => (set ? word | (1n << bit) : word), 0n) |
          read.allowedSender |
          (BigInt(read.expiresAtSeconds) << 80n) |
          (read.nonceOrEpoch << 120n) |
          (read.series << 160n);
        const unnamed = (1n << 253n) | (((1n << 47n) - 1n) << 200n);
        expect(rebuilt).toBe(traits & ~unnamed);
      }),
    );
  });

  it('are refused without an expiry, or with a field that does not fit', () => {
    const fillMode = { kind: 'whole', nonce: 0n } as const;
    for (const expiresAtSeconds of [0, -1, 1.5, Number.NaN, 2 ** 40]) {
      expect(() => buildMakerTraits({ fillMode, expiresAtSeconds, hasExtension: false })).toThrow(RangeError);
    }
    const tooBig = { kind: 'parts', series: 0n, epoch: 1n << 40n } as const;
    expect(() => buildMakerTraits({ fillMode: tooBig, expiresAtSeconds: 1, hasExtension: false })).toThrow(
      /epoch/,
    );
  });
});
