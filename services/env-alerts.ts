import { isIP } from 'node:net';
import { z } from 'zod';
import { Secret } from './secret.ts';

const isMailServer = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
};

/** The variables of what people and other machines are told of. */
export const ALERT_VARIABLES = {
  ALERT_PRIVATE_ADDRESSES: z
    .string()
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .refine((list) => list.every((part) => isIP(part) !== 0), 'must be IP addresses with commas between them')
    .optional(),
  SMTP_URL: z
    .string()
    .refine(
      isMailServer,
      'must be smtps:// or smtp:// with a host and, where it wants a log-in, user:password@',
    )
    .transform((text) => new Secret(text))
    .optional(),
  ALERT_MAIL_FROM: z
    .string()
    .regex(
      /^[^\r\n]{0,80}<?[^\s<>@]+@[^\s<>@]+>?$/,
      'must be a mail address, with or without a name before it',
    )
    .optional(),
};

type AlertVariables = z.output<z.ZodObject<typeof ALERT_VARIABLES>>;

export type AlertSettings = {
  /** Of a private network, that people's webhooks may reach all the same. */
  readonly privateAddresses: readonly string[];
  /** Null = no mail is sent. */
  readonly mailServer: { readonly url: Secret; readonly from: string } | null;
};

export const alertSettingsOf = (parsed: AlertVariables): AlertSettings => ({
  privateAddresses: parsed.ALERT_PRIVATE_ADDRESSES ?? [],
  mailServer:
    parsed.SMTP_URL === undefined || parsed.ALERT_MAIL_FROM === undefined
      ? null
      : { url: parsed.SMTP_URL, from: parsed.ALERT_MAIL_FROM },
});
