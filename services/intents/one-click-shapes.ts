import { z } from 'zod';
import { secondsOfInstant } from '../../lib/intents/instants.ts';
import type { ListedToken } from '../../lib/intents/listed-token.ts';
import { isTokenId, unitsOf } from '../../lib/intents/names.ts';
import type { OfferedQuote, Plain } from '../../lib/intents/quote.ts';
import { REPORTED_STATUSES, type ReportedStatus, type SwapReport } from '../../lib/intents/swap.ts';
import { parsePrice } from '../../lib/prices/price-number.ts';

const TEXT_MAX = 400;
const text = z.string().max(TEXT_MAX);
const units = z.string().transform((written, context) => {
  const read = unitsOf(written);
  if (read !== null) return read;
  context.addIssue({ code: 'custom', message: 'must be units as decimal digits' });
  return z.NEVER;
});
const maybe = <T extends z.ZodType>(shape: T) => shape.nullish().transform((value) => value ?? null);

/** Fields that change where money goes, or how much; said of by name where they hold more than a default that changes nothing. */
const ADDITIONS: Readonly<Record<string, readonly unknown[]>> = {
  ...{ appFees: [], virtualChainRecipient: [], virtualChainRefundRecipient: [], customRecipientMsg: [] },
  confidentiality: ['public'],
};

const holds = (value: unknown, harmless: readonly unknown[]): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : value !== undefined && value !== null && value !== '' && !harmless.includes(value);

const requestShape = z.looseObject({
  dry: z.boolean(),
  swapType: text,
  slippageTolerance: z.int().min(0).max(10_000),
  originAsset: text,
  depositType: text,
  depositMode: maybe(text),
  destinationAsset: text,
  amount: text,
  refundTo: text,
  refundType: text,
  recipient: text,
  recipientType: text,
  deadline: text,
});

const quoteShape = z.looseObject({
  depositAddress: maybe(text),
  depositMemo: maybe(text),
  amountIn: units,
  minAmountIn: units,
  amountOut: units,
  minAmountOut: units,
  deadline: maybe(text),
  timeWhenInactive: maybe(text),
});

const isPlain = (value: unknown): value is Plain => ['string', 'number', 'boolean'].includes(typeof value);
const plainFields = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, Plain>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (isPlain(value) ? [[name, value]] : [])),
  );

const record = z.record(z.string(), z.unknown());

/** `POST /v0/quote`: what was read out of it, and beside it every field as it was written. */
export const quoteAnswer = z
  .object({ timestamp: text, signature: text, quoteRequest: record, quote: record })
  .transform(({ timestamp, signature, quoteRequest, quote }, context): OfferedQuote => {
    const read = z
      .object({ quoteRequest: requestShape, quote: quoteShape })
      .safeParse({ quoteRequest, quote });
    if (!read.success) {
      for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
      return z.NEVER;
    }
    const { slippageTolerance, ...asked } = read.data.quoteRequest;
    const offered = read.data.quote;
    return {
      request: {
        ...{ dry: asked.dry, swapType: asked.swapType, slippageBps: slippageTolerance },
        ...{ originAsset: asked.originAsset, destinationAsset: asked.destinationAsset, amount: asked.amount },
        ...{ depositType: asked.depositType, depositMode: asked.depositMode ?? 'SIMPLE' },
        refundType: asked.refundType,
        ...{ recipientType: asked.recipientType, refundTo: asked.refundTo, recipient: asked.recipient },
        deadline: asked.deadline,
      },
      additions: Object.entries(ADDITIONS).flatMap(([name, harmless]) =>
        holds(quoteRequest[name], harmless) || holds(quote[name], harmless) ? [name] : [],
      ),
      ...{ depositAddress: offered.depositAddress, depositMemo: offered.depositMemo },
      ...{ amountInUnits: offered.amountIn, minAmountInUnits: offered.minAmountIn },
      ...{ amountOutUnits: offered.amountOut, minAmountOutUnits: offered.minAmountOut },
      ...{ deadline: offered.deadline, timeWhenInactive: offered.timeWhenInactive },
      ...{ timestamp, signature },
      written: { request: plainFields(quoteRequest), quote: plainFields(quote) },
    };
  });

