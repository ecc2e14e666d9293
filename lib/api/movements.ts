import { z } from 'zod';
import { addressText, decimalText, hashText, secondsField, wholeText } from './fields.ts';
import { signedUnits } from './performance-fields.ts';

/** A fill is two movements: what was sold, and what was bought. */
export const MOVEMENT_KINDS = ['deposit', 'withdrawal', 'sold', 'bought'] as const;

/** Why a movement has no price. */
export const UNPRICED_REASONS = ['token-unknown', 'no-price-known'] as const;

/** One movement of one token, as accounting needs it. */
export const movementRow = z.object({
  at: z.string().describe('UTC, as 2026-11-30T04:12:00Z.'),
  atSeconds: secondsField,
  kind: z.enum(MOVEMENT_KINDS),
  symbol: z.string().nullable().describe('Null of a token that no look has listed.'),
  token: addressText,
  amount: decimalText.nullable().describe('Whole tokens, signed: + came in.'),
  units: signedUnits.describe('The same in base units.'),
  priceUsd: decimalText.nullable(),
  valueUsd: decimalText.nullable().describe('amount × priceUsd, rounded towards zero at 18 places.'),
  priceSource: z.string().nullable().describe('Who gave the price.'),
  priceAtSeconds: secondsField
    .nullable()
    .describe('When; after the movement only where none was known before.'),
  reason: z.enum(UNPRICED_REASONS).nullable().describe('Why there is no price.'),
  counterparty: addressText,
  txHash: hashText,
  logIndex: z.int().min(0),
  blockNumber: wholeText,
});
export type MovementRow = z.infer<typeof movementRow>;
