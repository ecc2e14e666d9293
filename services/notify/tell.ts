import type { Tell, Telling } from '../../lib/alerts/channel.ts';
import { tellDiscord, tellSlack, tellTelegram } from './chat.ts';
import { type MailServer, tellEmail } from './email.ts';
import type { Outside } from './post-outside.ts';
import { tellWebhook } from './webhook.ts';

/** How the outside is reached. */
export type Ways = Outside & {
  readonly telegramUrl: string;
  /** Null = no mail is sent. */
  readonly mailServer: MailServer | null;
};

const NO_MAIL: Telling = {
  ...{ ok: false, why: 'No mail server is set up here.', isRefused: true, retryAfterSeconds: null },
};

/** Tells a message by the channel of its address’s kind. */
export const tellBy =
  (ways: Ways): Tell =>
  async (message, address) => {
    switch (address.kind) {
      case 'webhook':
        return tellWebhook(message, address, ways);
      case 'discord':
        return tellDiscord(message, address, ways);
      case 'slack':
        return tellSlack(message, address, ways);
      case 'telegram':
        return tellTelegram(message, address, ways);
      case 'email':
        return ways.mailServer === null
          ? NO_MAIL
          : tellEmail(message, address, { server: ways.mailServer, timeoutMs: ways.timeoutMs });
    }
  };
