import { type Hex, keccak256, size } from 'viem';

type Build = {
  readonly bytes: number;
  /** Where the constructor writes addresses: the protocol's, the access token's, wrapped ether's. */
  readonly immutablesAt: readonly number[];
  /** Keccak-256 of the runtime code with zeros there. */
  readonly hash: Hex;
};

/** Builds of 1inch's FeeTaker whose code is known. */
const KNOWN: readonly Build[] = [
  // `@1inch/limit-order-protocol-contract` 4.3.3 by our compiler. Held against the compiled contract by a test.
  {
    bytes: 3_943,
    immutablesAt: [801, 1_192, 1_766],
    hash: '0xeab18ecd371a56627c3c6aea71d29104b323f606552e71478d5535d79e1ad9ab',
  },
  // As 1inch records it to have deployed on main net, Arbitrum, Base, BNB Chain, Gnosis, Optimism, Polygon, Sonic and Unichain:
  // `deployments/*/FeeTaker.json` of github.com/1inch/limit-order-protocol at 4ae43ed6.
  {
    bytes: 5_567,
    immutablesAt: [1_153, 1_515, 2_465],
    hash: '0xdafff33cb880d6e8222aff9068273d216fa2ac138b4a1cc9730c47fb7cf0feb9',
  },
  // The same record, of Avalanche and Kaia.
  {
    bytes: 5_849,
    immutablesAt: [1_163, 1_534, 2_538],
    hash: '0x9a5b68b1411a1732860d6cad67be1b3307cd8de2ac70b5de0eba44b9dd637135',
  },
];

const WORD_DIGITS = 64;
/** Digits of `0x` and of the bytes before a place. */
const digitsBefore = (byte: number): number => 2 + 2 * byte;

const blanked = (code: string, byte: number): string =>
  code.slice(0, digitsBefore(byte)) + '0'.repeat(WORD_DIGITS) + code.slice(digitsBefore(byte) + WORD_DIGITS);

const isBuild = (code: Hex, { bytes, immutablesAt, hash }: Build): boolean =>
  size(code) === bytes && keccak256(immutablesAt.reduce(blanked, code.toLowerCase()) as Hex) === hash;

/** Whether this is the code of a FeeTaker that our tests run or that 1inch says it has deployed, immutables apart. */
export const isKnownFeeTaker = (code: Hex): boolean => KNOWN.some((build) => isBuild(code, build));
