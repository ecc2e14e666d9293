import type { ChannelAddress, Tell, Telling } from '../../lib/alerts/channel.ts';
import type { Outside } from './post-outside.ts';
import { tellWebhook } from './webhook.ts';

const NOT_SERVED: Telling = {
  ...{ ok: false, why: 'This kind of channel is not served yet.', isRefused: true, retryAfterSeconds: null },
};

/** Tells a message by the channel of its address’s kind. */
export const tellBy =
  (outside: Outside): Tell =>
  (message, address: ChannelAddress) =>
    address.kind === 'webhook' ? tellWebhook(message, address, outside) : Promise.resolve(NOT_SERVED);
