import { z } from 'zod';
import { DEPOSIT_STATES } from '../intents/deposit.ts';
import { endpoint } from './endpoint.ts';
import { decimalText, secondsField, uuidField, wholeText } from './fields.ts';
import { indexAccountRow } from './index-accounts.ts';

/** Of one account, at once. */
export const OPEN_DEPOSITS_MAX = 10;
/** In one answer, the latest. */
export const DEPOSITS_SHOWN_MAX = 50;
/** Each of these asks the provider, whose key allows so many requests a second for everybody here. */
const PROVIDER_COST = 20;

const access = { who: 'user', scope: null } as const;
const params = z.strictObject({ id: uuidField });
const tag = 'Index accounts';

const assetField = z
  .string()
  .regex(/^nep(141|245):[A-Za-z0-9_.:-]{2,190}$/, 'must be an asset of GET /api/accounts/assets')
  .describe('An asset as the verifier names it.');

const indexAsset = z
  .object({
    asset: z.string(),
    symbol: z.string(),
    chain: z.string().describe('By the provider’s name of it.'),
    decimals: z.int(),
    priceUsd: decimalText
      .nullable()
      .describe('By the provider’s list; null = none to go by now, and it can’t be deposited.'),
    pricedBy: z
      .array(z.string())
      .describe('Whose prices an index is decided by; of one alone, nobody contradicts it.'),
    memoNeeded: z.boolean().describe('Money for an address of this chain needs a memo beside it.'),
    addressesChecked: z
      .boolean()
      .describe(
        'Whether addresses of this chain can be told from mistyped ones here. Where not, it is neither deposited nor withdrawn there.',
      ),
  })
  .meta({ id: 'IndexAsset' });

export const listIndexAssets = endpoint({
  id: 'listIndexAssets',
  method: 'GET',
  path: '/api/accounts/assets',
  tag,
  summary: 'What can be deposited and held, as the provider lists it and the verifier counts it.',
  access,
  answer: z.object({ rows: z.array(indexAsset) }),
  problems: ['not-configured'],
  cost: PROVIDER_COST,
});

const holding = z
  .object({
    asset: z.string(),
    symbol: z.string(),
    chain: z.string(),
    decimals: z.int(),
    units: wholeText,
    valueUsd: decimalText
      .nullable()
      .describe('By the provider’s list, rounded up to a cent; null = no price to go by.'),
  })
  .meta({ id: 'IndexHolding' });

const deposit = z
  .object({
    id: uuidField,
    asset: z.string(),
    into: z.string().describe('What it is once it is there.'),
    symbol: z.string(),
    chain: z.string().describe('Send it on this chain alone.'),
    decimals: z.int(),
    amountUnits: wholeText,
    leastUnits: wholeText.describe('Less is sent back.'),
    usd: decimalText.describe('Of the amount when it was asked for: what the cap counts.'),
    address: z.string(),
    memo: z.string().nullable().describe('Without it, where there is one, the money is lost.'),
    refundTo: z.string(),
    deadSeconds: secondsField.describe('From then on send nothing to the address.'),
    createdAtSeconds: secondsField,
    lookedAtSeconds: secondsField.nullable(),
    ageSeconds: z.int().min(0),
    state: z.enum(DEPOSIT_STATES),
    words: z.string().describe('The state as its owner is told.'),
    seenUnits: wholeText
      .nullable()
      .describe('What the provider has seen at the address; nothing of it counts as held.'),
    backUnits: wholeText.nullable().describe('What the provider says that it sent back.'),
  })
  .meta({ id: 'IndexDeposit' });
export type IndexDepositDto = z.infer<typeof deposit>;

const detail = z
  .object({
    account: indexAccountRow,
    custody: z.array(z.string()),
    held: z
      .object({
        atSeconds: secondsField.describe('Of the final block at which the verifier was asked.'),
        rows: z.array(holding),
        unlisted: z
          .array(z.object({ asset: z.string(), units: wholeText }))
          .nullable()
          .describe(
            'What is there and the provider doesn’t list, in units of its own: it counts in no sum, and can’t be swapped while that is so; null = the verifier doesn’t tell.',
          ),
        valueUsd: decimalText.nullable(),
      })
      .nullable()
      .describe('By the verifier alone, asked now; null where it could not be asked.'),
    heldWhyNot: z.string().nullable(),
    deposits: z.array(deposit),
  })
  .meta({ id: 'IndexAccountDetail' });
export type IndexAccountDetailDto = z.infer<typeof detail>;

export const readIndexAccount = endpoint({
  id: 'readIndexAccount',
  method: 'GET',
  path: '/api/accounts/{id}',
  tag,
  summary: 'An account with what the verifier says that it holds, and its latest deposits.',
  access,
  params,
  answer: detail,
  cost: PROVIDER_COST,
});

export const listIndexDeposits = endpoint({
  id: 'listIndexDeposits',
  method: 'GET',
  path: '/api/accounts/{id}/deposits',
  tag,
  summary: `The last ${DEPOSITS_SHOWN_MAX} deposits of an account, the latest first, each with how far it is.`,
  access,
  params,
  answer: z.object({ rows: z.array(deposit) }),
});

export const createIndexDeposit = endpoint({
  id: 'createIndexDeposit',
  method: 'POST',
  path: '/api/accounts/{id}/deposits',
  tag,
  summary:
    'Has an address made that money can be sent to, by a quote that is judged. None is given above the account’s cap, nor without the memo that its chain needs.',
  access,
  params,
  body: z
    .strictObject({
      asset: assetField,
      into: assetField.optional().describe('What it is to be once it is there. Default: the same.'),
      amount: z
        .string()
        .regex(/^\d{1,30}(\.\d{1,36})?$/, 'must be a plain decimal number')
        .describe('Of whole ones.'),
      refundTo: z
        .string()
        .regex(/^[\x21-\x7e]{2,120}$/, 'must be an address')
        .describe(
          'An address of yours on the chain that you send from: where it goes when it can’t come in.',
        ),
    })
    .meta({ id: 'NewIndexDeposit' }),
  answer: deposit,
  status: 201,
  problems: ['index-refused', 'too-many', 'not-configured'],
  cost: PROVIDER_COST,
});
