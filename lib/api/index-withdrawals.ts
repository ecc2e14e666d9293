import { z } from 'zod';
import { WITHDRAWAL_STATES } from '../intents/withdrawal.ts';
import { endpoint } from './endpoint.ts';
import { decimalText, hashText, secondsField, uuidField, wholeText } from './fields.ts';

/** In one answer, the latest. */
export const WITHDRAWALS_SHOWN_MAX = 50;
/** Each asks the provider, whose key allows so many requests a second for everybody here. */
const PROVIDER_COST = 20;

const params = z.strictObject({ id: uuidField });
const tag = 'Index accounts';

const withdrawal = z
  .object({
    id: hashText,
    asset: z.string(),
    symbol: z.string(),
    chain: z.string(),
    decimals: z.int(),
    amountUnits: wholeText,
    usd: decimalText.describe('Of the amount when it was asked for.'),
    to: z.string(),
    isTest: z.boolean(),
    createdAtSeconds: secondsField,
    endedAtSeconds: secondsField.nullable().describe('Null = more is to come of it.'),
    state: z.enum(WITHDRAWAL_STATES),
    words: z.string().describe('The state as its owner is told. It is never sent again by itself.'),
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
    'Has one asset leave an account for an address of its chain, in the next tick. A place at which nothing of the account has arrived yet gets a test first.',
  access: { who: 'user', scope: null, stepUp: true },
  params,
  body: z
    .strictObject({
      asset: z
        .string()
        .regex(/^nep(141|245):[A-Za-z0-9_.:-]{2,190}$/, 'must be an asset of GET /api/accounts/assets')
        .describe('An asset as the verifier names it; it tells the chain as well.'),
      shareBps: z
        .int()
        .min(1)
        .max(10_000)
        .describe('Of all that the account holds of it, by the verifier; 10,000 = all.'),
      to: z
        .string()
        .regex(/^[\x21-\x7e]{2,120}$/, 'must be an address')
        .describe('On the asset’s chain.'),
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
