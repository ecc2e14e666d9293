import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  numberToHex,
  parseEventLogs,
  size,
  type TransactionReceipt,
} from 'viem';
import { z } from 'zod';
import { erc20Abi } from '../../lib/abi/erc20-abi.ts';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import { GAS_LIMIT_MAX } from './account.ts';
import type { TakerClient } from './client.ts';

const UINT256_END = 1n << 256n;

const word = z
  .string()
  .regex(/^\d{1,78}$/, 'a whole number in decimal')
  .transform((text) => BigInt(text))
  .refine((value) => value < UINT256_END, 'beyond 256 bits');

const hex = (bytes: number) =>
  z.custom<Hex>(
    (value) => typeof value === 'string' && new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`).test(value),
    `${bytes} bytes of hex`,
  );

const bytes = z.custom<Hex>(
  (value) => typeof value === 'string' && value.length <= 40_000 && /^0x([0-9a-fA-F]{2})*$/.test(value),
  'bytes in hex',
);

const addressWord = hex(20).transform((address) => BigInt(address));

/** One order as a public order book shows it. The eight words are what the chain will see. */
const bookEntry = z
  .object({
    orderHash: hex(32),
    signature: bytes,
    data: z.object({
      salt: word,
      maker: addressWord,
      receiver: addressWord,
      makerAsset: addressWord,
      takerAsset: addressWord,
      makingAmount: word.refine((value) => value > 0n, 'nothing to make'),
      takingAmount: word.refine((value) => value > 0n, 'nothing to take'),
      makerTraits: word,
      extension: bytes,
    }),
  })
  .transform(({ orderHash, signature, data: { extension, ...order } }) => ({
    orderHash,
    signature,
    extension,
    order,
  }));

export type BookEntry = z.infer<typeof bookEntry>;

type ParsedEntry =
  | { readonly ok: true; readonly entry: BookEntry }
  | { readonly ok: false; readonly why: string };

/** Reads one entry of a stranger's book; a malformed one says why and harms no other. */
export const parseBookEntry = (value: unknown): ParsedEntry => {
  const parsed = bookEntry.safeParse(value);
  if (parsed.success) return { ok: true, entry: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, why: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}` };
};

/** 1inch's AggregationRouterV6, which holds Limit Order Protocol v4 on every main network. */
export const PROTOCOL_ADDRESS: Address = '0x111111125421ca6dc452d289314280a0f8842a65';

// Bit positions: MakerTraitsLib and TakerTraitsLib of @1inch/limit-order-protocol-contract 4.3.3.
const NO_PARTIAL_FILLS = 1n << 255n;
const ALLOW_MULTIPLE_FILLS = 1n << 254n;
const EXPIRATION_OFFSET = 80n;
const UINT40_MASK = (1n << 40n) - 1n;
const MAKER_AMOUNT_FLAG = 1n << 255n;
const EXTENSION_LENGTH_OFFSET = 224n;
const THRESHOLD_MAX = (1n << 184n) - 1n;

export type Order = BookEntry['order'];

/** An address word as an address, lower-cased; null when its upper bits are dirty. */
export const addressOf = (word: bigint): Address | null =>
  word >> 160n === 0n ? numberToHex(word, { size: 20 }) : null;

/** May be filled in several parts. */
export const allowsParts = (order: Order): boolean =>
  (order.makerTraits & NO_PARTIAL_FILLS) === 0n && (order.makerTraits & ALLOW_MULTIPLE_FILLS) !== 0n;

/** Last second in which the order can be filled; null = never expires. */
export const expiryOf = (order: Order): number | null => {
  const expiry = Number((order.makerTraits >> EXPIRATION_OFFSET) & UINT40_MASK);
  return expiry === 0 ? null : expiry;
};

/** Payment for a part as the protocol computes it without an extension: rounded up. */
export const linearTakingAmount = (order: Order, makingAmount: bigint): bigint =>
  (makingAmount * order.takingAmount + order.makingAmount - 1n) / order.makingAmount;