const isReported = (word: string): word is Exclude<ReportedStatus, 'unknown'> =>
  REPORTED_STATUSES.some((one) => one === word);
const hashes = maybe(z.array(z.union([z.string(), z.object({ hash: z.string() })])).max(200));

const details = z.object({
  ...{ amountIn: maybe(units), amountOut: maybe(units), depositedAmount: maybe(units) },
  ...{ refundedAmount: maybe(units), refundReason: maybe(z.string()) },
  ...{ intentHashes: hashes, nearTxHashes: hashes, destinationChainTxHashes: hashes },
});

/** `GET /v0/status`. For what stays inside the verifier an arrival is a transaction on NEAR; an intent alone may be our own. */
export const statusAnswer = z
  .object({
    status: z.string().max(60),
    quoteResponse: z.object({ quoteRequest: z.object({ recipientType: text }) }),
    swapDetails: details,
  })
  .transform(({ status, quoteResponse, swapDetails }): SwapReport => {
    const isInside = quoteResponse.quoteRequest.recipientType === 'INTENTS';
    const arrived = isInside ? swapDetails.nearTxHashes : swapDetails.destinationChainTxHashes;
    return {
      status: isReported(status) ? status : 'unknown',
      ...{ amountInUnits: swapDetails.amountIn, amountOutUnits: swapDetails.amountOut },
      ...{ depositedUnits: swapDetails.depositedAmount, refundedUnits: swapDetails.refundedAmount },
      refundReason: swapDetails.refundReason?.replace(/[^\x20-\x7e]/g, '?').slice(0, 100) ?? null,
      arrivals: arrived?.length ?? 0,
    };
  });

export const submitAnswer = z.object({ intentHash: z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{32,44}$/) });

const listedShape = z.object({
  ...{ assetId: text, decimals: z.int().min(0).max(36), blockchain: text, symbol: text },
  ...{ price: z.unknown(), priceUpdatedAt: maybe(text) },
});

/** USD per whole token that no token is worth. */
const PRICE_E18_MAX = 10n ** 30n;
const JSON_NUMBER = /^\d{1,40}(\.\d{1,80})?([eE][+-]?\d{1,2})?$/;

const printable = (word: string): string => word.replace(/[^\x20-\x7e]/g, '?').slice(0, 40);

const priceOf = ({ price, priceUpdatedAt }: z.output<typeof listedShape>): ListedToken['price'] => {
  const updatedAtSeconds = secondsOfInstant(priceUpdatedAt ?? '');
  if (price === undefined || price === null || updatedAtSeconds === null) return 'none';
  const usdE18 =
    typeof price === 'string' && JSON_NUMBER.test(price) ? parsePrice(price, 'point')?.priceE18 : null;
  if (!usdE18) return 'absurd';
  return usdE18 > 0n && usdE18 <= PRICE_E18_MAX ? { usdE18, updatedAtSeconds } : 'absurd';
};

/** `GET /v0/tokens`, of which only those are kept that the verifier counts, and that can be read: others don't make the list useless. */
export const tokensAnswer = z
  .array(z.unknown())
  .max(5_000)
  .transform((tokens): readonly ListedToken[] =>
    tokens.flatMap((one) => {
      const read = listedShape.safeParse(one);
      if (!read.success || !isTokenId(read.data.assetId)) return [];
      const { assetId, decimals, blockchain, symbol } = read.data;
      const price = priceOf(read.data);
      return [{ assetId, decimals, blockchain: printable(blockchain), symbol: printable(symbol), price }];
    }),
  );

/** Why it refuses, as a person may read it: printable, and short. */
export const refusalWords = (json: unknown): string => {
  const read = z.object({ message: z.union([z.string(), z.array(z.string())]) }).safeParse(json);
  if (!read.success) return 'and does not say why';
  return [read.data.message]
    .flat()
    .join('; ')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 200);
};
