import { base32, base58, base58xrp, bech32, bech32m, createBase58check } from '@scure/base';
import { bytesToHex, isAddress, sha256 } from 'viem';
import { isAccountName } from './names.ts';

/** Where to on a chain: an address, and what some chains want beside it. */
export type Destination = { readonly address: string; readonly memo: string | null };

type Rule = {
  readonly is: (address: string) => boolean;
  /** Without a memo, money for an exchange or custodian is lost there; the page asks whether none is meant. */
  readonly hasMemo: boolean;
  /** Whose it is, where one account has addresses of several forms. */
  readonly accountOf?: (address: string) => string;
};

const hashed = createBase58check((bytes) => sha256(bytes, 'bytes'));

const tried = (read: () => boolean): boolean => {
  try {
    return read();
  } catch {
    // What a library throws about an address that is none says no more than that.
    return false;
  }
};

/** Base58 with a checksum, and one of these bytes before 20 of a hash. */
const isHashOf =
  (...versions: readonly (readonly number[])[]) =>
  (address: string): boolean =>
    tried(() => {
      const bytes = hashed.decode(address);
      return versions.some(
        (version) =>
          bytes.length === version.length + 20 && version.every((byte, index) => bytes[index] === byte),
      );
    });

/** A witness program: version 0 by BIP-173, 1 to 16 by BIP-350. */
const isWitnessOf =
  (prefix: string) =>
  (address: string): boolean =>
    tried(() => {
      const isFirst = address.toLowerCase().startsWith(`${prefix}1q`);
      const coder = isFirst ? bech32 : bech32m;
      const { prefix: found, words } = coder.decode(address as `${string}1${string}`, 90);
      const program = coder.fromWords(words.slice(1));
      const isLength = isFirst
        ? program.length === 20 || program.length === 32
        : program.length >= 2 && program.length <= 40;
      return found === prefix && (words[0] ?? 17) <= 16 && isLength;
    });

const any =
  (...rules: readonly ((address: string) => boolean)[]) =>
  (address: string): boolean =>
    rules.some((is) => is(address));

const isBytes58 = (length: number) => (address: string) =>
  tried(() => base58.decode(address).length === length);

/** What of an address its checksum covers: all but the last four bytes, which are of SHA-256 twice, in the ledger's own alphabet. */
const xrpPayload = (address: string): Uint8Array | null => {
  try {
    const bytes = base58xrp.decode(address);
    const payload = bytes.subarray(0, -4);
    const sum = sha256(sha256(payload, 'bytes'), 'bytes').subarray(0, 4);
    return sum.every((byte, index) => byte === bytes[payload.length + index]) ? payload : null;
  } catch {
    // Not of this alphabet.
    return null;
  }
};

/** Version 0 and 20 bytes. */
const isClassicXrp = (payload: Uint8Array): boolean => payload.length === 21 && payload[0] === 0;

/** XLS-5, of the main net: two bytes, 20 of the account, whether there is a tag, and 8 of it, of which the last four are nothing yet. */
const isTaggedXrp = (payload: Uint8Array): boolean =>
  payload.length === 31 &&
  payload[0] === 0x05 &&
  payload[1] === 0x44 &&
  (payload[22] === 0 || payload[22] === 1) &&
  payload.subarray(payload[22] === 0 ? 23 : 27).every((byte) => byte === 0);

const isXrp = (address: string): boolean => {
  const payload = xrpPayload(address);
  return payload !== null && (isClassicXrp(payload) || isTaggedXrp(payload));
};

/** The account of an address of either kind. */
const xrpAccount = (address: string): string => {
  const payload = xrpPayload(address);
  if (payload === null) return address;
  return bytesToHex(isTaggedXrp(payload) ? payload.subarray(2, 22) : payload.subarray(1));
};

/** CRC-16/XMODEM: polynomial 0x1021, from 0. */
const crc16 = (bytes: Uint8Array): number => {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
};

/** As the library wants it, whole groups of eight; the addresses themselves are never padded. */
const padded32 = (text: string): string =>
  text.includes('=') ? '' : text + '='.repeat((8 - (text.length % 8)) % 8);

/** SEP-23: a version byte and what it is of, then CRC-16 of both with the low byte first. Null = it is none. */
const stellarPayload = (address: string): Uint8Array | null => {
  try {
    const bytes = base32.decode(padded32(address));
    if (bytes.length < 3) return null;
    const payload = bytes.subarray(0, -2);
    const sum = crc16(payload);
    return bytes.at(-2) === (sum & 0xff) && bytes.at(-1) === sum >> 8 ? payload : null;
  } catch {
    // Not of this alphabet, or with bits beyond its last byte.
    return null;
  }
};

const STELLAR_KEY = 6 << 3;
const STELLAR_MUXED = 12 << 3;

/** An account's key (G…), or one with the id of somebody within it, which is its memo (M…). */
const isStellar = (address: string): boolean => {
  const payload = stellarPayload(address);
  return (
    (payload?.length === 33 && payload[0] === STELLAR_KEY) ||
    (payload?.length === 41 && payload[0] === STELLAR_MUXED)
  );
};

const stellarAccount = (address: string): string => {
  const payload = stellarPayload(address);
  return payload === null ? address : bytesToHex(payload.subarray(1, 33));
};

const CARDANO_MAINNET = 1;
const CARDANO_HASH_BYTES = 28;

/**
 * CIP-19, of the main net, paid to a key: with a stake part of its own (types 0 and 2) or without (6). What is paid to a script without its
 * datum is lost, so types 1, 3 and 7 are none; nor are pointers and what is older than Shelley.
 */