/** The largest part that `takingUnits` pay for. */
export const makingAmountFor = (order: Order, takingUnits: bigint): bigint =>
  (takingUnits * order.makingAmount) / order.takingAmount;

type Fill = {
  readonly entry: BookEntry;
  readonly makingAmount: bigint;
  /** The most the taker pays for it; above zero, or the protocol would not check. */
  readonly takingAmountMax: bigint;
};

/** Calldata that fills exactly `makingAmount` for at most `takingAmountMax`, to the sender. */
const fillCalldata = ({ entry, makingAmount, takingAmountMax }: Fill): Hex => {
  if (takingAmountMax <= 0n || takingAmountMax > THRESHOLD_MAX)
    throw new RangeError('a fill needs a payable limit');
  const { order, signature, extension } = entry;
  const traits = MAKER_AMOUNT_FLAG | (BigInt(size(extension)) << EXTENSION_LENGTH_OFFSET) | takingAmountMax;
  return encodeFunctionData({
    abi: limitOrderProtocolAbi,
    functionName: 'fillContractOrderArgs',
    args: [order, signature, makingAmount, traits, extension],
  });
};

export type PreparedFill = {
  /** The exact bytes that were simulated and will be sent. */
  readonly calldata: Hex;
  readonly makingAmount: bigint;
  readonly takingAmount: bigint;
  readonly gasEstimate: bigint;
};

type FillRequest = {
  readonly protocol: Address;
  readonly entry: BookEntry;
  readonly makingAmount: bigint;
  readonly takingAmountMax: bigint;
};

const simulate = async (client: TakerClient, request: FillRequest): Promise<PreparedFill> => {
  const calldata = fillCalldata(request);
  const call = { account: client.account, to: request.protocol, data: calldata, gas: GAS_LIMIT_MAX };
  const { data } = await client.call(call);
  const [makingAmount, takingAmount, orderHash] = decodeFunctionResult({
    abi: limitOrderProtocolAbi,
    functionName: 'fillContractOrderArgs',
    data: data ?? '0x',
  });
  if (orderHash !== request.entry.orderHash.toLowerCase())
    throw new Error('the protocol filled another order');
  const gasEstimate = await client.estimateGas(call);
  return { calldata, makingAmount, takingAmount, gasEstimate };
};

/**
 * Tries the fill by `eth_call` from the taker's own account, and again with its limit tightened to the price found, so
 * that what is sent can't cost more than what was simulated. Throws as the chain does when it would revert.
 */
export const prepareFill = async (client: TakerClient, request: FillRequest): Promise<PreparedFill> => {
  const first = await simulate(client, request);
  const exact = first.makingAmount === request.makingAmount && first.takingAmount === request.takingAmountMax;
  if (exact) return first;
  return simulate(client, {
    ...request,
    makingAmount: first.makingAmount,
    takingAmountMax: first.takingAmount,
  });
};

/** What moved between the taker and the world in a transaction, from the tokens' own Transfer logs. */
export const movedUnits = (
  receipt: Pick<TransactionReceipt, 'logs'>,
  query: { readonly token: Address; readonly account: Address },
): { readonly received: bigint; readonly sent: bigint } => {
  const account = query.account.toLowerCase();
  let received = 0n;
  let sent = 0n;
  for (const log of parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs: receipt.logs })) {
    if (log.address.toLowerCase() !== query.token) continue;
    const { from, to, value } = log.args;
    if (to.toLowerCase() === account) received += value;
    if (from.toLowerCase() === account) sent += value;
  }
  return { received, sent };
};

/** What the protocol says is left of the order after a fill, raw units. */
export const leftOver = (receipt: Pick<TransactionReceipt, 'logs'>, orderHash: Hex): bigint =>
  parseEventLogs({ abi: limitOrderProtocolAbi, eventName: 'OrderFilled', logs: receipt.logs }).find(
    ({ args }) => args.orderHash === orderHash.toLowerCase(),
  )?.args.remainingAmount ?? 0n;
