import { z } from 'zod';

const units = z.string().regex(/^[1-9]\d{0,38}$/);
const place = z.string().min(2).max(200);

/** What the provider's document says of `POST /v0/quote`; a field that it doesn't have is refused, so that a misspelt one is seen. */
export const quoteRequestShape = z.strictObject({
  dry: z.boolean(),
  depositMode: z.enum(['SIMPLE', 'MEMO']).optional(),
  swapType: z.enum(['EXACT_INPUT', 'EXACT_OUTPUT', 'FLEX_INPUT', 'ANY_INPUT']),
  slippageTolerance: z.int().min(0).max(10_000),
  originAsset: z.string(),
  depositType: z.enum(['ORIGIN_CHAIN', 'INTENTS']),
  destinationAsset: z.string(),
  amount: units,
  refundTo: place,
  refundType: z.enum(['ORIGIN_CHAIN', 'INTENTS']),
  recipient: place,
  recipientType: z.enum(['DESTINATION_CHAIN', 'INTENTS']),
  deadline: z.iso.datetime(),
  referral: z.string().optional(),
  quoteWaitingTimeMs: z.int().min(0).max(10_000).optional(),
  appFees: z.array(z.strictObject({ recipient: z.string(), fee: z.int() })).optional(),
});
export type QuoteAsked = z.output<typeof quoteRequestShape>;

const standards = ['nep413', 'erc191', 'raw_ed25519', 'webauthn', 'ton_connect', 'sep53', 'tip191'] as const;
export const generateShape = z.strictObject({
  type: z.literal('swap_transfer'),
  standard: z.enum(standards),
  signerId: place,
  depositAddress: place,
});
export const submitShape = z.strictObject({ type: z.literal('swap_transfer'), signedData: z.unknown() });
export const depositShape = z.strictObject({
  txHash: z.string().min(1),
  depositAddress: place,
  nearSenderAccount: z.string().optional(),
  memo: z.string().optional(),
});
