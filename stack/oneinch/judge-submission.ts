import { type Address, type Hex, hexToBigInt, keccak256, size, sliceHex } from 'viem';
import { z } from 'zod';
import { type LimitOrder, orderHasher } from '../../lib/orders/limit-order.ts';
import { readMakerTraits } from '../../lib/orders/maker-traits.ts';
import { orderOfData } from '../../lib/orders/order-data.ts';

/** What `/fee-info` answers, and what every order is compared with. */
export type FeeInfo = {
  readonly whitelist: Readonly<Record<string, Address>>;
  readonly feeBps: number;
  readonly whitelistDiscountPercent: number;
  readonly protocolFeeReceiver: Address;
  readonly extensionAddress: Address;
  readonly integratorFeeBps: number;
  readonly integratorFeeReceiver: Address;
  readonly integratorFeeSharePercent: number;
  readonly source: string;
};

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => text.toLowerCase() as Address);
const bytes = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})*$/)
  .transform((text) => text.toLowerCase() as Hex);
const word = z
  .string()
  .regex(/^(0|[1-9]\d{0,77})$/)
  .refine((text) => BigInt(text) < 1n << 256n);

const submission = z.strictObject({
  orderHash: z.string().regex(/^0x[0-9a-fA-F]{64}$/),
  signature: bytes.refine((text) => size(text) >= 64),
  data: z.strictObject({
    ...{ maker: address, receiver: address, makerAsset: address, takerAsset: address, extension: bytes },
    ...{ makingAmount: word, takingAmount: word, salt: word, makerTraits: word },
  }),
});
export type Submission = z.output<typeof submission>;

const FEE_HEAD_BYTES = 7;
const LOW_160 = (1n << 160n) - 1n;

/** The eight fields behind the word of their ends. */
const fieldsOf = (extension: Hex): readonly Hex[] | null => {
  if (size(extension) < 32) return null;
  const ends = hexToBigInt(sliceHex(extension, 0, 32));
  const body = size(extension) - 32;
  const fields: Hex[] = [];
  for (let from = 0, index = 0; index < 8; index += 1) {
    const end = Number((ends >> BigInt(32 * index)) & 0xffffffffn);
    if (end < from || end > body) return null;
    fields.push(end === from ? '0x' : sliceHex(extension, 32 + from, 32 + end));
    from = end;
  }
  return fields;
};

const numberAt = (bytesOf: Hex, from: number, length: number): number =>
  Number(hexToBigInt(sliceHex(bytesOf, from, from + length)));

/** Fees are in 1e-5, a share and a discount in per cent; a whitelist holds the last ten bytes of each address. */
const feesDiffer = (fees: Hex, info: FeeInfo): boolean => {
  const whitelist = Object.values(info.whitelist).map((one) => sliceHex(one, 10, 20));
  const share = info.integratorFeeBps === 0 ? 0 : info.integratorFeeSharePercent;
  return (
    size(fees) !== FEE_HEAD_BYTES + 10 * whitelist.length ||
    numberAt(fees, 0, 2) !== info.integratorFeeBps * 10 ||
    numberAt(fees, 2, 1) !== share ||
    numberAt(fees, 3, 2) !== info.feeBps * 10 ||
    numberAt(fees, 5, 1) !== 100 - info.whitelistDiscountPercent ||
    numberAt(fees, 6, 1) !== whitelist.length ||
    whitelist.some((half, index) => sliceHex(fees, 7 + 10 * index, 17 + 10 * index) !== half)
  );
};

