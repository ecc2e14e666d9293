import 'server-only';
import type { Address } from 'viem';
import type { Caller, Role } from '../../lib/api/caller.ts';
import { ok, type Result } from '../../lib/result.ts';
import { readSessionCookie, type SessionClaims } from '../auth/session-cookie.ts';
import { type Env, readEnv } from '../env.ts';
import { asNamedViewer } from '../store/as-viewer.ts';
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

/**
 * Who a request has proven to be. A session that is over or ended is nobody's: the cookie outlives it. Fails when the database can't be
 * asked, for then nobody knows. @throws {EnvError}
 */
export const callerOf = async ({ headers }: Pick<Request, 'headers'>): Promise<Result<Caller>> => {
  const env = readEnv();
  const { app, adminAddresses } = env;
  const secret = app.authSecret?.reveal();
  if (secret === undefined) return ok(ANONYMOUS);
  const claims = await readSessionCookie(headers, { appUrl: app.url, secret });
  return claims === null ? ok(ANONYMOUS) : sessionCaller(claims, adminAddresses);
};
