import 'server-only';
import type { Address } from 'viem';
import type { Caller, Role } from '../../../lib/api/caller.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { tightest } from '../../api/allowance.ts';
import type { Entry } from '../../api/handle.ts';
import { readSessionCookie } from '../../auth/session-cookie.ts';
import { type Env, readEnv } from '../../env.ts';
import { admit } from '../../store/api/admission.ts';
import { type Holder, type Proof, readHolder } from '../../store/identity/holders.ts';
import { onAppDatabase } from '../app-sql.ts';

const ANONYMOUS: Caller = { kind: 'anonymous' };

/** The stored role, but for those that the operator has named admins in ADMIN_ADDRESSES: so that there is a first one. */
export const roleOf = (address: Address, stored: Role, admins: Env['adminAddresses']): Role =>
  admins.includes(address) ? 'admin' : stored;

const BEARER = /^Bearer +(\S+)$/i;

const proofOf = async (headers: Headers, { app }: Env): Promise<Proof | null> => {
  // Whoever sends a token means it: a cookie that comes along counts for nothing.
  const authorization = headers.get('authorization');
  if (authorization !== null) return { kind: 'token', token: BEARER.exec(authorization)?.[1] ?? '' };
  const secret = app.authSecret?.reveal();
  if (secret === undefined) return null;
  const claims = await readSessionCookie(headers, { appUrl: app.url, secret });
  return claims === null ? null : { kind: 'session', ...claims };
};

const callerFrom = (
  proof: Proof | null,
  holder: Holder | null,
  admins: Env['adminAddresses'],
): Result<Caller> => {
  if (holder === null)
    return proof?.kind === 'token'
      ? fail('unauthorised', 'The token is not known, is over, or was revoked.')
      : ok(ANONYMOUS);
  const { userId, address, tokenId, steppedUpAtSeconds } = holder;
  const who = { userId, address, role: roleOf(address, holder.role, admins) };
  if (proof?.kind === 'session')
    return ok({ kind: 'session', ...who, sessionId: proof.sessionId, steppedUpAtSeconds });
  return tokenId === null
    ? ok(ANONYMOUS)
    : ok({ kind: 'token', ...who, tokenId, scopes: holder.scopes ?? [] });
};

/**
 * Who a request has proven to be, by a token or a session cookie. A session that is over or ended is nobody's: the cookie outlives it.
 * Fails with `unauthorised` for a token that is none, and when the database can't be asked, for then nobody knows. @throws {EnvError}
 */
export const callerOf = async ({ headers }: Pick<Request, 'headers'>): Promise<Result<Caller>> => {
  const env = readEnv();
  const proof = await proofOf(headers, env);
  if (proof === null) return ok(ANONYMOUS);
  const read = await onAppDatabase((sql) => readHolder(sql, proof));
  return read.ok ? callerFrom(proof, read.value, env.adminAddresses) : read;
};

/** Asked with the request it is taken from: the same as {@link callerOf}, and what that leaves of the sender's allowance. */
export type Entering = { readonly headers: Headers; readonly visitor: string | null; readonly cost: number };

/** {@link callerOf} and the request's cost taken from its sender's allowance, in one statement. */
export const enterWith = async (env: Env, { headers, visitor, cost }: Entering): Promise<Result<Entry>> => {
  const proof = await proofOf(headers, env);
  const { addressRequestsPerMinute, userRequestsPerMinute } = env.api;
  const limits = { visitorPerMinute: addressRequestsPerMinute, userPerMinute: userRequestsPerMinute };
  const read = await onAppDatabase((sql) =>
    admit(sql, { proof, visitor: visitor ?? 'unknown', ...limits, cost }),
  );
  if (!read.ok) return read;
  const { holder, states } = read.value;
  return ok({ caller: callerFrom(proof, holder, env.adminAddresses), allowance: tightest(states, cost) });
};
