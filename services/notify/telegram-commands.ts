import type { ChannelAddress, Telling } from '../../lib/alerts/channel.ts';
import { type Answer, type Outside, postOutside, refusedBy, retryAfterOf } from './post-outside.ts';

const NOTHING_TO_HEAR: Telling = { ok: true };
const MADE_BEFORE: Telling = {
  ok: false,
  why: 'It was added before its bot could be written to: add it anew.',
  ...{ isRefused: true, retryAfterSeconds: null },
};

const isTaken = ({ status, body }: Answer): boolean => status === 200 && /"ok"\s*:\s*true/.test(body);

/**
 * Has Telegram bring what is written to the channel's bot to our own address, with a secret by which we know that it is Telegram. What was
 * written before is not brought. Other kinds have nothing to hear.
 */
export const listenToTelegram = async (
  address: ChannelAddress,
  url: string,
  outside: Outside & { readonly telegramUrl: string },
): Promise<Telling> => {
  if (address.kind !== 'telegram') return NOTHING_TO_HEAR;
  const { botToken, secret } = address;
  if (secret === undefined) return MADE_BEFORE;
  const webhook = { url, secret_token: secret, allowed_updates: ['message'], drop_pending_updates: true };
  const posted = await postOutside(
    { url: `${outside.telegramUrl}/bot${botToken}/setWebhook`, headers: {}, body: JSON.stringify(webhook) },
    outside,
  );
  if ('telling' in posted) return posted.telling;
  const { answer } = posted;
  return isTaken(answer) ? { ok: true } : refusedBy(answer.status, retryAfterOf(answer));
};
