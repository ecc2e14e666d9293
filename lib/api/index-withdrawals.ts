import { z } from 'zod';
import { WITHDRAWAL_STATES } from '../intents/share-state.ts';
import { endpoint } from './endpoint.ts';
import { decimalText, hashText, secondsField, uuidField, wholeText } from './fields.ts';
import { swapStateField } from './indexes.ts';

/** In one answer, the latest. */
export const WITHDRAWALS_SHOWN_MAX = 50;
/** Each asks the provider, whose key allows so many requests a second for everybody here. */
const PROVIDER_COST = 20;

const params = z.strictObject({ id: uuidField });
const tag = 'Index accounts';

const sell = z
  .object({
    id: hashText,
    asset: z.string(),
    symbol: z.string(),
    decimals: z.int(),
    amountUnits: wholeText,
    arrivedUnits: wholeText.nullable().describe('Of the asset that leaves; null = nothing was named.'),
    state: swapStateField,
    words: z.string(),
    isOverdue: z.boolean().describe('Open for longer than it should be. It goes on being watched.'),
  })
  .meta({ id: 'IndexWithdrawalSell' });

const CHOICES = ['leave', 'keep'] as const;

const withdrawal = z
  .object({
    id: hashText,
    asset: z.string(),
    symbol: z.string(),
    chain: z.string(),
    decimals: z.int(),
    amountUnits: wholeText.describe(
      'What leaves. Of a share of all, before it leaves: what is there of it so far.',
    ),
    usd: decimalText.describe('Of the amount when it was asked for.'),
    to: z.string(),
    isTest: z.boolean(),
    createdAtSeconds: secondsField,
    endedAtSeconds: secondsField.nullable().describe('Null = more is to come of it.'),
    state: z.enum(WITHDRAWAL_STATES),
    words: z.string().describe('The state as its owner is told. It is never sent again by itself.'),
    of: z.enum(['asset', 'index']),
    shareBps: z.int().nullable().describe('Of all that the account held; null = of one asset alone.'),
    sells: z.array(sell).describe('What is sold for it, all at once; none where one asset leaves as it is.'),
    choices: z
      .array(z.enum(CHOICES))
      .describe('What its owner has to choose from before anything goes on; none = nothing is asked.'),
  })
  .meta({ id: 'IndexWithdrawal' });
export type IndexWithdrawalDto = z.infer<typeof withdrawal>;

export const listIndexWithdrawals = endpoint({
  id: 'listIndexWithdrawals',
  method: 'GET',
  path: '/api/accounts/{id}/withdrawals',
  tag,
  summary: `The last ${WITHDRAWALS_SHOWN_MAX} withdrawals of an account, the latest first, each with how far it is.`,
  access: { who: 'user', scope: null },
  params,
  answer: z.object({ rows: z.array(withdrawal) }),
});

export const createIndexWithdrawal = endpoint({
  id: 'createIndexWithdrawal',
  method: 'POST',
  path: '/api/accounts/{id}/withdrawals',
  tag,
  summary:
    'Has one asset leave an account for an address of its chain, in the next tick; or a share of all that it holds, sold for that asset first. A place at which nothing of the account has arrived yet gets a test first.',
  access: { who: 'user', scope: null, stepUp: true },
  params,
  body: z
    .strictObject({
      asset: z
        .string()
        .regex(/^nep(141|245):[A-Za-z0-9_.:-]{2,190}$/, 'must be an asset of GET /api/accounts/assets')
        .describe('What leaves, as the verifier names it; it tells the chain as well.'),
      of: z
        .enum(['asset', 'index'])
        .default('asset')
        .describe(
          'What the share is of: that asset, or all that the account holds, which is sold for that asset.',
        ),
      shareBps: z
        .int()
        .min(1)
        .max(10_000)
        .describe('Of all that the account holds of it, or of everything, by the verifier; 10,000 = all.'),
      to: z
        .string()
        .regex(/^[\x21-\x7e]{2,120}$/, 'must be an address')
        .describe(
          'On the asset’s chain. What is wanted beside it there is written within it: on XRP the form that begins with X, on Stellar the one with M.',
        ),
      memo: z
        .string()
        .regex(/^[\x20-\x7e]{1,64}$/, 'must be a memo')
        .nullable()
        .optional()
        .describe('Refused with a sentence: nothing can be sent along beside an address.'),
      withoutTest: z
        .boolean()
        .default(false)
        .describe(
          'A test was offered, and is not wanted. Where addresses have no checksum it is needed all the same.',
        ),
    })
    .meta({ id: 'NewIndexWithdrawal' }),
  answer: withdrawal,
  status: 201,
  problems: ['index-refused', 'not-configured'],
  cost: PROVIDER_COST,
});

export const chooseIndexWithdrawal = endpoint({
  id: 'chooseIndexWithdrawal',
  method: 'POST',
  path: '/api/accounts/{id}/withdrawals/{withdrawal}',
  tag,
  summary:
    'Says what becomes of a withdrawal of which not all was sold: what has arrived leaves, or all of it is kept. Once; the same again changes nothing.',
  access: { who: 'user', scope: null, stepUp: true },
  params: z.strictObject({ id: uuidField, withdrawal: hashText }),
  body: z.strictObject({ choice: z.enum(CHOICES) }).meta({ id: 'IndexWithdrawalChoice' }),
  answer: withdrawal,
  problems: ['index-refused'],
});
