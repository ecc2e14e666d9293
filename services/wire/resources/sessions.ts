import 'server-only';
import type { Caller } from '../../../lib/api/caller.ts';
import { STEP_UP_SECONDS } from '../../../lib/api/caller.ts';
import * as declared from '../../../lib/api/sessions.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { endAllSessions, endSession as endOne, listLiveSessions } from '../../store/identity/sessions.ts';
import { serve } from '../api.ts';
import * as login from '../login/login.ts';
import { note, originOf } from './note.ts';

type SessionCaller = Extract<Caller, { readonly kind: 'session' }>;

/** Endpoints that no token may ask have no other caller. */
const inSession = <T>(
  caller: Caller,
  work: (caller: SessionCaller) => Promise<Result<T>>,
): Promise<Result<T>> =>
  caller.kind === 'session'
    ? work(caller)
    : Promise.resolve(fail('session-required', 'Log in with the wallet for this.'));

const termsOf = <T extends { readonly chainIds: readonly number[] }>(issued: Result<T>) =>
  issued.ok ? ok({ ...issued.value, chainIds: [...issued.value.chainIds] }) : issued;

export const issueLoginNonce = serve(declared.issueLoginNonce, async () =>
  termsOf(await login.issueLoginNonce()),
);

export const listSessions = serve(declared.listSessions, ({ caller, inDatabase }) =>
  inDatabase(async (sql) => {
    const own = caller.kind === 'session' ? caller.sessionId : null;
    const sessions = await listLiveSessions(sql);
    return ok({ sessions: sessions.map((session) => ({ ...session, isThis: session.id === own })) });
  }),
);

export const endSession = serve(declared.endSession, ({ params: { id }, caller, request, inDatabase }) =>
  inDatabase(async (sql) => {
    const outcome = await endOne(sql, id);
    if (outcome === 'unknown') return fail('not-found', 'You have no session of this id.');
    if (outcome === 'ended') {
      const before = { session: id };
      await note(
        sql,
        { caller, request },
        { action: 'session-ended', portfolioId: null, before, after: null },
      );
    }
    return ok(undefined);
  }),
);

export const endSessions = serve(declared.endSessions, ({ caller, request, inDatabase }) =>
  inDatabase(async (sql) => {
    const ended = await endAllSessions(sql);
    const before = { sessions: ended };
    await note(
      sql,
      { caller, request },
      { action: 'sessions-ended', portfolioId: null, before, after: null },
    );
    return ok({ ended });
  }),
);

export const issueStepUpNonce = serve(declared.issueStepUpNonce, ({ caller }) =>
  inSession(caller, async (session) => termsOf(await login.issueStepUpNonce(session))),
);

export const stepUp = serve(declared.stepUp, ({ caller, body, request }) =>
  inSession(caller, async (session) => {
    const noted = await login.stepUp(session, body, originOf(request));
    return noted.ok ? ok({ untilSeconds: noted.value + STEP_UP_SECONDS }) : noted;
  }),
);
