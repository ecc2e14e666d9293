import { z } from 'zod';
import { REASONS } from '../engine/reasons.ts';
import { allocationSchema, indexWishSchema, scheduleSchema } from '../index-portfolio/index-policy.ts';
import { LEG_PURPOSES } from '../intents/planned-swap.ts';
import { SWAP_ENDS, type SwapEnd } from '../intents/swap.ts';
import { endpoint } from './endpoint.ts';
import {
  decimalText,
  hashedPageQuery,
  hashText,
  nameField,
  pageOf,
  secondsField,
  uuidField,
  wholeText,
} from './fields.ts';

// Money lies here that no contract guards: a person logs in for it, and no program's token reaches any of it.
const access = { who: 'user', scope: null } as const;
const params = z.strictObject({ id: uuidField });
const tag = 'Index accounts';

const look = z
  .object({
    decidedAtSeconds: secondsField.describe('The time of the verifier’s block that was looked at.'),
    kind: z.enum(['hold', 'act']),
    reason: z.enum(REASONS).nullable().describe('Why nothing was traded; null where something was.'),
    sentence: z.string().describe('The same for a person.'),
    valueUsd: decimalText
      .nullable()
      .describe('Null where an asset has no usable price: nothing is counted as zero.'),
    rows: z
      .array(
        z.object({
          token: z.string(),
          symbol: z.string(),
          targetBps: z.int(),
          weightBps: z.int().nullable().describe('Its share at that look; null without a value.'),
          valueUsd: decimalText.nullable(),
        }),
      )
      .describe('What the account held or is to hold.'),
  })
  .meta({ id: 'IndexLook' });
export type IndexLookDto = z.infer<typeof look>;

const indexDto = z
  .object({
    name: z.string(),
    version: z.int(),
    allocations: z.array(allocationSchema),
    schedule: scheduleSchema,
    lookedAtSeconds: secondsField.nullable(),
    nextLookAtSeconds: secondsField
      .nullable()
      .describe(
        'When it is looked at next; null while a swap is under way or the account is held or closed.',
      ),
    lastLook: look.nullable(),
  })
  .meta({ id: 'Index' });
export type IndexDto = z.infer<typeof indexDto>;

export const readIndex = endpoint({
  id: 'readIndex',
  method: 'GET',
  path: '/api/accounts/{id}/index',
  tag,
  summary:
    'What an account of yours is to hold, when it is brought back to it, and what the last look came to.',
  access,
  params,
  answer: indexDto,
});

export const writeIndex = endpoint({
  id: 'writeIndex',
  method: 'PUT',
  path: '/api/accounts/{id}/index',
  tag,
  summary:
    'Gives an account of yours an index, or another one. It is looked at at once, and built up or brought to the new shares as its policy lets it.',
  access,
  params,
  body: indexWishSchema.extend({ name: nameField }).meta({ id: 'IndexWish' }),
  answer: indexDto,
  problems: ['policy-invalid'],
});

export const rebalanceIndex = endpoint({
  id: 'rebalanceIndex',
  method: 'POST',
  path: '/api/accounts/{id}/rebalance',
  tag,
  summary:
    'Has an index of yours looked at by the next tick, whenever its time would have come; whether it trades then is decided as ever. A dry run looks now, by the verifier and the provider’s prices, and writes, signs and sends nothing.',
  access,
  params,
  body: z.strictObject({ dryRun: z.boolean().default(false) }).meta({ id: 'IndexRebalance' }),
  answer: z
    .object({
      dryRun: z.boolean(),
      look: look.nullable().describe('Of a dry run; null otherwise.'),
      swaps: z
        .array(
          z.object({
            from: z.string(),
            to: z.string(),
            amountUnits: wholeText,
            leastOutUnits: wholeText.describe('A quote that may give less is not taken.'),
            valueUsd: decimalText.nullable(),
          }),
        )
        .describe('What a look would have swapped now; none where it holds.'),
    })
    .meta({ id: 'IndexRebalanced' }),
  problems: ['policy-invalid', 'not-configured', 'venue-unavailable', 'chain-unavailable'],
  cost: 5,
});

const ENDS = Object.keys(SWAP_ENDS) as [SwapEnd, ...SwapEnd[]];

/** How far a swap is: open, or ended in one of the ways that swaps end. */
export const swapStateField = z.enum(['planned', 'under-way', ...ENDS]);

const trade = z
  .object({
    id: hashText,
    purpose: z.enum(LEG_PURPOSES),
    from: z.string(),
    to: z.string(),
    fromSymbol: z.string().nullable(),
    toSymbol: z.string().nullable(),
    amountUnits: wholeText,
    leastOutUnits: wholeText,
    valueUsd: decimalText.nullable().describe('Of what is given, by the look’s prices.'),
    state: swapStateField,
    words: z.string().describe('The same for a person: what became of the money, or what it waits for.'),
    isOverdue: z.boolean().describe('Open for longer than it should be. It goes on being watched.'),
    plannedAtSeconds: secondsField,
    signedAtSeconds: secondsField.nullable(),
    endedAtSeconds: secondsField.nullable(),
    intentHash: z.string().nullable().describe('Its name at the verifier, from when it is signed.'),
    depositAddress: z.string().nullable(),
  })
  .meta({ id: 'IndexTrade' });
export type IndexTradeDto = z.infer<typeof trade>;

export const listIndexTrades = endpoint({
  id: 'listIndexTrades',
  method: 'GET',
  path: '/api/accounts/{id}/trades',
  tag,
  summary: 'Every swap of an account of yours, the newest first, each with its end told by its cause.',
  access,
  params,
  query: z.strictObject(hashedPageQuery),
  answer: pageOf(trade),
});
