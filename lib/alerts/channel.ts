import { z } from 'zod';
import type { AlertMessage } from './alert-message.ts';

export const CHANNEL_KINDS = ['webhook', 'discord', 'slack', 'telegram', 'email'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Only https: what is told is the owner's business, and no reader on the way is to have it. A name and password stand in none. */
const HTTPS = /^https:\/\/([\w.:[\]-]{1,253})([/?#][!-~]*)?$/;

const addressOf = (pattern: RegExp, words: string) => z.string().max(2_000).regex(pattern, words);

const webhookUrl = addressOf(HTTPS, 'must be an https address without a name or password in it');
const discord = z.strictObject({
  kind: z.literal('discord'),
  url: addressOf(
    /^https:\/\/discord\.com\/api\/webhooks\/\d{15,22}\/[\w-]{20,100}$/,
    'must be the address of a Discord webhook',
  ),
});
const slack = z.strictObject({
  kind: z.literal('slack'),
  url: addressOf(
    /^https:\/\/hooks\.slack\.com\/services\/[A-Z0-9]{5,20}\/[A-Z0-9]{5,20}\/\w{10,60}$/,
    'must be the address of an incoming webhook of Slack',
  ),
});
const telegram = z.strictObject({
  kind: z.literal('telegram'),
  botToken: z.string().regex(/^\d{5,15}:[\w-]{30,60}$/, 'must be the token of a bot, as @BotFather gives it'),
  chatId: z.string().regex(/^(-?\d{1,20}|@\w{5,32})$/, 'must be the number of a chat, or a channel’s @name'),
});
const email = z.strictObject({
  kind: z.literal('email'),
  to: z
    .string()
    .max(254)
    .regex(/^[\w.%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$/, 'must be a mail address'),
});

/** Where a channel of each kind reaches, as it is typed. */
export const typedAddressSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('webhook'), url: webhookUrl }),
  ...[discord, slack, telegram, email],
]);
export type TypedAddress = z.output<typeof typedAddressSchema>;

/** The same as it is sealed: a webhook with the secret that its messages are signed with, a bot of Telegram with what it is to prove itself by. */
export const sealedAddressSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), url: z.string(), secret: z.string().min(32) }),
  telegram.extend({ secret: z.string().min(32).optional() }),
  ...[discord, slack, email],
]);
export type ChannelAddress = z.output<typeof sealedAddressSchema>;

/** What is told of an address once it is sealed: enough to know which it is. */
export const hintOf = (address: TypedAddress): string => {
  if (address.kind === 'telegram') return `chat ${address.chatId.slice(0, 4)}…`;
  if (address.kind === 'email') return address.to.replace(/^(.).*@/, '$1…@').slice(0, 100);
  return (HTTPS.exec(address.url)?.[1] ?? '').slice(0, 100);
};

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
