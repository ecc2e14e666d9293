import {
  type Hex,
  hashDomain,
  hexToBytes,
  keccak256,
  stringToHex,
  type TypedDataDefinition,
  type TypedDataDomain,
} from 'viem';
import { LIMIT_ORDER_PROTOCOL, type LimitOrder, wordToAddress } from './limit-order.ts';

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
