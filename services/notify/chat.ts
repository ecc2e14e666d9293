import { z } from 'zod';
import type { AlertMessage } from '../../lib/alerts/alert-message.ts';
import type { ChannelAddress, Telling } from '../../lib/alerts/channel.ts';
import { messageLines, messageText, shortened } from '../../lib/alerts/message-text.ts';
import { type Answer, type Outside, postOutside, refusedBy, retryAfterOf } from './post-outside.ts';

type Of<K extends ChannelAddress['kind']> = Extract<ChannelAddress, { readonly kind: K }>;

const postJson = async (
  url: string,
  payload: object,
  outside: Outside,
): Promise<{ readonly answer: Answer } | { readonly telling: Telling }> =>
  postOutside({ url, headers: {}, body: JSON.stringify(payload) }, outside);

const isTaken = ({ status }: Answer): boolean => status >= 200 && status < 300;

const DISCORD = { titleMax: 256, descriptionMax: 4_096 } as const;
const COLOURS = { critical: 0xb3261e, warning: 0xb26a00, recovered: 0x2e7d32 } as const;

/** Without its backslash a character would be markup, or call somebody. */
const discordText = (text: string): string => text.replace(/[\\*_~`|>#<@[\]()-]/g, '\\$&');

const discordPayload = (message: AlertMessage): object => ({
  allowed_mentions: { parse: [] },
  embeds: [
    {
      title: shortened(message.headline, DISCORD.titleMax),
      description: shortened(
        messageLines(message)
          .map((line) => discordText(line))
          .join('\n'),
        DISCORD.descriptionMax,
      ),
      url: message.links.page,
      color: message.phase === 'recovered' ? COLOURS.recovered : COLOURS[message.severity],
    },
  ],
});

const retryAfterBody = z.object({ retry_after: z.number().min(0) });

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Discord tells how long to wait in its answer's body, in seconds with a fraction. */
export const tellDiscord = async (
  message: AlertMessage,
  { url }: Of<'discord'>,
  outside: Outside,
): Promise<Telling> => {
  const posted = await postJson(url, discordPayload(message), outside);
  if ('telling' in posted) return posted.telling;
  const { answer } = posted;
  if (isTaken(answer)) return { ok: true };
  const body = retryAfterBody.safeParse(jsonOf(answer.body));
  return refusedBy(answer.status, body.success ? Math.ceil(body.data.retry_after) : retryAfterOf(answer));
};

const SLACK = { headerMax: 150, sectionMax: 3_000 } as const;

/** The three characters that Slack's text is escaped by. */
const slackText = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const slackPayload = (message: AlertMessage): object => ({
  text: slackText(message.headline),
  blocks: [
    { type: 'header', text: { type: 'plain_text', text: shortened(message.headline, SLACK.headerMax) } },
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: `${shortened(slackText(messageLines(message).join('\n')), SLACK.sectionMax - 400)}\n<${message.links.page}|Open>`,
        verbatim: true,
      },
    },
  ],
});

/** Tells by an incoming webhook, which answers `ok` in plain text. */
export const tellSlack = async (
  message: AlertMessage,
  { url }: Of<'slack'>,
  outside: Outside,
): Promise<Telling> => {
  const posted = await postJson(url, slackPayload(message), outside);
  if ('telling' in posted) return posted.telling;
  const { answer } = posted;
  return isTaken(answer) ? { ok: true } : refusedBy(answer.status, retryAfterOf(answer));
};

const TELEGRAM_TEXT_MAX = 4_096;
const telegramAnswer = z.object({
  ok: z.boolean(),
  parameters: z.object({ retry_after: z.number().optional() }).optional(),
});

/** Tells by a bot’s `sendMessage`, in plain text: nothing in it is markup. */
export const tellTelegram = async (
  message: AlertMessage,
  { botToken, chatId }: Of<'telegram'>,
  outside: Outside & { readonly telegramUrl: string },
): Promise<Telling> => {
  const posted = await postJson(
    `${outside.telegramUrl}/bot${botToken}/sendMessage`,
    {
      chat_id: chatId,
      text: shortened(messageText(message), TELEGRAM_TEXT_MAX),
      link_preview_options: { is_disabled: true },
    },
    outside,
  );
  if ('telling' in posted) return posted.telling;
  const { answer } = posted;
  const body = telegramAnswer.safeParse(jsonOf(answer.body));
  if (isTaken(answer) && body.success && body.data.ok) return { ok: true };
  return refusedBy(answer.status, (body.success ? body.data.parameters?.retry_after : undefined) ?? null);
};
