import { type Hex, keccak256, size } from 'viem';

/**
 * 1inch's FeeTaker as `@1inch/limit-order-protocol-contract` 4.3.3 builds it with our compiler: its runtime code with zeros where the
 * constructor writes immutables. Held against the compiled contract by a test.
 */
const KNOWN = {
  bytes: 3_943,
  immutablesAt: [801, 1_192, 1_766],
  hash: '0xeab18ecd371a56627c3c6aea71d29104b323f606552e71478d5535d79e1ad9ab',
} as const;

const WORD_DIGITS = 64;
/** Digits of `0x` and of the bytes before a place. */
const digitsBefore = (byte: number): number => 2 + 2 * byte;

const blanked = (code: string, byte: number): string =>
  code.slice(0, digitsBefore(byte)) + '0'.repeat(WORD_DIGITS) + code.slice(digitsBefore(byte) + WORD_DIGITS);

/** Whether this is the code of the FeeTaker that our tests run, immutables apart. */
export const isKnownFeeTaker = (code: Hex): boolean =>
  size(code) === KNOWN.bytes &&
  keccak256(KNOWN.immutablesAt.reduce(blanked, code.toLowerCase()) as Hex) === KNOWN.hash;
