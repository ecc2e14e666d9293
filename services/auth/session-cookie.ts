import { decode } from 'next-auth/jwt';
import type { Address } from 'viem';
import { z } from 'zod';

/** How long a session lasts from its sign-in on, whatever is done in it. */
export const SESSION_SECONDS = 7 * 86_400;

/** Browsers take a cookie of this prefix over https only. */
export const sessionCookieName = (appUrl: string): string =>
  `${appUrl.startsWith('https:') ? '__Secure-' : ''}next-auth.session-token`;

const claims = z.object({
  sessionId: z.uuid(),
  address: z
    .string()
    .regex(/^0x[0-9a-f]{40}$/)
    .transform((text) => text as Address),
});

/** What a session cookie says. Only the session's row says whether it still lasts. */
export type SessionClaims = z.output<typeof claims>;

const cookieOf = (header: string, name: string): string | null => {
  const pair = header.split(';').find((part) => part.trimStart().startsWith(`${name}=`));
  return pair === undefined ? null : pair.slice(pair.indexOf('=') + 1).trim();
};

/** The claims of a request's session cookie; null when there is none, or one that our secret has not encrypted or that is over. */
export const readSessionCookie = async (
  headers: Headers,
  { appUrl, secret }: { readonly appUrl: string; readonly secret: string },
): Promise<SessionClaims | null> => {
  const token = cookieOf(headers.get('cookie') ?? '', sessionCookieName(appUrl));
  if (token === null) return null;
  // A foreign or broken token throws, each in its own way; to us they are one.
  const payload = await decode({ token, secret }).catch(() => null);
  const parsed = claims.safeParse(payload);
  return parsed.success ? parsed.data : null;
};
