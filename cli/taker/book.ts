import type { Address, Hex } from 'viem';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import { isAnswer, type TakerClient } from './client.ts';
import { addressOf, allowsParts, type BookEntry, expiryOf, type Order } from './order.ts';

/** `IBalancerTypes.FillLimit`, in its order. */
const FILL_LIMITS = [
  'none',
  'paused',
  'locked',
  'wrong-generation',
  'closed',
  'expired',
  'unknown-token',
  'feed',
  'slippage',
  'cooldown',
  'sold-not-above-target',
  'bought-not-below-target',
  'overshoot',
  'below-minimum',
  'loss-budget',
  'turnover-budget',
  'balance',
  'allowance',
] as const;

/** An order that exists on the chain as the book says, and how much of it can be filled in this block. */
export type CheckedOrder = {
  readonly entry: BookEntry;
  readonly maker: Address;
  readonly makerAsset: Address;
  readonly takerAsset: Address;
  /** What the protocol has still open, raw units. */
  readonly remaining: bigint;
  /** What the maker's own rules let through now, raw units; 0 comes with the limit that was met. */
  readonly fillable: bigint;
  readonly limit: string;
};

type OrderCheck =
  | { readonly kind: 'good'; readonly order: CheckedOrder }
  /** The book lies or is broken: the entry is not the order it claims to be. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'skipped'; readonly why: string };

const readRemaining = async (
  client: TakerClient,
  query: { protocol: Address; maker: Address; hash: Hex; order: Order },
) => {
  if (!allowsParts(query.order)) return query.order.makingAmount;
  // 0 = never filled; else the bitwise complement of what remains (RemainingInvalidatorLib).
  const raw = await client.readContract({
    address: query.protocol,
    abi: limitOrderProtocolAbi,
    functionName: 'rawRemainingInvalidatorForOrder',
    args: [query.maker, query.hash],
  });
  return raw === 0n ? query.order.makingAmount : BigInt.asUintN(256, ~raw);
};

/** Asks the maker how much it would let through; a maker that can't be asked is judged by the simulation alone. */
const readMaxFill = async (
  client: TakerClient,
  maker: Address,
  order: Order,
): Promise<readonly [bigint, string]> => {
  try {
    const [amount, limit] = await client.readContract({
      address: maker,
      abi: balancerAbi,
      functionName: 'maxFill',
      args: [order],
    });
    return [amount, FILL_LIMITS[limit] ?? `limit ${limit}`];
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return [order.makingAmount, 'unasked'];
  }
};

/** Holds a book entry against the chain. Throws when the node can't be reached. */
export const checkOrder = async (
  client: TakerClient,
  entry: BookEntry,
  options: { readonly protocol: Address; readonly nowSeconds: number },
): Promise<OrderCheck> => {
  const { order } = entry;
  const [maker, makerAsset, takerAsset] = [
    addressOf(order.maker),
    addressOf(order.makerAsset),
    addressOf(order.takerAsset),
  ];
  if (maker === null || makerAsset === null || takerAsset === null)
    return { kind: 'refused', why: 'an address word is dirty' };
  const hash = await client.readContract({
    address: options.protocol,
    abi: limitOrderProtocolAbi,
    functionName: 'hashOrder',
    args: [order],
  });
  if (hash !== entry.orderHash.toLowerCase())
    return { kind: 'refused', why: 'the order does not hash to its name' };
  const expiry = expiryOf(order);
  if (expiry !== null && expiry <= options.nowSeconds) return { kind: 'skipped', why: 'expired' };
  const [remaining, [maxFill, limit]] = await Promise.all([
    readRemaining(client, { protocol: options.protocol, maker, hash, order }),
    readMaxFill(client, maker, order),
  ]);
  if (remaining === 0n) return { kind: 'skipped', why: 'closed' };
  const fillable = maxFill < remaining ? maxFill : remaining;
  if (fillable === 0n) return { kind: 'skipped', why: `maker refuses: ${limit}` };
  return { kind: 'good', order: { entry, maker, makerAsset, takerAsset, remaining, fillable, limit } };
};
