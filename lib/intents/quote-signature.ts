import { ed25519 } from '@noble/curves/ed25519';
import { base58 } from '@scure/base';
import { sha256, stringToBytes } from 'viem';
import type { OfferedQuote, Plain } from './quote.ts';

const REQUEST_FIELDS = [
  ...['dry', 'swapType', 'slippageTolerance', 'originAsset', 'depositType', 'destinationAsset', 'amount'],
  ...['refundTo', 'refundType', 'recipient', 'recipientType', 'deadline'],
] as const;
/** Signed where they say something. */
const REQUEST_OPTIONS = [
  ...['quoteWaitingTimeMs', 'referral', 'virtualChainRecipient', 'virtualChainRefundRecipient'],
  'customRecipientMsg',
] as const;
const AMOUNT_FIELDS = [
  ...['amountIn', 'amountInFormatted', 'amountInUsd', 'minAmountIn'],
  ...['amountOut', 'amountOutFormatted', 'amountOutUsd', 'minAmountOut'],
] as const;
/** Of a quote that is no trial. One without them takes the question's field of the same name out of what is signed. */
const QUOTE_OPTIONS = [
  ...['depositAddress', 'depositMemo', 'deadline', 'timeWhenInactive', 'timeEstimate'],
  ...[
    'virtualChainRecipient',
    'virtualChainRefundRecipient',
    'customRecipientMsg',
    'refundFee',
    'withdrawFee',
  ],
] as const;

type Fields = Readonly<Record<string, Plain>>;
const picked = (from: Fields, names: readonly string[], isOption: boolean) =>
  names.map((name): [string, Plain | undefined] => [name, isOption && !from[name] ? undefined : from[name]]);

/**
 * What the other side signs of a quote: its fields as JSON by the order of their names. Source: `quote-signature` of the official SDK 0.1.25.
 * Of the question, `appFees`, `depositMode` and others are not under it, and neither is its deadline, which the quote's covers up.
 */
export const signedQuoteText = ({
  written,
  timestamp,
}: Pick<OfferedQuote, 'written' | 'timestamp'>): string => {
  const { request, quote } = written;
  const fields = new Map<string, Plain | undefined>([
    ...picked(request, REQUEST_FIELDS, false),
    ...picked(request, REQUEST_OPTIONS, true),
    ...picked(quote, AMOUNT_FIELDS, false),
    ...(request['dry'] === true ? [] : picked(quote, QUOTE_OPTIONS, true)),
    ['timestamp', timestamp],
  ]);
  const names = [...fields.keys()].sort();
  return `{${names
    .filter((name) => fields.get(name) !== undefined)
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(fields.get(name))}`)
    .join(',')}}`;
};

/** The name of a quote: base58 of SHA-256 of {@link signedQuoteText}. Its letters are what is signed. */
export const quoteHash = (offered: Pick<OfferedQuote, 'written' | 'timestamp'>): string =>
  base58.encode(sha256(stringToBytes(signedQuoteText(offered)), 'bytes'));

const KEY_PREFIX = 'ed25519:';
const bytesOf = (text: string): Uint8Array => base58.decode(text.replace(KEY_PREFIX, ''));

/** Whether a quote is signed by a key (`ed25519:` and base58 of 32 bytes). What can't be read is not. */
export const isSignedBy = (
  offered: Pick<OfferedQuote, 'written' | 'timestamp' | 'signature'>,
  key: string,
): boolean => {
  try {
    return ed25519.verify(bytesOf(offered.signature), stringToBytes(quoteHash(offered)), bytesOf(key));
  } catch {
    return false;
  }
};
