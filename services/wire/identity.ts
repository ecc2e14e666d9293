import 'server-only';
import type { Address } from 'viem';
import type { Caller, Role } from '../../lib/api/caller.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { readSessionCookie, type SessionClaims } from '../auth/session-cookie.ts';
import { type Env, readEnv } from '../env.ts';
import { asNamedViewer } from '../store/as-viewer.ts';
import { readTokenHolder } from '../store/identity/api-tokens.ts';
import { readLiveSession } from '../store/identity/sessions.ts';
import { onAppDatabase } from './app-sql.ts';

const ANONYMOUS: Caller = { kind: 'anonymous' };

/** The stored role, but for those that the operator has named admins in ADMIN_ADDRESSES: so that there is a first one. */
export const roleOf = (address: Address, stored: Role, admins: Env['adminAddresses']): Role =>
  admins.includes(address) ? 'admin' : stored;

const sessionCaller = async (
  { sessionId, address }: SessionClaims,
  admins: Env['adminAddresses'],
): Promise<Result<Caller>> => {
  const viewer = { address, role: 'user' } as const;
  const read = await onAppDatabase((sql) =>
    asNamedViewer(sql, viewer, (transaction) => readLiveSession(transaction, sessionId)),
  );
  if (!read.ok) return read;
  if (read.value === null) return ok(ANONYMOUS);
  const { userId, role, steppedUpAtSeconds } = read.value;
  return ok({
    ...{ kind: 'session', userId, address, sessionId, steppedUpAtSeconds },
    role: roleOf(address, role, admins),
  });
};

const BEARER = /^Bearer +(\S+)$/i;

const tokenCaller = async (word: string, admins: Env['adminAddresses']): Promise<Result<Caller>> => {
  const token = BEARER.exec(word)?.[1] ?? '';
  const read = await onAppDatabase((sql) => readTokenHolder(sql, token));
  if (!read.ok) return read;
  if (read.value === null) return fail('unauthorised', 'The token is not known, is over, or was revoked.');
  return ok({ ...read.value, kind: 'token', role: roleOf(read.value.address, read.value.role, admins) });
};

/**
 * Who a request has proven to be, by a token or a session cookie. A session that is over or ended is nobody's: the cookie outlives it.
 * Fails with `unauthorised` for a token that is none, and when the database can't be asked, for then nobody knows. @throws {EnvError}
 */
export const callerOf = async ({ headers }: Pick<Request, 'headers'>): Promise<Result<Caller>> => {
  const { app, adminAddresses } = readEnv();
  // Whoever sends a token means it: a cookie that comes along counts for nothing.
  const authorization = headers.get('authorization');
  if (authorization !== null) return tokenCaller(authorization, adminAddresses);
  const secret = app.authSecret?.reveal();
  if (secret === undefined) return ok(ANONYMOUS);
  const claims = await readSessionCookie(headers, { appUrl: app.url, secret });
  return claims === null ? ok(ANONYMOUS) : sessionCaller(claims, adminAddresses);
};
