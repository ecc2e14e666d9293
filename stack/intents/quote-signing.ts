import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519';
import { base58 } from '@scure/base';

type Json = Readonly<Record<string, unknown>>;

/** Fields of a question that the provider doesn't sign. */
const UNSIGNED = [
  ...['sessionId', 'connectedWallets', 'correlationId', 'appFees', 'partnerId', 'userAccountId'],
  ...['depositMode', 'confidentiality'],
];
const ALWAYS = [
  ...['dry', 'swapType', 'slippageTolerance', 'originAsset', 'depositType', 'destinationAsset', 'amount'],
  ...['refundTo', 'refundType', 'recipient', 'recipientType', 'amountIn', 'amountInFormatted', 'amountInUsd'],
  ...['minAmountIn', 'amountOut', 'amountOutFormatted', 'amountOutUsd', 'minAmountOut'],
];

/** As the provider makes them: one object of question, quote and time, its names in order, hashed, the hash's letters signed. */
export const signQuote = (
  { quoteRequest, quote, timestamp }: { quoteRequest: Json; quote: Json; timestamp: string },
  secretKey: Uint8Array,
): string => {
  const merged: Record<string, unknown> = { ...quoteRequest, ...quote, timestamp };
  if (quoteRequest['dry'] !== true && quote['deadline'] === undefined) delete merged['deadline'];
  const kept = Object.entries(merged)
    .filter(([name, value]) => !UNSIGNED.includes(name) && (ALWAYS.includes(name) || Boolean(value)))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const digest = createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(kept)))
    .digest();
  const letters = Buffer.from(base58.encode(digest), 'utf8');
  return `ed25519:${base58.encode(ed25519.sign(letters, secretKey))}`;
};

export const publicKeyOf = (secretKey: Uint8Array): string =>
  `ed25519:${base58.encode(ed25519.getPublicKey(secretKey))}`;
