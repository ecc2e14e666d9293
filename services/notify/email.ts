import { createTransport } from 'nodemailer';
import type { AlertMessage } from '../../lib/alerts/alert-message.ts';
import type { ChannelAddress, Telling } from '../../lib/alerts/channel.ts';
import { messageText, shortened } from '../../lib/alerts/message-text.ts';
import type { Secret } from '../secret.ts';

/** The operator's own mail server. */
export type MailServer = {
  /** smtps://user:password@host:port; smtp:// is turned to TLS before anything else is said, but on this machine itself. */
  readonly url: Secret;
  readonly from: string;
};

const SUBJECT_LENGTH_MAX = 200;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

type MailError = { readonly code?: string; readonly responseCode?: number };

const failed = (why: string, isRefused: boolean): Telling => ({
  ...{ ok: false, why, isRefused, retryAfterSeconds: null },
});

/** A server's words may name the address: none of them is told. */
const tellingOf = ({ code, responseCode }: MailError): Telling => {
  if (code === 'EAUTH' || code === 'ENOAUTH') return failed('The mail server refuses our log-in.', false);
  if (code === 'ETLS') return failed('The mail server speaks no TLS.', false);
  if (responseCode !== undefined && responseCode >= 500)
    return failed(`The mail server will not take it (${responseCode}).`, true);
  if (responseCode !== undefined) return failed(`The mail server puts it off (${responseCode}).`, false);
  return failed(
    code === 'ETIMEDOUT' ? 'The mail server gave no answer in time.' : 'The mail server cannot be reached.',
    false,
  );
};

const transportTo = ({ url: secret }: MailServer, timeoutMs: number) => {
  const url = new URL(secret.reveal());
  return createTransport({
    ...{ host: url.hostname, port: Number(url.port) || (url.protocol === 'smtps:' ? 465 : 587) },
    ...{ secure: url.protocol === 'smtps:', requireTLS: !LOOPBACK.has(url.hostname) },
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    ...{ disableFileAccess: true, disableUrlAccess: true, logger: false },
  });
};

const telling = (error: unknown): Telling => tellingOf(error instanceof Error ? (error as MailError) : {});

/** Whether the server lets us in; nobody gets a mail. */
export const greetMailServer = async (server: MailServer, timeoutMs: number): Promise<Telling> => {
  const transport = transportTo(server, timeoutMs);
  try {
    await transport.verify();
    return { ok: true };
  } catch (error) {
    return telling(error);
  } finally {
    transport.close();
  }
};

/** Tells by mail. The same message has the same Message-ID: mailboxes that get it twice show it once. */
export const tellEmail = async (
  message: AlertMessage,
  { to }: Extract<ChannelAddress, { readonly kind: 'email' }>,
  { server, timeoutMs }: { readonly server: MailServer; readonly timeoutMs: number },
): Promise<Telling> => {
  const transport = transportTo(server, timeoutMs);
  try {
    await transport.sendMail({
      ...{ from: server.from, to: { name: '', address: to }, text: messageText(message) },
      subject: shortened(message.headline, SUBJECT_LENGTH_MAX),
      // Longer, it would be folded, which not every server reads.
      messageId: `<${message.id.slice(2, 42)}@1balancer>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    return { ok: true };
  } catch (error) {
    return telling(error);
  } finally {
    transport.close();
  }
};
