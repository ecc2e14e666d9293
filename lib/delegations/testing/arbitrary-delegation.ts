import fc from 'fast-check';
import { type Address, bytesToHex, type Hex } from 'viem';
import type { CaveatTerms } from '../caveat-terms.ts';
import { ROOT_AUTHORITY, type SignedDelegation } from '../delegation.ts';

const bytes = (least: number, most: number): fc.Arbitrary<Hex> =>
  fc.uint8Array({ minLength: least, maxLength: most }).map((array) => bytesToHex(array));

const word = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
const address: fc.Arbitrary<Address> = bytes(20, 20).filter((one) => BigInt(one) !== 0n);

/** A delegation of any content, terms that nobody could read among them. */
export const arbitrarySignedDelegation: fc.Arbitrary<SignedDelegation> = fc.record({
  delegate: address,
  delegator: address,
  authority: fc.oneof(fc.constant(ROOT_AUTHORITY), bytes(32, 32)),
  caveats: fc.array(fc.record({ enforcer: address, terms: bytes(0, 200), args: bytes(0, 40) }), {
    maxLength: 5,
  }),
  salt: word,
  signature: bytes(0, 130),
});

/** Amounts and times that the official kit agrees to write: never 0 where it forbids that, and times that are dates. */
const positive = word.map((value) => (value === 0n ? 1n : value));
const time = fc.bigInt({ min: 1n, max: 253_402_300_799n });

/** Terms of every caveat that we know. */
export const arbitraryTerms: fc.Arbitrary<CaveatTerms> = fc.oneof(
  fc.record({
    kind: fc.constant('period' as const),
    token: address,
    amountUnits: positive,
    periodSeconds: time,
    startSeconds: time,
  }),
  fc
    .tuple(time, time)
    .filter(([one, other]) => one !== other)
    .map(([one, other]) => ({
      kind: 'timestamp' as const,
      afterSeconds: one < other ? one : other,
      beforeSeconds: one < other ? other : one,
    })),
  fc.record({ kind: fc.constant('value' as const), maxWei: word }),
  fc.record({ kind: fc.constant('nonce' as const), nonce: word }),
  fc.record({
    kind: fc.constant('redeemer' as const),
    redeemers: fc.array(address, { minLength: 1, maxLength: 4 }),
  }),
);
