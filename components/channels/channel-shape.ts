import * as z from 'zod/mini';

const STATUSES = ['pending', 'sent', 'failed', 'dropped'] as const;
type Status = (typeof STATUSES)[number];

export const channelSchema = z.object({
  id: z.string(),
  kind: z.enum(['webhook', 'discord', 'slack', 'telegram', 'email']),
  name: z.string(),
  hint: z.string(),
  forOperators: z.boolean(),
  quiet: z.nullable(z.object({ fromMinute: z.number(), toMinute: z.number() })),
  confirmedAtSeconds: z.nullable(z.number()),
  lastDelivery: z.nullable(z.object({ status: z.enum(STATUSES), atSeconds: z.number() })),
});
export type Channel = z.infer<typeof channelSchema>;

export const deliverySchema = z.object({
  id: z.string(),
  phase: z.enum(['raised', 'recovered', 'test', 'confirm']),
  kind: z.nullable(z.string()),
  status: z.enum(STATUSES),
  attempts: z.number(),
  lastError: z.nullable(z.string()),
  createdAtSeconds: z.number(),
  endedAtSeconds: z.nullable(z.number()),
});
export type Delivery = z.infer<typeof deliverySchema>;

export const KIND_WORDS: Readonly<Record<Channel['kind'], string>> = {
  webhook: 'Webhook, signed',
  discord: 'Discord',
  slack: 'Slack',
  telegram: 'Telegram',
  email: 'Mailbox',
};

/** What is to be said of a channel that nobody has confirmed yet; null where there is nothing to confirm. */
export const unconfirmedWords = ({ kind, confirmedAtSeconds }: Channel): string | null => {
  if (confirmedAtSeconds !== null) return null;
  if (kind === 'email') return 'Nothing is sent to it before it is confirmed by the code that it is sent.';
  return kind === 'telegram'
    ? 'Its bot sends alerts. Confirmed by a code that is sent to the chat, it also does what is written there: /status, /pause, /help.'
    : null;
};

/** What became of a message. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  pending: 'on its way',
  sent: 'received',
  failed: 'not received',
  dropped: 'not sent, since there was nothing left to tell',
};

const two = (number: number): string => String(number).padStart(2, '0');

/** "07:30" of 450 minutes of the day. */
export const clockOf = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** 450 of "07:30"; null of what is no time. */
export const minuteOf = (clock: string): number | null => {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(clock) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
};
