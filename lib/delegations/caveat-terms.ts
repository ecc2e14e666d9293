import { type Address, concatHex, type Hex, hexToBigInt, numberToHex, size, sliceHex } from 'viem';
import type { Caveat } from './delegation.ts';

/** What a caveat that we know says. Times are Unix seconds as the contracts hold them, which may be beyond any date. */
export type CaveatTerms =
  /** `ERC20PeriodTransferEnforcer`: at most so much of one token in each period, counted from the start, which is included. */
  | {
      readonly kind: 'period';
      readonly token: Address;
      readonly amountUnits: bigint;
      readonly periodSeconds: bigint;
      readonly startSeconds: bigint;
    }
  /** `TimestampEnforcer`: both edges excluded; 0 = no such edge. */
  | { readonly kind: 'timestamp'; readonly afterSeconds: bigint; readonly beforeSeconds: bigint }
  /** `ValueLteEnforcer`: the most of the native coin in one call. */
  | { readonly kind: 'value'; readonly maxWei: bigint }
  /** `NonceEnforcer`: it ends when the delegator's nonce is raised. */
  | { readonly kind: 'nonce'; readonly nonce: bigint }
  /** `RedeemerEnforcer`: who may redeem it. */
  | { readonly kind: 'redeemer'; readonly redeemers: readonly Address[] };

export type CaveatKind = CaveatTerms['kind'];

/** Where a chain has the enforcers that we know. */
export type Enforcers = Readonly<Record<CaveatKind, Address>>;

const WORD = 32;
const ADDRESS = 20;

const word = (value: bigint): Hex => numberToHex(value, { size: WORD });
const half = (value: bigint): Hex => numberToHex(value, { size: WORD / 2 });

/** Terms as their enforcer reads them. @throws where a number doesn't fit its place */
export const encodeTerms = (terms: CaveatTerms): Hex => {
  switch (terms.kind) {
    case 'period':
      return concatHex([
        terms.token,
        ...[word(terms.amountUnits), word(terms.periodSeconds), word(terms.startSeconds)],
      ]);
    case 'timestamp':
      return concatHex([half(terms.afterSeconds), half(terms.beforeSeconds)]);
    case 'value':
      return word(terms.maxWei);
    case 'nonce':
      return word(terms.nonce);
    case 'redeemer':
      return concatHex([...terms.redeemers]);
  }
};

const numberAt = (terms: Hex, from: number, bytes: number): bigint =>
  hexToBigInt(sliceHex(terms, from, from + bytes));
const addressAt = (terms: Hex, from: number): Address =>
  sliceHex(terms, from, from + ADDRESS).toLowerCase() as Address;

const DECODERS: Readonly<Record<CaveatKind, (terms: Hex, bytes: number) => CaveatTerms | null>> = {
  period: (terms, bytes) =>
    bytes === ADDRESS + 3 * WORD
      ? {
          kind: 'period',
          token: addressAt(terms, 0),
          amountUnits: numberAt(terms, ADDRESS, WORD),
          periodSeconds: numberAt(terms, ADDRESS + WORD, WORD),
          startSeconds: numberAt(terms, ADDRESS + 2 * WORD, WORD),
        }
      : null,
  timestamp: (terms, bytes) =>
    bytes === WORD
      ? {
          kind: 'timestamp',
          afterSeconds: numberAt(terms, 0, WORD / 2),
          beforeSeconds: numberAt(terms, WORD / 2, WORD / 2),
        }
      : null,
  value: (terms, bytes) => (bytes === WORD ? { kind: 'value', maxWei: numberAt(terms, 0, WORD) } : null),
  nonce: (terms, bytes) => (bytes === WORD ? { kind: 'nonce', nonce: numberAt(terms, 0, WORD) } : null),
  redeemer: (terms, bytes) =>
    bytes > 0 && bytes % ADDRESS === 0
      ? {
          kind: 'redeemer',
          redeemers: Array.from({ length: bytes / ADDRESS }, (_, index) => addressAt(terms, index * ADDRESS)),
        }
      : null,
};

const KINDS = Object.keys(DECODERS) as readonly CaveatKind[];

/** Which caveat an enforcer's address stands for; null = none that we know. */
export const caveatKind = (enforcer: Address, enforcers: Enforcers): CaveatKind | null =>
  KINDS.find((kind) => enforcers[kind].toLowerCase() === enforcer.toLowerCase()) ?? null;

/** What terms say to the enforcer of a kind, addresses in lower case; null where it would refuse their length. */
export const decodeTerms = (kind: CaveatKind, terms: Hex): CaveatTerms | null =>
  DECODERS[kind](terms, size(terms));

/** A caveat for the enforcer that a chain has of its kind. */
export const caveatOf = (terms: CaveatTerms, enforcers: Enforcers): Caveat => ({
  enforcer: enforcers[terms.kind],
  terms: encodeTerms(terms),
  args: '0x',
});