const extensionFault = ({ data }: Submission, info: FeeInfo): string | null => {
  const fields = fieldsOf(data.extension);
  if (fields === null) return 'extension: malformed';
  const [suffix, otherSuffix, making = '0x', taking = '0x', predicate, permit, pre, post = '0x'] = fields;
  if ([suffix, otherSuffix, predicate, permit, pre].some((field) => field !== '0x'))
    return 'extension: field not supported';
  if (making !== taking || size(making) < 20 + FEE_HEAD_BYTES) return 'extension: invalid amount data';
  if (sliceHex(making, 0, 20) !== info.extensionAddress) return 'extension: unknown extension address';
  const fees = sliceHex(making, 20);
  if (feesDiffer(fees, info)) return 'extension: fee params mismatch';
  const head = 20 + 1 + 40 + size(fees);
  // Behind it only whom FeeTaker calls next.
  if (![head, head + 20].includes(size(post))) return 'extension: invalid interaction';
  const integrator = info.integratorFeeBps === 0 ? `0x${'0'.repeat(40)}` : info.integratorFeeReceiver;
  const pinned =
    sliceHex(post, 0, 21) === `${info.extensionAddress}00` &&
    sliceHex(post, 21, 41) === integrator &&
    sliceHex(post, 41, 61) === info.protocolFeeReceiver &&
    sliceHex(post, 61, head) === fees;
  return pinned ? null : 'extension: fee receiver mismatch';
};

const traitsFault = ({ makerTraits }: LimitOrder, nowSeconds: number): string | null => {
  const traits = readMakerTraits(makerTraits);
  if (traits.allowsPartialFills !== traits.allowsMultipleFills)
    return 'makerTraits: partial fills need multiple fills';
  if (!traits.hasExtension || !traits.callsPostInteraction) return 'makerTraits: extension flags are missing';
  if (traits.allowedSender !== 0n) return 'makerTraits: private orders are not supported';
  return traits.expiresAtSeconds !== 0 && traits.expiresAtSeconds <= nowSeconds ? 'order expired' : null;
};

/** The submission in a body, or why 1inch's orderbook doesn't take it. */
export const judgeSubmission = (
  json: unknown,
  {
    chainId,
    info,
    nowSeconds,
  }: { readonly chainId: number; readonly info: FeeInfo; readonly nowSeconds: number },
): Submission | string => {
  const read = submission.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    return `${issue?.path.join('.') || 'body'}: ${issue?.message}`;
  }
  const order = orderOfData(read.data.data);
  const { data, orderHash } = read.data;
  if (order.makerAsset === order.takerAsset) return 'takerAsset: must differ from makerAsset';
  if (order.makingAmount === 0n || order.takingAmount === 0n) return 'makingAmount: must be above zero';
  if (orderHasher(chainId)(order) !== orderHash.toLowerCase()) return 'orderHash: invalid';
  if ((order.salt & LOW_160) !== (BigInt(keccak256(data.extension)) & LOW_160))
    return 'salt: extension mismatch';
  if (data.receiver !== info.extensionAddress) return 'receiver: must be the extension';
  return traitsFault(order, nowSeconds) ?? extensionFault(read.data, info) ?? read.data;
};

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const SORTS = ['createDateTime', 'takerRate', 'makerRate', 'makerAmount', 'takerAmount'];
const RULES: Readonly<Record<string, RegExp>> = {
  makerAsset: ADDRESS,
  takerAsset: ADDRESS,
  makerAmount: /^[1-9]\d{0,77}$/,
  takerAmount: /^[1-9]\d{0,77}$/,
  limit: /^([1-9]\d?|[1-4]\d\d|500)$/,
  statuses: /^[1-3](,[1-3])*$/,
  cursor: /^[A-Za-z0-9+/]+=*$/,
  sortBy: new RegExp(`^(${SORTS.join('|')})$`),
};

/** The first word of a query that is wrong, double, unknown or missing. */
export const queryFault = (
  { searchParams }: URL,
  names: readonly string[],
  needed: readonly string[],
): string | null => {
  for (const [name, value] of searchParams) {
    if (!names.includes(name)) return `property ${name} should not exist`;
    if (searchParams.getAll(name).length > 1 || RULES[name]?.test(value) !== true)
      return `${name} is invalid`;
  }
  const missing = needed.find((name) => !searchParams.has(name));
  return missing === undefined ? null : `${missing} should not be empty`;
};
