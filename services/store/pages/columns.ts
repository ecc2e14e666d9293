import type { Address, Hex } from 'viem';
import { z } from 'zod';
import type { TradePart } from '../../../lib/ledger/fleet-record.ts';

/** A whole number beyond a double, read as decimal text. */
export const uint = z.string().regex(/^\d+$/).transform(BigInt);
export const address = z.string().transform((text) => text as Address);
export const hex = z.string().transform((text) => text as Hex);
/** An epoch, with or without a fraction, in whole seconds. */
export const seconds = z.coerce.number().transform(Math.floor);

/** `decision_id`, `slice_number` and `slice_of` of an order or of a fill's order. */
export const partColumns = {
  decision_id: z.string(),
  slice_number: z.coerce.number(),
  slice_of: z.coerce.number(),
};

export const partOf = (row: {
  readonly decision_id: string;
  readonly slice_number: number;
  readonly slice_of: number;
}): TradePart => ({ decisionId: row.decision_id, sliceNumber: row.slice_number, sliceOf: row.slice_of });