const isCardano = (address: string): boolean =>
  tried(() => {
    const { prefix, words } = bech32.decode(address as `${string}1${string}`, 128);
    const bytes = bech32.fromWords(words);
    const [type, net] = [(bytes[0] ?? 0) >> 4, (bytes[0] ?? 0) & 0x0f];
    const parts = type === 6 ? 1 : 2;
    return (
      prefix === 'addr' &&
      net === CARDANO_MAINNET &&
      [0, 2, 6].includes(type) &&
      bytes.length === 1 + parts * CARDANO_HASH_BYTES
    );
  });

const isEvm: Rule = { is: (address) => isAddress(address, { strict: true }), hasMemo: false };
/**
 * A key's own account, or a name under a registrar that is there. Addresses of other chains in lower case are names by NEAR's grammar, of
 * accounts that nobody has.
 */
const isNear = (address: string): boolean =>
  /^[0-9a-f]{64}$/.test(address) || (isAccountName(address) && /\.(near|tg)$/.test(address));

/** 32 bytes, every digit of them: the short form of these chains hides a digit that is missing. */
const isMove: Rule = { is: (address) => /^0x[0-9a-fA-F]{64}$/.test(address), hasMemo: false };
const plain = (is: Rule['is']): Rule => ({ is, hasMemo: false });

/**
 * How an address is told apart from a mistyped one, by the name that 1Click gives a chain. Sources: EIP-55; BIP-13, 141, 173, 350; the chains'
 * own parameters (`chainparams.cpp`); XLS classic addresses; SEP-23; TRON's base58check; CIP-19. A chain without a rule is
 * not withdrawn to, and nothing is deposited from it.
 */
const RULES: ReadonlyMap<string, Rule> = new Map([
  ...[
    ...['eth', 'base', 'arb', 'op', 'pol', 'avax', 'bsc', 'gnosis', 'bera', 'scroll', 'plasma', 'monad'],
    'xlayer',
  ].map((name): [string, Rule] => [name, isEvm]),
  ['btc', plain(any(isHashOf([0x00], [0x05]), isWitnessOf('bc')))],
  ['ltc', plain(any(isHashOf([0x30], [0x32]), isWitnessOf('ltc')))],
  ['doge', plain(isHashOf([0x1e], [0x16]))],
  ['dash', plain(isHashOf([0x4c], [0x10]))],
  ['zec', plain(isHashOf([0x1c, 0xb8], [0x1c, 0xbd]))],
  ['tron', plain(isHashOf([0x41]))],
  ['sol', plain(isBytes58(32))],
  ['near', plain(isNear)],
  ['sui', isMove],
  ['aptos', isMove],
  ['movement', isMove],
  ['cardano', plain(isCardano)],
  ['xrp', { is: isXrp, hasMemo: true, accountOf: xrpAccount }],
  ['stellar', { is: isStellar, hasMemo: true, accountOf: stellarAccount }],
]);

/** Whether an address of that chain can be told from a mistyped one; what is deposited from elsewhere could not be sent back. */
export const canCheckAddresses = (chain: string): boolean => RULES.has(chain);

/** Whether money for this chain may need a memo beside the address. */
export const mayNeedMemo = (chain: string): boolean => RULES.get(chain)?.hasMemo ?? false;

const DIGITS = /^\d{1,20}$/;
const isMemo = (chain: string, memo: string): boolean =>
  chain === 'xrp' ? DIGITS.test(memo) && BigInt(memo) < 1n << 32n : /^[\x20-\x7e]{1,28}$/.test(memo);

/** Chains whose addresses, as they are written, tell no mistyped digit. */
const WITHOUT_CHECKSUM = ['sol', 'near', 'sui', 'aptos', 'movement'];

/** Whether a mistyped digit of that address of that chain would have been told: of an EVM address the case of its letters tells (EIP-55). */
export const hasChecksum = (chain: string, address: string): boolean =>
  !WITHOUT_CHECKSUM.includes(chain) && (RULES.get(chain) !== isEvm || address !== address.toLowerCase());

/**
 * Why nothing is sent to that place on that chain; null = it may be. A checksum tells a mistyped digit where a chain has one: Solana, NEAR,
 * Sui, Aptos and Movement have none, for which a test amount is offered first.
 *
 * @param ours addresses and accounts that deposits are awaited at: what is withdrawn to them goes in a circle
 */
export const whyNotThere = (
  chain: string,
  { address, memo }: Destination,
  ours: readonly string[],
): string | null => {
  const rule = RULES.get(chain);
  if (rule === undefined) return `Addresses of ${chain} can’t be checked here yet, so nothing is sent there.`;
  if (!rule.is(address)) return `${address} is no address of ${chain}.`;
  const whose = (one: string): string => (rule.accountOf?.(one) ?? one).toLowerCase();
  if (ours.some((one) => whose(one) === whose(address)))
    return 'That is an address at which this account awaits deposits.';
  if (memo !== null && !rule.hasMemo) return `${chain} has no memo beside an address.`;
  if (memo !== null && !isMemo(chain, memo)) return `“${memo}” is no memo of ${chain}.`;
  return null;
};

/** How a chain writes an address that has its memo within it. */
const WITH_MEMO: Readonly<Record<string, string>> = {
  xrp: 'the form that begins with X (XLS-5)',
  stellar: 'the form that begins with M (SEP-23)',
};

/**
 * Why no memo goes there beside the address; null = none is meant. A quote has no field for one: what a chain wants beside an address has to be
 * written within it, by the chain's own form.
 */
export const whyNoMemo = (chain: string, address: string, memo: string | null): string | null => {
  if (memo === null) return null;
  const form = WITH_MEMO[chain];
  if (form === undefined) return `${chain} has no memo beside an address.`;
  return `A memo can’t be sent along beside ${address}: ask whoever gets it for the address with its memo within, ${form}.`;
};
