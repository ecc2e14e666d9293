import { z } from 'zod';
import { CUSTODY_CONFIRMATION } from '../intents/custody.ts';
import { endpoint } from './endpoint.ts';
import { addressText, decimalText, nameField, secondsField, uuidField } from './fields.ts';

/** Of one person. */
export const INDEX_ACCOUNTS_MAX = 10;

// Money lies here that no contract guards: a person logs in for it, and no program's token reaches any of it.
const access = { who: 'user', scope: null } as const;
const steppedUp = { ...access, stepUp: true } as const;
const params = z.strictObject({ id: uuidField });
const tag = 'Index accounts';

const capField = z
  .string()
  .regex(
    /^([1-9]\d{0,8}(\.\d{1,2})?|0\.(0[1-9]|[1-9]\d?))$/,
    'must be US dollars above 0, with at most two decimals',
  )
  .describe(
    'US dollars. A deposit that would bring what is held and awaited above it gets no address; nothing that is there is sold or sent back by it.',
  );

export const indexAccountRow = z
  .object({
    id: uuidField,
    name: z.string(),
    account: addressText.describe('Its name at the verifier: the address of its key.'),
    capUsd: decimalText,
    state: z
      .enum(['open', 'held', 'closed'])
      .describe(
        'held = nothing is planned for it before you have looked; closed = nothing comes in, what is there can leave.',
      ),
    heldWhy: z.string().nullable().describe('What you have to look at; null unless it is held.'),
    exportedAtSeconds: secondsField
      .nullable()
      .describe('Since then somebody outside may have its key as well; null = nobody.'),
    createdAtSeconds: secondsField,
  })
  .meta({ id: 'IndexAccount' });
export type IndexAccountDto = z.infer<typeof indexAccountRow>;

export const listIndexAccounts = endpoint({
  id: 'listIndexAccounts',
  method: 'GET',
  path: '/api/accounts',
  tag,
  summary: `Your accounts inside NEAR Intents, the oldest first; ${INDEX_ACCOUNTS_MAX} at most.`,
  access,
  answer: z.object({
    enabled: z
      .boolean()
      .describe(
        'Whether they are switched on here. Off, none can be made and nothing of those there are moves.',
      ),
    custody: z.array(z.string()).describe('Who can move the money, in words. No contract guards it.'),
    rows: z.array(indexAccountRow),
  }),
});

export const createIndexAccount = endpoint({
  id: 'createIndexAccount',
  method: 'POST',
  path: '/api/accounts',
  tag,
  summary:
    'Makes an account with a key of its own, which is sealed at once. Whoever holds the server’s key can move everything in it; that you know it has to be said.',
  access,
  body: z
    .strictObject({
      name: nameField,
      capUsd: capField,
      custody: z
        .literal(CUSTODY_CONFIRMATION)
        .describe('That you know who can move the money: this sentence, word for word.'),
    })
    .meta({ id: 'NewIndexAccount' }),
  answer: indexAccountRow,
  status: 201,
  problems: ['too-many', 'not-configured'],
  cost: 10,
});

export const updateIndexAccount = endpoint({
  id: 'updateIndexAccount',
  method: 'PATCH',
  path: '/api/accounts/{id}',
  tag,
  summary:
    'Changes an account’s name, cap or state; what is left out stays. Opening a held one says that you have looked.',
  access,
  params,
  body: z
    .strictObject({
      name: nameField.optional(),
      capUsd: capField.optional(),
      state: z.enum(['open', 'closed']).optional(),
    })
    .meta({ id: 'IndexAccountChange' }),
  answer: indexAccountRow,
});

export const exportIndexKey = endpoint({
  id: 'exportIndexKey',
  method: 'POST',
  path: '/api/accounts/{id}/key',
  tag,
  summary:
    'Gives out the key of an account, for you to keep elsewhere. It goes on being held here as well, and that it was given out stays written down.',
  access: steppedUp,
  params,
  answer: z
    .object({
      account: addressText,
      key: z
        .string()
        .nullable()
        .describe('32 bytes as 0x and 64 hex digits. Whoever has it can move everything in the account.'),
    })
    .meta({ id: 'IndexKey' }),
  problems: ['not-configured'],
  shownOnce: 'key',
  cost: 50,
});
