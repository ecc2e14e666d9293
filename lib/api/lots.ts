import { z } from 'zod';
import { LOT_ABSENCES, LOT_METHODS } from '../reports/lot-events.ts';
import { endpoint } from './endpoint.ts';
import { addressText, decimalText, hashText, idField, secondsField, wholeText } from './fields.ts';

/** Movements that one answer is worked out from. */
export const LOT_MOVEMENTS_MAX = 20_000;

/** Why there are no lots. */
export const NO_LOTS = ['too-many-movements'] as const;

const utcTime = z.string().describe('UTC, as 2026-11-30T04:12:00Z.');
const usd = decimalText.nullable();
const missing = z
  .enum(LOT_ABSENCES)
  .nullable()
  .describe(
    'Why a figure is null. acquisition-unknown: more left than is known to have come. cost-unknown: it came when no price was known. proceeds-unknown: it was sold when neither side had one.',
  );

const ofLot = {
  symbol: z.string().nullable().describe('Null of a token that no look has listed.'),
  token: addressText,
  amount: decimalText.nullable().describe('Whole tokens.'),
  units: wholeText.describe('The same in base units.'),
};

/** A part of one lot that was sold or withdrawn. */
export const lotDisposalRow = z
  .object({
    kind: z.enum(['sold', 'withdrawn']).describe('A withdrawal realises nothing: its cost goes with it.'),
    ...ofLot,
    at: utcTime,
    atSeconds: secondsField,
    acquiredAt: utcTime.nullable().describe('Null of a pool at its average cost, and where nobody knows.'),
    acquiredAtSeconds: secondsField.nullable(),
    proceedsUsd: usd.describe('The worth of what came for it, else of what was given.'),
    costUsd: usd.describe('Of what was deposited: its worth when it came.'),
    gainUsd: usd.describe('Proceeds − cost.'),
    missing,
    txHash: hashText,
    logIndex: z.int().min(0),
    acquiredTxHash: hashText.nullable(),
  })
  .meta({ id: 'LotDisposal' });
export type LotDisposalRow = z.infer<typeof lotDisposalRow>;

/** A lot that is still there. */
export const openLotRow = z
  .object({
    ...ofLot,
    acquiredAt: utcTime.nullable(),
    acquiredAtSeconds: secondsField.nullable(),
    costUsd: usd,
    valueUsd: usd.describe('At the last look’s price.'),
    unrealisedUsd: usd.describe('Value − cost.'),
    lossRecentlyBought: z
      .boolean()
      .nullable()
      .describe(
        'Null = worth no less than it cost. True: a trade brought the same token in the thirty days before, and some tax laws don’t count a loss then. Information, no advice.',
      ),
    acquiredTxHash: hashText.nullable(),
  })
  .meta({ id: 'OpenLot' });
export type OpenLotRow = z.infer<typeof openLotRow>;

const totals = {
  proceedsUsd: decimalText,
  costUsd: decimalText,
  gainUsd: decimalText,
  gainOverAYearUsd: decimalText.describe('Of the gain, that of parts that were held for more than 365 days.'),
  sold: z.int().min(0).describe('Parts of lots.'),
  unknown: z.int().min(0).describe('Of them, those with a figure that isn’t known; in none of the sums.'),
};

export const lotsDto = z
  .object({
    method: z.enum(LOT_METHODS),
    pricesAtSeconds: secondsField
      .nullable()
      .describe('Of the look whose prices value open lots; null = none yet.'),
    years: z.array(z.object({ year: z.int(), ...totals })).describe('By UTC year, the latest first.'),
    tokens: z.array(z.object({ symbol: ofLot.symbol, token: addressText, ...totals })),
    open: z.array(openLotRow).describe('By token; of each what leaves next first.'),
    disposals: z.array(lotDisposalRow).describe('The latest first.'),
  })
  .meta({ id: 'Lots' });
export type LotsDto = z.infer<typeof lotsDto>;

export const lotsAnswer = z.object({
  lots: lotsDto.nullable(),
  absent: z
    .enum(NO_LOTS)
    .nullable()
    .describe(`Why there are none: at most ${LOT_MOVEMENTS_MAX} movements are followed.`),
});
export type LotsAnswer = z.infer<typeof lotsAnswer>;

/** The lots of a portfolio by one method; the year is that of the disposals that are listed. */
export const readLots = endpoint({
  id: 'readLots',
  method: 'GET',
  path: '/api/portfolios/{id}/lots',
  tag: 'Reports',
  summary:
    'Tax lots of your portfolio: what is still there, what was sold or withdrawn, and what that realised.',
  access: { who: 'user', scope: 'portfolios:read' },
  params: z.strictObject({ id: idField }),
  query: z.strictObject({
    method: z
      .enum(LOT_METHODS)
      .default('fifo')
      .describe(
        'Which lot leaves: the oldest, the latest, the dearest, or all at their average. Default fifo.',
      ),
    year: z
      .string()
      .regex(/^(19|20)\d\d$/, 'must be a year')
      .transform(Number)
      .optional()
      .describe('Lists only the disposals of this UTC year.'),
    format: z.enum(['json', 'csv']).default('json').describe('Default json.'),
    table: z.enum(['disposals', 'open']).default('disposals').describe('Of csv. Default disposals.'),
  }),
  answer: lotsAnswer,
  media: 'text/csv',
  cost: 10,
});
