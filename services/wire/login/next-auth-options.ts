import 'server-only';
import type { AuthOptions } from 'next-auth';
import { encode } from 'next-auth/jwt';
import CredentialsProvider from 'next-auth/providers/credentials';
import type { Caller } from '../../../lib/api/caller.ts';
import type { Failure } from '../../../lib/result.ts';
import { SESSION_SECONDS } from '../../auth/session-cookie.ts';
import type { Log } from '../../log.ts';
import type { Origin } from '../../store/audit/audit-log.ts';
import { type LoggedIn, logIn } from './login.ts';

/** One request to next-auth, and what became of it: next-auth itself hands back only a word. */
export type AuthAttempt = {
  readonly appUrl: string;
  readonly secret: string;
  readonly origin: Origin;
  readonly caller: Caller;
  readonly log: Log;
  loggedIn: LoggedIn | null;
  refusal: Failure | null;
};

/** It says of every session that is over that it is. */
const EXPECTED = 'JWT_SESSION_ERROR';

const provider = (attempt: AuthAttempt) =>
  CredentialsProvider({
    name: 'Ethereum',
    credentials: { message: { type: 'text' }, signature: { type: 'text' } },
    authorize: async (credentials) => {
      const { message = '', signature = '' } = credentials ?? {};
      const outcome = await logIn({ message, signature }, attempt.origin);
      if (!outcome.ok) {
        attempt.refusal = outcome.error;
        throw new Error(outcome.error.code);
      }
      attempt.loggedIn = outcome.value;
      return { id: outcome.value.sessionId };
    },
  });

const secondsLeft = (endsAtSeconds: unknown): number =>
  Math.max(1, Number(endsAtSeconds) - Math.floor(Date.now() / 1_000));

/** How next-auth keeps our sessions: in an encrypted cookie that names a row, and ends when the row does. */
export const nextAuthOptions = (attempt: AuthAttempt): AuthOptions => ({
  secret: attempt.secret,
  useSecureCookies: attempt.appUrl.startsWith('https:'),
  session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
  // Left alone, it lengthens the token at every look.
  jwt: {
    encode: ({ token = {}, secret }) =>
      encode({ token, secret, maxAge: secondsLeft(token['endsAtSeconds']) }),
  },
  providers: [provider(attempt)],
  callbacks: {
    jwt: async ({ token }) => {
      if (attempt.loggedIn !== null) return { ...attempt.loggedIn };
      // Thrown, it has next-auth take the cookie away.
      if (attempt.caller.kind !== 'session') throw new Error('The session is over.');
      return token;
    },
    session: async ({ session, token }) => {
      const { caller } = attempt;
      const expires = new Date(Number(token['endsAtSeconds']) * 1_000).toISOString();
      const user =
        caller.kind === 'session' ? { name: null, address: caller.address, role: caller.role } : {};
      return { ...session, expires, user };
    },
  },
  logger: {
    error: (code, told) => {
      const { message } = told instanceof Error ? told : told.error;
      if (code !== EXPECTED) attempt.log.error({ code, why: message }, 'next-auth');
    },
    warn: () => undefined,
    debug: () => undefined,
  },
});
