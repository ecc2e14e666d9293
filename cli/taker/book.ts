import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import { AskLater, isAnswer, type TakerClient } from './client.ts';
import { addressOf, allowsParts, type BookEntry, expiryOf, type Order } from './order.ts';

const PAGES_MAX = 50;
const PAGE_SIZE = 100;
const TIMEOUT_MS = 10_000;
/** A book that wants to be left alone for longer is asked after this all the same. */
const AFTER_MS_MAX = 600_000;

// Entries stay unknown here: they are read one by one, so that a malformed one is refused alone.
const bookPage = z.object({ orders: z.array(z.unknown()).max(1_000), nextCursor: z.string().nullable() });

const afterMsOf = ({ headers }: Response): number => {
  const seconds = /^\d{1,9}$/.exec(headers.get('retry-after')?.trim() ?? '')?.[0] ?? '0';
  return Math.min(Number(seconds) * 1_000, AFTER_MS_MAX);
};

const fetchPage = async (url: URL): Promise<z.infer<typeof bookPage>> => {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    // Another address than the one that was given is nobody's word.
    redirect: 'manual',
    headers: { accept: 'application/json' },
  });
  if (!response.ok) throw new AskLater(`the book answered ${response.status}`, afterMsOf(response));
  const parsed = bookPage.safeParse(await response.json());
  if (!parsed.success) throw new Error('the book answered with something that is not a page of orders');
  return parsed.data;
};

/** Every open order of the book, page by page; throws when the book can't be read. */
export const readOpenOrders = async (bookUrl: string, chainId: number): Promise<readonly unknown[]> => {
  const orders: unknown[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const url = new URL(`api/book/${chainId}/orders`, bookUrl.endsWith('/') ? bookUrl : `${bookUrl}/`);
    url.searchParams.set('limit', String(PAGE_SIZE));
    if (cursor !== null) url.searchParams.set('cursor', cursor);
    const answer = await fetchPage(url);
    orders.push(...answer.orders);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return orders;
};

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
