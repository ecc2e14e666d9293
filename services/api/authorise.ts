import { type Caller, type Role, STEP_UP_SECONDS } from '../../lib/api/caller.ts';
import type { Access } from '../../lib/api/endpoint.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';

const RANK: Readonly<Record<Role, number>> = { user: 0, operator: 1, admin: 2 };

const byToken = (access: Access, { scopes }: Extract<Caller, { readonly kind: 'token' }>): Result<null> => {
  const { scope } = access;
  if (scope === null || (access.who !== 'anyone' && access.stepUp === true))
    return fail('session-required', 'A token can’t do this: log in with the wallet.');
  return scope === 'any' || scopes.includes(scope)
    ? ok(null)
    : fail('scope-missing', `The token lacks the scope ${scope}.`);
};

/** Whether a caller may ask this at all; whose a portfolio is, is another question. `nowSeconds` is wall time. */
export const authorise = (access: Access, caller: Caller, nowSeconds: UnixSeconds): Result<null> => {
  if (caller.kind === 'token') {
    const taken = byToken(access, caller);
    if (!taken.ok) return taken;
  }
  if (access.who === 'anyone') return ok(null);
  if (caller.kind === 'anonymous')
    return fail('unauthorised', 'Log in with a wallet, or send a token as Authorization: Bearer.');
  if (RANK[caller.role] < RANK[access.who])
    return fail('forbidden', `This is for ${access.who === 'admin' ? 'admins' : 'operators'}.`);
  if (access.stepUp !== true || caller.kind !== 'session') return ok(null);
  const { steppedUpAtSeconds: at } = caller;
  return at !== null && at + STEP_UP_SECONDS > nowSeconds
    ? ok(null)
    : fail('step-up-required', 'This needs a signature of the last ten minutes.');
};
