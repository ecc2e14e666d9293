import fc from 'fast-check';
import { type Address, bytesToHex, type Hex } from 'viem';
import type { FeeTakerTerms } from '../fee-taker-extension.ts';
import type { FillMode } from '../maker-traits.ts';
import type { Proposal } from '../proposal-typed-data.ts';

export const arbitraryWord = (bits: number): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });

const hexOf = (bytes: number): fc.Arbitrary<Hex> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((array) => bytesToHex(array));

export const arbitraryHash: fc.Arbitrary<Hex> = hexOf(32);
/** Never the zero address. */
export const arbitraryAddress: fc.Arbitrary<Address> = hexOf(20).filter((address) => BigInt(address) !== 0n);
/** Any bytes, up to 200. */
export const arbitraryBytes: fc.Arbitrary<Hex> = fc
  .uint8Array({ maxLength: 200 })
  .map((array) => bytesToHex(array));

export const arbitraryFillMode: fc.Arbitrary<FillMode> = fc.oneof(
  fc.record({ kind: fc.constant('parts' as const), series: arbitraryWord(40), epoch: arbitraryWord(40) }),
  fc.record({ kind: fc.constant('whole' as const), nonce: arbitraryWord(40) }),
);

export const arbitraryFeeTakerTerms: fc.Arbitrary<FeeTakerTerms> = fc.record({
  feeTaker: arbitraryAddress,
  maker: arbitraryAddress,
  integratorFeeRecipient: arbitraryAddress,
  protocolFeeRecipient: arbitraryAddress,
  integratorFeeE5: fc.integer({ min: 0, max: 0xffff }),
  integratorSharePercent: fc.integer({ min: 0, max: 100 }),
  resolverFeeE5: fc.integer({ min: 0, max: 0xffff }),
  whitelistDiscountNumeratorPercent: fc.integer({ min: 0, max: 100 }),
  whitelist: fc.array(arbitraryAddress, { maxLength: 5 }),
});

/** The parts from which `buildOrder` makes an order, of every shape a Balancer accepts. */
export const arbitraryOrderParts = fc.record({
  contentId: arbitraryHash,
  maker: arbitraryAddress,
  generation: arbitraryWord(40),
  fillMode: arbitraryFillMode,
  nowSeconds: fc.integer({ min: 1, max: 2 ** 39 }),
  orderTtlMaxSeconds: fc.integer({ min: 60, max: 30 * 86_400 }),
  leg: fc
    .record({
      sellToken: arbitraryAddress,
      buyToken: arbitraryAddress,
      sellUnits: arbitraryWord(120),
      buyUnits: arbitraryWord(120),
      limit: fc.record({ expiresInSeconds: fc.integer({ min: 1, max: 86_400 * 60 }) }),
    })
    .map((leg) => ({ ...leg, sellUnits: leg.sellUnits + 1n, buyUnits: leg.buyUnits + 1n })),
});

/** A proposal of any content, on any chain. */
export const arbitraryProposal: fc.Arbitrary<Proposal> = fc.record({
  chainId: fc.integer({ min: 1, max: 2 ** 31 }),
  portfolio: arbitraryAddress,
  swaps: fc.array(
    fc.record({
      router: arbitraryAddress,
      tokenIn: arbitraryAddress,
      amountIn: arbitraryWord(256),
      tokenOut: arbitraryAddress,
      minOut: arbitraryWord(256),
      data: arbitraryBytes,
    }),
    { maxLength: 4 },
  ),
  nonce: arbitraryWord(256),
  generation: arbitraryWord(40),
  deadlineSeconds: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
});
