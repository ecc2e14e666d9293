import { z } from 'zod';
import { DELEGATION_STATUSES } from '../delegations/standing.ts';
import { endpoint } from './endpoint.ts';
import {
  addressField,
  addressText,
  chainIdField,
  chainIdText,
  hashText,
  secondsField,
  wholeText,
} from './fields.ts';

const hexText = z.string().regex(/^0x([0-9a-f]{2})*$/);
/** A delegation with six caveats has some 3,000 bytes. */
const CONTEXT_LENGTH_MAX = 20_000;
/** Asks a node several questions. */
const CHAIN_COST = 5;
/** What an owner is shown at once. */
export const DELEGATIONS_MAX = 200;

const call = z.object({ to: addressText, data: hexText }).meta({ id: 'PreparedCall' });

const delegation = z
  .object({
    hash: hashText,
    chainId: chainIdField,
    chainName: z.string(),
    account: addressText.describe('Whose tokens they are: the delegator.'),
    clone: addressText.describe(
      'The contract that alone may redeem it: the delegate. It serves this account alone.',
    ),
    guardian: addressText.describe('May pause the contract, beside the account.'),
    manager: addressText.describe('The DelegationManager that redeems it.'),
    token: addressText,
    symbol: z.string().nullable().describe('As the chain called it when it was granted.'),
    decimals: z.int().nullable(),
    amountUnits: wholeText.describe(
      'In one period. It may go through twice in 24 hours, at the seam of two.',
    ),
    leftUnits: wholeText
      .nullable()
      .describe('Of the period that ran at the last look; null where it isn’t known.'),
    usedUnits: wholeText.nullable(),
    periodSeconds: z.int(),
    startSeconds: secondsField,
    nextPeriodAtSeconds: secondsField
      .nullable()
      .describe('When the next period begins; null where it has expired by then.'),
    expiresAtSeconds: secondsField,
    caveats: z.array(
      z.object({
        kind: z.string().describe('period, timestamp, value, nonce, redeemer; unknown.'),
        enforcer: addressText,
        words: z.string(),
      }),
    ),
    status: z.enum(DELEGATION_STATUSES),
    standing: z.string().describe('What the chain said, in a word.'),
    why: z.string().nullable().describe('Why nothing can be moved by it; null when it is good.'),
    seenAtSeconds: secondsField.describe('Time of the block that it was last tried at.'),
    dropped: z
      .boolean()
      .describe('Nothing is moved by it any more, by its owner’s wish; on chain it holds on.'),
    context: hexText.describe(
      'The delegation with its signature. No secret: only the contract can redeem it.',
    ),
    revoke: call.describe('What the account itself sends to revoke it.'),
    pause: call.describe('What the guardian or the account sends to stop all trading.'),
  })
  .meta({ id: 'Delegation' });
export type DelegationDto = z.infer<typeof delegation>;

export const listDelegations = endpoint({
  id: 'listDelegations',
  method: 'GET',
  path: '/api/delegations',
  tag: 'Delegations',
  summary: `What accounts that you own or guard have granted, the newest first, as the last look found it; ${DELEGATIONS_MAX} at most.`,
  access: { who: 'user', scope: 'portfolios:read' },
  query: z.strictObject({
    chainId: chainIdText.optional(),
    account: addressField.optional().describe('Of this account alone.'),
    status: z.enum(DELEGATION_STATUSES).optional(),
  }),
  answer: z.object({ rows: z.array(delegation) }),
});

export const registerDelegation = endpoint({
  id: 'registerDelegation',
  method: 'POST',
  path: '/api/delegations',
  tag: 'Delegations',
  summary:
    'Takes a delegation that an account has signed, once it is what was asked for and the chain accepts a pull of 0 by it. What is refused is kept nowhere.',
  access: { who: 'user', scope: 'portfolios:write' },
  body: z
    .strictObject({
      chainId: chainIdField,
      clone: addressField.describe('The contract that serves the account; it must be its current one.'),
      token: addressField,
      amountUnits: z
        .string()
        .regex(/^[1-9]\d{0,77}$/, 'must be a whole number of the token’s smallest units, above 0')
        .describe('What was asked for, a day.'),
      signedFor: z
        .strictObject({ chainId: chainIdField, manager: addressField })
        .describe('What the wallet says that it signed for. It is compared with ours, and never taken.'),
      context: z
        .string()
        .regex(/^0x([0-9a-fA-F]{2})+$/, 'must be hex: 0x and pairs of hex digits')
        .max(CONTEXT_LENGTH_MAX)
        .describe('Exactly one delegation with its signature, as `redeemDelegations` takes it.'),
      moreIsMeant: z.boolean().default(false).describe('That it allows more than was asked for is meant.'),
    })
    .meta({ id: 'SignedDelegation' }),
  answer: z
    .object({ hash: hashText, fresh: z.boolean().describe('False: it is known, with this very signature.') })
    .meta({ id: 'Registered' }),
  status: 201,
  problems: ['not-found', 'delegation-refused', 'delegation-broader'],
  cost: CHAIN_COST,
});

export const dropDelegation = endpoint({
  id: 'dropDelegation',
  method: 'DELETE',
  path: '/api/delegations/{hash}',
  tag: 'Delegations',
  summary:
    'Moves nothing by it from now on. On chain it holds until its account revokes it, or it expires: the answer says so, with the call.',
  access: { who: 'user', scope: 'portfolios:write' },
  params: z.strictObject({ hash: hashText }),
  answer: z
    .object({ hash: hashText, holdsOn: z.string(), expiresAtSeconds: secondsField, revoke: call })
    .meta({ id: 'DroppedDelegation' }),
});
