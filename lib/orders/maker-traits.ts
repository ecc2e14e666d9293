import type { UnixSeconds } from '../result.ts';

/**
 * Bit positions of MakerTraits, from
 * `@1inch/limit-order-protocol-contract@4.3.3/contracts/libraries/MakerTraitsLib.sol`. Bit 253 is unused.
 */
export const TRAIT_FLAG = {
  noPartialFills: 1n << 255n,
  allowMultipleFills: 1n << 254n,
  preInteraction: 1n << 252n,
  postInteraction: 1n << 251n,
  checkEpoch: 1n << 250n,
  hasExtension: 1n << 249n,
  usePermit2: 1n << 248n,
  unwrapWeth: 1n << 247n,
} as const;

const ALLOWED_SENDER_MASK = (1n << 80n) - 1n;
const UINT40_MASK = (1n << 40n) - 1n;
const EXPIRATION_OFFSET = 80n;
const NONCE_OR_EPOCH_OFFSET = 120n;
const SERIES_OFFSET = 160n;

/**
 * How an order may be filled. `parts`: by anybody, in any number of parts, revocable by the maker's epoch in its
 * series. `whole`: all at once or not at all, revocable by its nonce's bit. The protocol refuses every mixture, or lets
 * a fill of one unit kill the order.
 */
export type FillMode =
  | { readonly kind: 'parts'; readonly series: bigint; readonly epoch: bigint }
  | { readonly kind: 'whole'; readonly nonce: bigint };

export type MakerTraitsTerms = {
  readonly expiresAtSeconds: UnixSeconds;
  readonly fillMode: FillMode;
  readonly hasExtension: boolean;
};

const uint40 = (value: bigint, name: string): bigint => {
  if (value < 0n || value > UINT40_MASK) throw new RangeError(`${name} does not fit 40 bits: ${value}`);
  return value;
};

const fillModeBits = (mode: FillMode): bigint =>
  mode.kind === 'parts'
    ? TRAIT_FLAG.allowMultipleFills |
      TRAIT_FLAG.checkEpoch |
      (uint40(mode.series, 'series') << SERIES_OFFSET) |
      (uint40(mode.epoch, 'epoch') << NONCE_OR_EPOCH_OFFSET)
    : TRAIT_FLAG.noPartialFills | (uint40(mode.nonce, 'nonce') << NONCE_OR_EPOCH_OFFSET);

/**
 * The only two shapes of traits a Balancer accepts: both hooks set, an expiry, no permit2, no unwrapping, no allowed
 * sender. A zero expiry would mean "never" to the protocol, so it throws.
 */
export const buildMakerTraits = (terms: MakerTraitsTerms): bigint => {
  if (!Number.isSafeInteger(terms.expiresAtSeconds) || terms.expiresAtSeconds <= 0) {
    throw new RangeError(`an order needs an expiry in whole seconds: ${terms.expiresAtSeconds}`);
  }
  return (
    TRAIT_FLAG.preInteraction |
    TRAIT_FLAG.postInteraction |
    (terms.hasExtension ? TRAIT_FLAG.hasExtension : 0n) |
    fillModeBits(terms.fillMode) |
    (uint40(BigInt(terms.expiresAtSeconds), 'expiry') << EXPIRATION_OFFSET)
  );
};

/** Every field of a traits word, whoever made it. */
export type MakerTraits = {
  readonly allowsPartialFills: boolean;
  readonly allowsMultipleFills: boolean;
  readonly callsPreInteraction: boolean;
  readonly callsPostInteraction: boolean;
  readonly checksEpoch: boolean;
  readonly hasExtension: boolean;
  readonly usesPermit2: boolean;
  readonly unwrapsWeth: boolean;
  /** Last 10 bytes of the only address that may fill; 0 = anybody. */
  readonly allowedSender: bigint;
  /** 0 = never. The protocol still fills in the block whose time equals it. */
  readonly expiresAtSeconds: UnixSeconds;
  readonly nonceOrEpoch: bigint;
  readonly series: bigint;
  /** Revoked by a nonce's bit instead of by its remaining amount. */
  readonly usesBitInvalidator: boolean;
};

/** Reads a traits word as `MakerTraitsLib` does. */
export const readMakerTraits = (traits: bigint): MakerTraits => {
  const has = (flag: bigint): boolean => (traits & flag) !== 0n;
  const allowsPartialFills = !has(TRAIT_FLAG.noPartialFills);
  const allowsMultipleFills = has(TRAIT_FLAG.allowMultipleFills);
  return {
    allowsPartialFills,
    allowsMultipleFills,
    callsPreInteraction: has(TRAIT_FLAG.preInteraction),
    callsPostInteraction: has(TRAIT_FLAG.postInteraction),
    checksEpoch: has(TRAIT_FLAG.checkEpoch),
    hasExtension: has(TRAIT_FLAG.hasExtension),
    usesPermit2: has(TRAIT_FLAG.usePermit2),
    unwrapsWeth: has(TRAIT_FLAG.unwrapWeth),
    allowedSender: traits & ALLOWED_SENDER_MASK,
    expiresAtSeconds: Number((traits >> EXPIRATION_OFFSET) & UINT40_MASK),
    nonceOrEpoch: (traits >> NONCE_OR_EPOCH_OFFSET) & UINT40_MASK,
    series: (traits >> SERIES_OFFSET) & UINT40_MASK,
    usesBitInvalidator: !(allowsPartialFills && allowsMultipleFills),
  };
};
