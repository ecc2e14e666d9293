import { z } from 'zod';
import { ALERT_KINDS } from '../alerts/alert-kinds.ts';
import { CHANNEL_KINDS, typedAddressSchema } from '../alerts/channel.ts';
import { endpoint } from './endpoint.ts';
import { hashText, idField, nameField, pageOf, pageQuery, secondsField, uuidField } from './fields.ts';

export const alertRow = z
  .object({
    id: idField,
    kind: z.enum(ALERT_KINDS),
    severity: z.enum(['critical', 'warning']),
    title: z.string(),
    sentence: z.string().describe('What is wrong, as it was seen last.'),
    meaning: z.string(),
    remedy: z.string().describe('What can be done.'),
    raisedAtSeconds: secondsField.describe("The database's clock."),
    lastSeenAtSeconds: secondsField,
    recoveredAtSeconds: secondsField.nullable().describe('Null = it is still so.'),
    count: z.int().min(1).describe('Ticks that have seen it.'),
  })
  .meta({ id: 'AlertRow' });
export type AlertRow = z.infer<typeof alertRow>;

const query = z.strictObject({
  state: z
    .enum(['open', 'past', 'all'])
    .default('all')
    .describe('open = still so; past = recovered. Default all.'),
  ...pageQuery,
});
export type AlertQuery = z.output<typeof query>;

export const listPortfolioAlerts = endpoint({
  id: 'listPortfolioAlerts',
  method: 'GET',
  path: '/api/portfolios/{id}/alerts',
  tag: 'Alerts',
  summary: 'What is or was wrong with your portfolio, the latest first; recovered ones are kept for 90 days.',
  access: { who: 'user', scope: 'portfolios:read' },
  params: z.strictObject({ id: idField }),
  query,
  answer: pageOf(alertRow),
  problems: ['not-owner'],
});

export const listSystemAlerts = endpoint({
  id: 'listSystemAlerts',
  method: 'GET',
  path: '/api/alerts',
  tag: 'Alerts',
  summary: 'What is or was wrong with the whole system, for operators, the latest first.',
  access: { who: 'operator', scope: 'system:read' },
  query,
  answer: pageOf(alertRow),
});

// Where somebody is told is for the person, who logs in; a program's token can't lead it elsewhere.
const access = { who: 'user', scope: null } as const;
const params = z.strictObject({ id: uuidField });

const minuteField = z.int().min(0).max(1_439);
const quietField = z
  .strictObject({ fromMinute: minuteField, toMinute: minuteField })
  .describe(
    'Minutes of the day, UTC, from one up to the other, in which warnings wait; what is critical is told all the same. The same twice = none.',
  );

const channelRow = z
  .object({
    id: uuidField,
    kind: z.enum(CHANNEL_KINDS),
    name: z.string(),
    hint: z.string().describe('Of the address, which is never shown again.'),
    forOperators: z.boolean(),
    quiet: z.object({ fromMinute: minuteField, toMinute: minuteField }).nullable(),
    createdAtSeconds: secondsField,
    confirmedAtSeconds: secondsField
      .nullable()
      .describe(
        'Since when its reader has said, by a code that was sent to it, that it is theirs. A mailbox is told nothing before; in a chat of Telegram the bot does nothing before. Always null for other kinds.',
      ),
    lastDelivery: z
      .object({ status: z.enum(['pending', 'sent', 'failed', 'dropped']), atSeconds: secondsField })
      .nullable(),
  })
  .meta({ id: 'ChannelRow' });
export type ChannelRow = z.infer<typeof channelRow>;
export const channelRowSchema = channelRow;

/** Of one person. */
export const CHANNELS_MAX = 10;

export const listChannels = endpoint({
  id: 'listChannels',
  method: 'GET',
  path: '/api/channels',
  tag: 'Alerts',
  summary: `Where you are told of alerts, the latest first; ${CHANNELS_MAX} at most.`,
  access,
  answer: z.object({ channels: z.array(channelRow) }),
});

const newChannel = z
  .strictObject({
    name: nameField.default('').describe('Default: its kind.'),
    address: typedAddressSchema.describe('Sealed when it arrives, and never shown again.'),
    quiet: quietField.nullable().default(null),
    forOperators: z
      .boolean()
      .default(false)
      .describe('Told of the whole system too, for as long as you are an operator.'),
  })
  .meta({ id: 'NewChannel' });
export type NewChannel = z.output<typeof newChannel>;

export const createChannel = endpoint({
  id: 'createChannel',
  method: 'POST',
  path: '/api/channels',
  tag: 'Alerts',
  summary:
    'Adds a channel that alerts of all your portfolios are sent to. A mailbox is sent a code first; no more than three a day to one, by whomever.',
  access,
  body: newChannel,
  answer: channelRow
    .extend({
      secret: z
        .string()
        .nullable()
        .describe('What a webhook’s messages are signed with. Shown once; null for other kinds.'),
    })
    .meta({ id: 'MadeChannel' }),
  status: 201,
  problems: ['too-many', 'not-configured'],
  shownOnce: 'secret',
  cost: 10,
});

export const deleteChannel = endpoint({
  id: 'deleteChannel',
  method: 'DELETE',
  path: '/api/channels/{id}',
  tag: 'Alerts',
  summary: 'Removes a channel with its address and what it was told.',
  access,
  params,
});

export const askForCode = endpoint({
  id: 'askForCode',
  method: 'POST',
  path: '/api/channels/{id}/code',
  tag: 'Alerts',
  summary:
    'Has the next tick send a code to a mailbox or a chat of Telegram that is not confirmed yet. Once a minute, three times a day to one address and ten times a day in all.',
  access,
  params,
  status: 202,
  answer: z.object({ deliveryId: hashText }),
  cost: 10,
});

export const confirmChannel = endpoint({
  id: 'confirmChannel',
  method: 'POST',
  path: '/api/channels/{id}/confirmation',
  tag: 'Alerts',
  summary: 'Confirms a channel by the code that was sent to it. A code is good once, and for a day.',
  access,
  params,
  body: z
    .strictObject({ code: z.string().min(1).max(100).describe('As it stands in the message.') })
    .meta({ id: 'Confirmation' }),
  cost: 10,
});

export const testChannel = endpoint({
  id: 'testChannel',
  method: 'POST',
  path: '/api/channels/{id}/test',
  tag: 'Alerts',
  summary: 'Has the next tick send a test; its deliveries tell what came of it. Once a minute.',
  access,
  params,
  status: 202,
  answer: z.object({ deliveryId: hashText }),
  cost: 10,
});

export const deliveryRow = z
  .object({
    id: hashText.describe('The message’s own id, by which a receiver knows it when it comes twice.'),
    phase: z.enum(['raised', 'recovered', 'test', 'confirm']),
    kind: z.enum(ALERT_KINDS).nullable().describe('Null for a test and for a code.'),
    status: z.enum(['pending', 'sent', 'failed', 'dropped']),
    attempts: z.int().min(0),
    lastError: z.string().nullable(),
    createdAtSeconds: secondsField,
    endedAtSeconds: secondsField.nullable(),
  })
  .meta({ id: 'DeliveryRow' });
export type DeliveryRow = z.infer<typeof deliveryRow>;

export const listDeliveries = endpoint({
  id: 'listDeliveries',
  method: 'GET',
  path: '/api/channels/{id}/deliveries',
  tag: 'Alerts',
  summary: 'The last 50 messages to a channel, and what came of each, the latest first.',
  access,
  params,
  answer: z.object({ deliveries: z.array(deliveryRow) }),
});
