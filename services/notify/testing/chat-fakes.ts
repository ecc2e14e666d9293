import { z } from 'zod';
import { type FakeService, type Reply, startFake } from '../../http/testing/fake-service.ts';

/** A chat that judges as its documents do, and what people have been shown there. */
export type ChatFake = FakeService & { readonly shown: string[] };

const json = (status: number, value: unknown): Reply => ({ status, body: JSON.stringify(value) });
const text = (status: number, body: string): Reply => ({
  ...{ status, body },
  headers: { 'content-type': 'text/html' },
});

// Discord: Execute Webhook; limits of an embed are those of the channel's documents.
const embed = z.strictObject({
  title: z.string().min(1).max(256),
  description: z.string().min(1).max(4_096),
  url: z.url({ protocol: /^https?$/ }),
  color: z.int().min(0).max(0xffffff),
});
const discordBody = z
  .strictObject({
    content: z.string().min(1).max(2_000).optional(),
    embeds: z.array(embed).min(1).max(10),
    allowed_mentions: z.strictObject({ parse: z.array(z.enum(['roles', 'users', 'everyone'])) }),
  })
  .refine(
    ({ embeds }) =>
      embeds.reduce((sum, { title, description }) => sum + title.length + description.length, 0) <= 6_000,
  );

/** Backslashes keep what follows from being markup, which itself is not read. */
const asRead = (markdown: string): string =>
  markdown.replace(/\\([^A-Za-z0-9\s])|[*_~`|]/g, (_, kept: string | undefined) => kept ?? '');

export const startDiscordFake = async (path: string): Promise<ChatFake> => {
  const shown: string[] = [];
  const service = await startFake(({ method, url, headers, body }) => {
    if (url.pathname !== path) return json(404, { message: 'Unknown Webhook', code: 10_015 });
    if (method !== 'POST' || headers['content-type'] !== 'application/json')
      return json(400, { message: 'Bad Request', code: 0 });
    const parsed = discordBody.safeParse(JSON.parse(body));
    if (!parsed.success)
      return json(400, { message: 'Invalid Form Body', code: 50_035, errors: parsed.error.issues });
    for (const { title, description } of parsed.data.embeds) shown.push(`${title}\n${asRead(description)}`);
    return { status: 204, body: '' };
  });
  return { ...service, shown };
};

// Slack: incoming webhooks, Block Kit's header and section.
const slackBody = z.strictObject({
  text: z.string().min(1).max(40_000),
  blocks: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('header'),
          text: z.strictObject({
            type: z.literal('plain_text'),
            text: z.string().min(1).max(150),
            emoji: z.boolean().optional(),
          }),
        }),
        z.strictObject({
          type: z.literal('section'),
          text: z.strictObject({
            type: z.literal('mrkdwn'),
            text: z.string().min(1).max(3_000),
            verbatim: z.boolean().optional(),
          }),
        }),
      ]),
    )
    .max(50),
});
const unescaped = (mrkdwn: string): string =>
  mrkdwn.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

export const startSlackFake = async (path: string): Promise<ChatFake> => {
  const shown: string[] = [];
  const service = await startFake(({ method, url, headers, body }) => {
    if (url.pathname !== path) return text(404, 'no_service');
    if (method !== 'POST' || headers['content-type'] !== 'application/json')
      return text(400, 'invalid_payload');
    const parsed = slackBody.safeParse(JSON.parse(body));
    if (!parsed.success) return text(400, 'invalid_blocks');
    // A bare < begins a link, a mention or a call to everybody: only our own link may.
    for (const {
      type,
      text: { text: shownText },
    } of parsed.data.blocks)
      if (type === 'section' && (shownText.match(/</g) ?? []).length > 1) return text(400, 'invalid_blocks');
    shown.push(
      parsed.data.blocks
        .map(({ type, text: part }) => (type === 'section' ? unescaped(part.text) : part.text))
        .join('\n'),
    );
    return text(200, 'ok');
  });
  return { ...service, shown };
};

// Telegram: the Bot API's sendMessage.
const telegramBody = z.strictObject({
  chat_id: z.union([z.string().regex(/^-?\d+$|^@\w{5,32}$/), z.int()]),
  text: z.string().min(1).max(4_096),
  parse_mode: z.enum(['HTML', 'MarkdownV2', 'Markdown']).optional(),
  link_preview_options: z.strictObject({ is_disabled: z.boolean() }).optional(),
});
// And its setWebhook.
const telegramWebhook = z.strictObject({
  url: z.url({ protocol: /^https$/ }),
  secret_token: z.string().regex(/^[\w-]{1,256}$/),
  allowed_updates: z.array(z.enum(['message', 'edited_message', 'channel_post', 'callback_query'])),
  drop_pending_updates: z.boolean(),
});
type TelegramWebhook = z.output<typeof telegramWebhook>;
/** What it does on an answer to an update; an empty one is nothing. */
const telegramReply = z.union([
  z.strictObject({}),
  telegramBody.extend({ method: z.literal('sendMessage') }),
]);

/** Somebody's words in a chat, as Telegram brings them to a webhook. */
export type Written = { readonly updateId: number; readonly chatId: number; readonly text: string };

export const telegramUpdateOf = ({ updateId, chatId, text }: Written): object => ({
  update_id: updateId,
  message: {
    message_id: updateId + 7,
    from: { id: chatId, is_bot: false, first_name: 'Ann', language_code: 'en' },
    chat: { id: chatId, first_name: 'Ann', type: 'private' },
    date: 1_794_974_400,
    text,
    ...(text.startsWith('/')
      ? { entities: [{ offset: 0, length: (text.split(' ')[0] ?? '').length, type: 'bot_command' }] }
      : {}),
  },
});

const telegramRefusal = (status: number, description: string): Reply =>
  json(status, { ok: false, error_code: status, description });

/** Telegram, where one bot's webhook is set and what is written to it is brought there. */
export type TelegramFake = ChatFake & {
  readonly webhook: { current: TelegramWebhook | null };
  /** Takes what a webhook has answered to an update, as Telegram would; the text that it shows, or null. */
  readonly take: (answer: unknown) => string | null;
};

export const startTelegramFake = async (token: string): Promise<TelegramFake> => {
  const shown: string[] = [];
  const webhook: TelegramFake['webhook'] = { current: null };
  const service = await startFake(({ method, url, headers, body }) => {
    if (!url.pathname.startsWith(`/bot${token}/`)) return telegramRefusal(401, 'Unauthorized');
    if (url.pathname === `/bot${token}/setWebhook` && method === 'POST') {
      const set = telegramWebhook.safeParse(JSON.parse(body));
      if (!set.success)
        return telegramRefusal(400, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook');
      webhook.current = set.data;
      return json(200, { ok: true, result: true, description: 'Webhook was set' });
    }
    if (url.pathname !== `/bot${token}/sendMessage` || method !== 'POST')
      return telegramRefusal(404, 'Not Found');
    if (headers['content-type'] !== 'application/json')
      return telegramRefusal(400, 'Bad Request: message text is empty');
    const parsed = telegramBody.safeParse(JSON.parse(body));
    if (!parsed.success) return telegramRefusal(400, 'Bad Request: message is too long');
    shown.push(parsed.data.text);
    return json(200, {
      ok: true,
      result: { message_id: shown.length, date: 1, chat: { id: 1 }, text: parsed.data.text },
    });
  });
  return {
    ...{ ...service, shown, webhook },
    take: (answer) => {
      const reply = telegramReply.parse(answer);
      if (!('method' in reply)) return null;
      shown.push(reply.text);
      return reply.text;
    },
  };
};
