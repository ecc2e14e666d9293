import { isIP } from 'node:net';
import { z } from 'zod';
import { Secret } from './secret.ts';

const isMailServer = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
};

type BugProject = {
  readonly envelopeUrl: Secret;
  /** What events are taken by. */
  readonly key: Secret;
};

/** As Sentry's documents have a DSN: its key, its host, perhaps a path, and the project last. Null where it is none. */
const projectOfDsn = (text: string): BugProject | null => {
  const url = URL.parse(text);
  const [, path, project] = /^(.*)\/([\w-]+)$/.exec(url?.pathname ?? '') ?? [];
  if (url === null || project === undefined || !/^https?:$/.test(url.protocol)) return null;
  if (!/^[\w-]+$/.test(url.username) || url.search !== '' || url.hash !== '') return null;
  return {
    envelopeUrl: new Secret(`${url.origin}${path}/api/${project}/envelope/`),
    key: new Secret(url.username),
  };
};

/** The variables of what people and other machines are told of. */
export const ALERT_VARIABLES = {
  ALERT_PRIVATE_ADDRESSES: z
    .string()
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .refine((list) => list.every((part) => isIP(part) !== 0), 'must be IP addresses with commas between them')
    .optional(),
  TELEGRAM_API_URL: z
    .string()
    .refine((text) => /^https?:\/\/[^\s/]+$/.test(text), 'must be an http(s) URL without a path')
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
  METRICS_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .transform((text) => new Secret(text))
    .optional(),
  DEAD_MAN_URL: z
    .string()
    .refine((text) => /^https?:\/\/\S+$/.test(text), 'must be an http(s) URL')
    .transform((text) => new Secret(text))
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine((text) => /^https?:\/\/\S+$/.test(text), 'must be an http(s) URL')
    .transform((text) => new Secret(text))
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[^=,\s]+=[^,]*(,[^=,\s]+=[^,]*)*$/, 'must be name=value, with commas between them')
    .transform((text) => new Secret(text))
    .optional(),
  SENTRY_DSN: z
    .string()
    .transform((text, context) => {
      const project = projectOfDsn(text);
      if (project === null)
        context.addIssue({
          code: 'custom',
          message: 'must be http(s)://KEY@HOST/PROJECT, as Sentry shows it',
        });
      return project ?? z.NEVER;
    })
    .optional(),
  SENTRY_ENVIRONMENT: z
    .string()
    .regex(/^[^\s/]{1,64}$/, 'must be a name of at most 64 characters without spaces and slashes')
    .optional(),
  OTEL_SERVICE_NAME: z.string().min(1).max(100).optional(),
  SOURCE_COMMIT: z.string().max(100).optional(),
  VERCEL_GIT_COMMIT_SHA: z.string().max(100).optional(),
};

type AlertVariables = z.output<z.ZodObject<typeof ALERT_VARIABLES>>;

/** Where traces go. */
export type TraceSettings = {
  /** Of the traces themselves. */
  readonly url: Secret;
  readonly headers: readonly (readonly [name: string, value: Secret])[];
  readonly serviceName: string;
};

/** Where bugs are told, and as whose. */
export type BugSettings = BugProject & { readonly release: string | null; readonly environment: string };

export type AlertSettings = {
  /** Of a private network, that people's webhooks may reach all the same. */
  readonly privateAddresses: readonly string[];
  /** Where Telegram's Bot API is. */
  readonly telegramUrl: string;
  /** What a scraper of metrics sends; null = nobody is given any. */
  readonly metricsToken: Secret | null;
  /** Asked after each good tick by whoever is to notice that none comes; null = nobody does. */
  readonly deadManUrl: Secret | null;
  /** Null = nobody collects traces. */
  readonly traces: TraceSettings | null;
  /** Null = nobody but the log is told of bugs. */
  readonly bugs: BugSettings | null;
  /** What this build was made of; null where nobody has said. */
  readonly commit: string | null;
  /** Null = no mail is sent. */
  readonly mailServer: { readonly url: Secret; readonly from: string } | null;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return text.trim();
  }
};

/** As OpenTelemetry's own documents have these variables: traces go below the endpoint, values of headers are percent-encoded. */
const traceSettingsOf = (parsed: AlertVariables): TraceSettings | null => {
  const endpoint = parsed.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return null;
  const pairs = (parsed.OTEL_EXPORTER_OTLP_HEADERS?.reveal() ?? '').split(',').filter((pair) => pair !== '');
  return {
    url: new Secret(`${endpoint.reveal().replace(/\/+$/, '')}/v1/traces`),
    headers: pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name.trim(), new Secret(decoded(value.join('=')))] as const;
    }),
    serviceName: parsed.OTEL_SERVICE_NAME ?? '1balancer',
  };
};

const commitOf = (parsed: AlertVariables): string | null =>
  parsed.SOURCE_COMMIT ?? parsed.VERCEL_GIT_COMMIT_SHA ?? null;

const bugSettingsOf = (parsed: AlertVariables): BugSettings | null => {
  if (parsed.SENTRY_DSN === undefined) return null;
  const environment = parsed.SENTRY_ENVIRONMENT ?? 'production';
  return { ...parsed.SENTRY_DSN, release: commitOf(parsed), environment };
};

export const alertSettingsOf = (parsed: AlertVariables): AlertSettings => ({
  privateAddresses: parsed.ALERT_PRIVATE_ADDRESSES ?? [],
  telegramUrl: parsed.TELEGRAM_API_URL ?? 'https://api.telegram.org',
  metricsToken: parsed.METRICS_TOKEN ?? null,
  deadManUrl: parsed.DEAD_MAN_URL ?? null,
  traces: traceSettingsOf(parsed),
  bugs: bugSettingsOf(parsed),
  commit: commitOf(parsed),
  mailServer:
    parsed.SMTP_URL === undefined || parsed.ALERT_MAIL_FROM === undefined
      ? null
      : { url: parsed.SMTP_URL, from: parsed.ALERT_MAIL_FROM },
});
