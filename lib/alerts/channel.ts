import { z } from 'zod';
import type { AlertMessage } from './alert-message.ts';

export const CHANNEL_KINDS = ['webhook', 'discord', 'slack', 'telegram', 'email'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

const URL_LENGTH_MAX = 2_000;

/** Host and port are its first part; a name and password before them would be sent to whoever answers. */
const HTTPS = /^https:\/\/([\w.:[\]-]+)(?:[/?#]|$)/i;

/** Only https: what is told is the owner's business, and no reader on the way is to have it. */
const webhookUrl = z
  .url()
  .max(URL_LENGTH_MAX)
  .regex(HTTPS, 'must be an https address without a name or password in it');

const under = (start: string, path: RegExp) =>
  webhookUrl.refine(
    (text) => text.startsWith(start) && path.test(text.slice(start.length)),
    `must begin with ${start}`,
  );

const discord = z.strictObject({
  kind: z.literal('discord'),
  url: under('https://discord.com/api/webhooks/', /^\d{15,22}\/[\w-]{20,100}$/),
});
const slack = z.strictObject({
  kind: z.literal('slack'),
  url: under('https://hooks.slack.com/services/', /^[A-Z0-9]{5,20}\/[A-Z0-9]{5,20}\/\w{10,60}$/),
});
const telegram = z.strictObject({
  kind: z.literal('telegram'),
  botToken: z.string().regex(/^\d{5,15}:[\w-]{30,60}$/, 'must be the token of a bot, as @BotFather gives it'),
  chatId: z.string().regex(/^(-?\d{1,20}|@\w{5,32})$/, 'must be the number of a chat, or a channel’s @name'),
});
const email = z.strictObject({ kind: z.literal('email'), to: z.email().max(254) });

/** Where a channel of each kind reaches, as it is sealed: a webhook with the secret that its messages are signed with. */
export const sealedAddressSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), url: z.string(), secret: z.string().min(32) }),
  ...[discord, slack, telegram, email],
]);
export type ChannelAddress = z.output<typeof sealedAddressSchema>;

/** What came of one try to tell. */
export type Telling =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** In plain words; names no address and nothing secret. */
      readonly why: string;
      /** As the receiver asks for. */
      readonly retryAfterSeconds: number | null;
      /** It will never be taken, however often it is tried. */
      readonly isRefused: boolean;
    };

/** Tells one message to one address. */
export type Tell = (message: AlertMessage, address: ChannelAddress) => Promise<Telling>;
