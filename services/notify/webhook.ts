import { createHmac } from 'node:crypto';
import type { AlertMessage } from '../../lib/alerts/alert-message.ts';
import type { ChannelAddress, Telling } from '../../lib/alerts/channel.ts';
import { type Outside, postOutside, refusedBy, retryAfterOf } from './post-outside.ts';

/** What a receiver checks: HMAC-SHA256 of the timestamp, a dot and the body, in hex; docs/alerts.md tells how. */
const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/** Tells a webhook; its answer is taken by its status alone. */
export const tellWebhook = async (
  message: AlertMessage,
  { url, secret }: Extract<ChannelAddress, { kind: 'webhook' }>,
  outside: Outside,
): Promise<Telling> => {
  const body = JSON.stringify({ version: 1, ...message });
  const timestamp = String(outside.nowSeconds());
  const headers = {
    ...{ 'x-timestamp': timestamp, 'x-signature': signatureOf(secret, timestamp, body) },
    'idempotency-key': message.id,
  };
  const posted = await postOutside({ url, body, headers }, outside);
  if ('telling' in posted) return posted.telling;
  const { answer } = posted;
  return answer.status >= 200 && answer.status < 300
    ? { ok: true }
    : refusedBy(answer.status, retryAfterOf(answer));
};
