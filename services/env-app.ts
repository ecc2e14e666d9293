import { z } from 'zod';
import { whole } from './env-fields.ts';
import { Secret } from './secret.ts';

const AUTH_SECRET_LENGTH_MIN = 32;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const isReachable = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));

const originFault = (text: string): string | null => {
  if (!URL.canParse(text)) return 'must be a URL';
  const url = new URL(text);
  if (!isReachable(url))
    return 'must start with https:// (http:// is for this machine alone: session cookies would travel readable)';
  return url.href === `${url.origin}/` ? null : 'must have no path, query or password';
};

/** Without a path: what a wallet shows and signs is its domain. */
const appOrigin = z
  .string()
  .superRefine((text, context) => {
    const message = originFault(text);
    if (message !== null) context.addIssue({ code: 'custom', message });
  })
  .transform((text) => (URL.canParse(text) ? new URL(text).origin : text));

/** A key that signs for the service role passes row level security by: no browser may see it. */
const isServiceKey = (key: string): boolean => {
  if (key.startsWith('sb_secret_')) return true;
  const claims = Buffer.from(key.split('.')[1] ?? '', 'base64url').toString('utf8');
  return claims.includes('service_role');
};

/** The variables of the web app that are not the bot's business. */
export const APP_VARIABLES = {
  APP_URL: appOrigin.optional(),
  NEXTAUTH_URL: appOrigin.optional(),
  APP_DB_STATEMENTS: z.enum(['named', 'unnamed']).optional(),
  APP_DB_CONNECTIONS: whole({ min: 1, max: 100 }).optional(),
  NEXTAUTH_SECRET: z
    .string()
    .min(AUTH_SECRET_LENGTH_MIN, `must have at least ${AUTH_SECRET_LENGTH_MIN} characters`)
    .transform((text) => new Secret(text))
    .optional(),
  SUPABASE_URL: appOrigin.optional(),
  SUPABASE_ANON_KEY: z
    .string()
    .regex(/^[\w.-]{20,2000}$/, 'must be the public key as the project shows it')
    .refine((key) => !isServiceKey(key), 'is a secret key: give the public (anon) one, every browser sees it')
    .optional(),
};

type AppVariables = z.output<z.ZodObject<typeof APP_VARIABLES>> & {
  readonly APP_DB_URL?: Secret | undefined;
  readonly APP_DB_DIRECT_URL?: Secret | undefined;
};

/** How people reach the web app, and how it reaches its database. */
export type AppSettings = {
  /** Its origin. A request's Host header says nothing of it. */
  readonly url: string;
  /** Null when nobody can log in. */
  readonly authSecret: Secret | null;
  /** Of its own login; falls back to the bot's URL, which is refused when it can act as the bot. */
  readonly dbUrl: Secret | null;
  readonly dbConnectionsMax: number;
  /** Whether a connection keeps the plans of its statements; a transaction pooler loses them. */
  readonly dbStatements: 'named' | 'unnamed';
  /** Of a connection with a session of its own, on which the database can call. */
  readonly directDbUrl: Secret | null;
  /** What browsers are given to listen to; null without it. */
  readonly realtime: { readonly url: string; readonly anonKey: string } | null;
};

/** What contradicts itself: two names for one thing that say two things, half of a pair. */
export const appFaults = (
  parsed: Pick<AppVariables, 'APP_URL' | 'NEXTAUTH_URL' | 'SUPABASE_URL' | 'SUPABASE_ANON_KEY'>,
): readonly { readonly name: keyof typeof APP_VARIABLES; readonly problem: string }[] => {
  const twoUrls =
    parsed.APP_URL !== undefined &&
    parsed.NEXTAUTH_URL !== undefined &&
    parsed.APP_URL !== parsed.NEXTAUTH_URL;
  const half = (parsed.SUPABASE_URL === undefined) !== (parsed.SUPABASE_ANON_KEY === undefined);
  return [
    ...(twoUrls ? [{ name: 'NEXTAUTH_URL', problem: 'must be the same as APP_URL, or unset' } as const] : []),
    ...(half
      ? [{ name: 'SUPABASE_URL', problem: 'and SUPABASE_ANON_KEY are set together or not at all' } as const]
      : []),
  ];
};

/** `fallbackOf` gives a variable's documented default. */
export const appSettingsOf = (
  parsed: AppVariables,
  botUrl: Secret | null,
  fallbackOf: (name: 'APP_URL' | 'APP_DB_CONNECTIONS') => string,
): AppSettings => ({
  url: parsed.APP_URL ?? parsed.NEXTAUTH_URL ?? fallbackOf('APP_URL'),
  authSecret: parsed.NEXTAUTH_SECRET ?? null,
  dbUrl: parsed.APP_DB_URL ?? botUrl,
  dbConnectionsMax: parsed.APP_DB_CONNECTIONS ?? Number(fallbackOf('APP_DB_CONNECTIONS')),
  dbStatements: parsed.APP_DB_STATEMENTS ?? 'unnamed',
  directDbUrl: parsed.APP_DB_DIRECT_URL ?? parsed.APP_DB_URL ?? botUrl,
  realtime:
    parsed.SUPABASE_URL === undefined || parsed.SUPABASE_ANON_KEY === undefined
      ? null
      : { url: parsed.SUPABASE_URL, anonKey: parsed.SUPABASE_ANON_KEY },
});
