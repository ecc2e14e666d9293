import {
  type Address,
  type Hex,
  hashDomain,
  hexToBytes,
  isAddress,
  keccak256,
  numberToHex,
  stringToHex,
  type TypedDataDefinition,
  type TypedDataDomain,
} from 'viem';

/** Where Limit Order Protocol v4 lives on every main network (inside 1inch's AggregationRouterV6), and on our local chains. */
export const LIMIT_ORDER_PROTOCOL: Address = '0x111111125421ca6dc452d289314280a0f8842a65';

/**
 * An order of Limit Order Protocol v4, as the contract sees it: eight uint256 words. The address fields are whole words
 * because the protocol hashes their upper 96 bits too.
 */
export type LimitOrder = {
  readonly salt: bigint;
  readonly maker: bigint;
  readonly receiver: bigint;
  readonly makerAsset: bigint;
  readonly takerAsset: bigint;
  /** Raw units of the maker asset that the maker gives. */
  readonly makingAmount: bigint;
  /** Raw units of the taker asset that the maker asks for all of it. */
  readonly takingAmount: bigint;
  readonly makerTraits: bigint;
};

/** An address as a clean word. Anything that isn't an address is a bug and throws. */
export const addressToWord = (address: Address): bigint => {
  if (!isAddress(address, { strict: false })) throw new TypeError(`not an address: ${address}`);
  return BigInt(address);
};

/** The address in a word, lower-cased; null when the upper 96 bits are dirty. */
export const wordToAddress = (word: bigint): Address | null =>
  word < 0n || word >> 160n !== 0n ? null : numberToHex(word, { size: 20 });

const DOMAIN_TYPE = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
] as const;

const ORDER_TYPE = [
  { name: 'salt', type: 'uint256' },
  { name: 'maker', type: 'address' },
  { name: 'receiver', type: 'address' },
  { name: 'makerAsset', type: 'address' },
  { name: 'takerAsset', type: 'address' },
  { name: 'makingAmount', type: 'uint256' },
  { name: 'takingAmount', type: 'uint256' },
  { name: 'makerTraits', type: 'uint256' },
] as const;

/** `OrderLib._LIMIT_ORDER_TYPEHASH`. */
const ORDER_TYPE_HASH = keccak256(
  stringToHex(`Order(${ORDER_TYPE.map(({ name, type }) => `${type} ${name}`).join(',')})`),
);

const orderDomain = (chainId: number) =>
  ({
    name: '1inch Aggregation Router',
    version: '6',
    chainId,
    verifyingContract: LIMIT_ORDER_PROTOCOL,
  }) as const satisfies TypedDataDomain;

/** EIP-712 typed data of an order, for wallets that show what they sign; null when an address word is dirty. */
export const orderTypedData = (
  order: LimitOrder,
  chainId: number,
): TypedDataDefinition<{ Order: typeof ORDER_TYPE }, 'Order'> | null => {
  const maker = wordToAddress(order.maker);
  const receiver = wordToAddress(order.receiver);
  const makerAsset = wordToAddress(order.makerAsset);
  const takerAsset = wordToAddress(order.takerAsset);
  if (maker === null || receiver === null || makerAsset === null || takerAsset === null) return null;
  return {
    domain: orderDomain(chainId),
    types: { Order: ORDER_TYPE },
    primaryType: 'Order',
    message: { ...order, maker, receiver, makerAsset, takerAsset },
  };
};

const WORD_BYTES = 32;
const UINT256_END = 1n << 256n;

const writeWord = (view: DataView, offset: number, word: bigint): void => {
  if (word < 0n || word >= UINT256_END) throw new RangeError(`not a uint256: ${word}`);
  for (let part = 0; part < 4; part += 1) {
    view.setBigUint64(offset + 8 * part, BigInt.asUintN(64, word >> BigInt(192 - 64 * part)));
  }
};

const makeOrderHasher = (chainId: number): ((order: LimitOrder) => Hex) => {
  const domainSeparator = hexToBytes(
    hashDomain({
      domain: { ...orderDomain(chainId), chainId: BigInt(chainId) },
      types: { EIP712Domain: DOMAIN_TYPE },
    }),
  );
  const typeHash = hexToBytes(ORDER_TYPE_HASH);
  return (order) => {
    const struct = new Uint8Array(WORD_BYTES * (1 + ORDER_TYPE.length));
    const view = new DataView(struct.buffer);
    struct.set(typeHash);
    ORDER_TYPE.forEach(({ name }, index) => {
      writeWord(view, WORD_BYTES * (1 + index), order[name]);
    });
    const digest = new Uint8Array(2 + 2 * WORD_BYTES);
    digest.set([0x19, 0x01]);
    digest.set(domainSeparator, 2);
    digest.set(keccak256(struct, 'bytes'), 2 + WORD_BYTES);
    return keccak256(digest);
  };
};

const hashers = new Map<number, (order: LimitOrder) => Hex>();

/**
 * The order hash of one chain's protocol: `OrderMixin.hashOrder`. Words are hashed as they are, so that an order with
 * dirty address words gets the contract's hash as well. The domain is hashed once a chain.
 */
export const orderHasher = (chainId: number): ((order: LimitOrder) => Hex) => {
  const known = hashers.get(chainId);
  if (known !== undefined) return known;
  const hasher = makeOrderHasher(chainId);
  hashers.set(chainId, hasher);
  return hasher;
};
