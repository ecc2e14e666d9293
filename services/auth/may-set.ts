import { type Caller, STEP_UP_SECONDS } from '../../lib/api/caller.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';

export type SettingWish = {
  /** It asks for a fresh signature: a stolen cookie is not enough. */
  readonly isSensitive: boolean;
  /** Wall time. */
  readonly nowSeconds: UnixSeconds;
};

type Session = Extract<Caller, { readonly kind: 'session' }>;

/** The caller, if he may change a setting: an admin, by session; for a sensitive one with a signature of the last ten minutes. */
export const maySet = (caller: Caller, { isSensitive, nowSeconds }: SettingWish): Result<Session> => {
  if (caller.kind === 'anonymous') return fail('unauthorised', 'Log in with a wallet.');
  if (caller.role !== 'admin') return fail('forbidden', 'Settings are changed by admins.');
  if (caller.kind === 'token')
    return fail('session-required', 'A token can’t change settings: log in with the wallet.');
  const { steppedUpAtSeconds: at } = caller;
  return !isSensitive || (at !== null && at + STEP_UP_SECONDS > nowSeconds)
    ? ok(caller)
    : fail('step-up-required', 'This needs a signature of the last ten minutes.');
};
