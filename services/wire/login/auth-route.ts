import 'server-only';
import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { z } from 'zod';
import type { Caller } from '../../../lib/api/caller.ts';
import { type Failure, fail, failure, ok, type Result } from '../../../lib/result.ts';
import { type AuthForm, readAuthForm } from '../../auth/auth-form.ts';
import { authProblem } from '../../auth/auth-problem.ts';
import { checkSameOrigin } from '../../auth/same-origin.ts';
import { readSessionCookie } from '../../auth/session-cookie.ts';
import { type Env, nameAppUrl, readEnv } from '../../env.ts';
import type { Log } from '../../log.ts';
import { spendOf } from '../api.ts';
import { logOf } from '../operation/log-of.ts';
import { originOf } from '../resources/note.ts';
import { callerOf } from './identity.ts';
import { logOut } from './login.ts';
import { type AuthAttempt, nextAuthOptions } from './next-auth-options.ts';

type Context = { readonly params: Promise<{ readonly nextauth: string[] }> };
type Action = { readonly name: string; readonly words: string[]; readonly form: AuthForm | null };

/** Those of next-auth's actions that something of ours uses. Its own pages are none: ours tell more. */
const ACTIONS: readonly string[] = [
  'GET csrf',
  'GET providers',
  'GET session',
  'POST callback/credentials',
  'POST signout',
];

/** What a try to log in takes of a visitor's allowance: it may ask a chain. */
const TRY_COST = 10;

let log: Log | null = null;
const ownLog = (env: Env): Log => {
  log ??= logOf(env);
  return log;
};

const actionOf = async (request: Request, { params }: Context): Promise<Result<Action>> => {
  const words = (await params).nextauth;
  const name = `${request.method} ${words.join('/')}`;
  if (!ACTIONS.includes(name)) return fail('not-found', 'There is nothing of that name.');
  if (request.method !== 'POST') return ok({ name, words, form: null });
  const form = await readAuthForm(request);
  return form.ok ? ok({ name, words, form: form.value }) : form;
};

const attemptOf = async (request: Request, action: Action, env: Env): Promise<Result<AuthAttempt>> => {
  const secret = env.app.authSecret?.reveal();
  if (secret === undefined)
    return fail('not-configured', 'Nobody can log in here: NEXTAUTH_SECRET is missing.');
  const ours = checkSameOrigin(request, env.app.url);
  if (!ours.ok) return ours;
  const spent = action.form === null ? ok(null) : await spendOf(request, TRY_COST);
  if (!spent.ok) return spent;
  // While the database is away nobody knows: a cookie isn't taken from somebody for that.
  const caller: Result<Caller> =
    action.name === 'GET session' ? await callerOf(request) : ok({ kind: 'anonymous' });
  if (!caller.ok) return caller;
  const known = {
    appUrl: env.app.url,
    secret,
    origin: originOf(request),
    caller: caller.value,
    log: ownLog(env),
  };
  return ok({ ...known, loggedIn: null, refusal: null });
};

/** What next-auth itself answers. It gets the configured origin, whatever the request claims to have been sent to. */
const askNextAuth = async (request: Request, action: Action, attempt: AuthAttempt): Promise<Response> => {
  nameAppUrl(attempt.appUrl);
  const { pathname, search } = new URL(request.url);
  const asked = new NextRequest(new URL(pathname + search, attempt.appUrl), {
    method: request.method,
    ...(action.form === null
      ? {}
      : {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ ...action.form, json: 'true' }),
        }),
  });
  return NextAuth(asked, { params: { nextauth: action.words } }, nextAuthOptions(attempt));
};

const NO_CSRF_TOKEN = failure(
  'csrf-token-wrong',
  'The field csrfToken is not the one that GET /api/auth/csrf gave this browser.',
);

/** The session that a request's cookie names is ended in its row: the cookie alone could be kept. */
const endNamedSession = async (
  request: Request,
  { appUrl, secret, origin }: AuthAttempt,
): Promise<Result<null>> => {
  const claims = await readSessionCookie(request.headers, { appUrl, secret });
  return claims === null ? ok(null) : logOut(claims, origin);
};

const answerSchema = z.object({ url: z.string() });

/** next-auth sends whoever brings a wrong token back to its own page. */
const isCsrfRefusal = async (answer: Response, { appUrl }: AuthAttempt): Promise<boolean> => {
  const { url } = answerSchema.parse(await answer.clone().json());
  return ['signin', 'signout'].some((page) => url === `${appUrl}/api/auth/${page}?csrf=true`);
};

const settle = async (
  request: Request,
  action: Action,
  attempt: AuthAttempt,
): Promise<Response | Failure> => {
  const answer = await askNextAuth(request, action, attempt);
  if (action.form === null) return answer;
  if (attempt.refusal !== null) return attempt.refusal;
  if (await isCsrfRefusal(answer, attempt)) return NO_CSRF_TOKEN;
  // Logging out ends the session, and logging in the one that it takes the place of.
  const ended = await endNamedSession(request, attempt);
  return ended.ok || action.name !== 'POST signout' ? answer : ended.error;
};

/**
 * Logging in and out, and the session as next-auth's client asks for it. Refusals are problem+json with a stable code, and carry the `url`
 * that next-auth's client reads the code from.
 */
export const authRoute = async (request: Request, context: Context): Promise<Response> => {
  const env = readEnv();
  const action = await actionOf(request, context);
  if (!action.ok) return authProblem(action.error, env.app.url);
  const attempt = await attemptOf(request, action.value, env);
  if (!attempt.ok) return authProblem(attempt.error, env.app.url);
  const settled = await settle(request, action.value, attempt.value);
  if (!(settled instanceof Response)) return authProblem(settled, env.app.url);
  settled.headers.set('cache-control', 'no-store');
  return settled;
};
