import 'server-only';
import { randomBytes } from 'node:crypto';
import type { Address } from 'viem';
import type { Caller } from '../../../lib/api/caller.ts';
import type { LoginTerms } from '../../../lib/api/sessions.ts';
import { fail, flat, ok, type Result } from '../../../lib/result.ts';
import { SESSION_SECONDS, type SessionClaims } from '../../auth/session-cookie.ts';
import { type SignedLogin, type VerifyLoginDeps, verifyLogin } from '../../auth/verify-login.ts';
import { type ChainClient, openNodes } from '../../chain/chain-client.ts';
import { isContractSignature } from '../../chain/contract-signature.ts';
import type { ChainSettings } from '../../chain-settings.ts';
import { readEnv } from '../../env.ts';
import { asNamedViewer, asViewer } from '../../store/as-viewer.ts';
import { appendAudit, type Origin } from '../../store/audit/audit-log.ts';
import { consumeNonce, issueNonce, type NoncePurpose } from '../../store/identity/nonces.ts';
import { endSession, markSteppedUp, openSession } from '../../store/identity/sessions.ts';
import { onAppDatabase } from '../app-sql.ts';

const NONCE_SECONDS = 600;
const NODE_TIMEOUT_MS = 5_000;
const USER_AGENT_LENGTH_MAX = 300;

// Each route is a bundle of its own; what is known of nodes that fail is the process's.
const KEY = Symbol.for('1balancer.login-chains');
const shared = globalThis as typeof globalThis & { [KEY]?: ReadonlyMap<number, ChainClient> };

const openChains = (chains: readonly ChainSettings[]): ReadonlyMap<number, ChainClient> =>
  new Map(
    chains.flatMap(({ chain: facts, rpcUrls }) =>
      rpcUrls.length === 0
        ? []
        : [[facts.id, openNodes({ facts, rpcUrls, timeoutMs: NODE_TIMEOUT_MS }).chain] as const],
    ),
  );

const noteOf = (address: Address, action: string, origin: Origin) =>
  ({ actor: `user:${address}`, action, portfolioId: null, origin }) as const;

const NO_SECRET = fail('not-configured', 'Nobody can log in here: NEXTAUTH_SECRET is missing.');

const STATEMENTS = {
  login: 'Sign in to 1Balancer. This costs nothing and moves nothing.',
  'step-up': 'Confirm a sensitive change in 1Balancer. This costs nothing and moves nothing.',
} as const satisfies Readonly<Record<NoncePurpose['purpose'], string>>;

const issue = async (caller: Caller, purpose: NoncePurpose): Promise<Result<LoginTerms>> => {
  const { app, chains } = readEnv();
  if (app.authSecret === null) return NO_SECRET;
  const nonce = randomBytes(16).toString('hex');
  const toIssue = { ...purpose, nonce, lastsSeconds: NONCE_SECONDS };
  const issued = await onAppDatabase((sql) => asViewer(sql, caller, (tx) => issueNonce(tx, toIssue)));
  if (!issued.ok) return issued;
  return ok({
    ...{ nonce, expiresAtSeconds: issued.value.expiresAtSeconds },
    ...{ domain: new URL(app.url).host, uri: app.url, version: '1' },
    ...{ statement: STATEMENTS[purpose.purpose], chainIds: chains.map(({ chain }) => chain.id) },
  });
};

/** A new nonce to sign in with, good for one try within ten minutes. @throws {EnvError} */
export const issueLoginNonce = (): Promise<Result<LoginTerms>> =>
  issue({ kind: 'anonymous' }, { purpose: 'login', sessionId: null });

type SessionCaller = Extract<Caller, { readonly kind: 'session' }>;

/** A new nonce for a fresh signature in this session. @throws {EnvError} */
export const issueStepUpNonce = (caller: SessionCaller): Promise<Result<LoginTerms>> =>
  issue(caller, { purpose: 'step-up', sessionId: caller.sessionId });

const depsFor = (caller: Caller, purpose: NoncePurpose): VerifyLoginDeps => {
  const { app, chains } = readEnv();
  shared[KEY] ??= openChains(chains);
  const clients = shared[KEY];
  return {
    appUrl: app.url,
    chainIds: chains.map(({ chain }) => chain.id),
    // A transaction of its own: what is used up stays so, whatever comes of the rest.
    consumeNonce: async (nonce) =>
      flat(
        await onAppDatabase((sql) => asViewer(sql, caller, (tx) => consumeNonce(tx, { ...purpose, nonce }))),
      ),
    isContractSignature: async ({ chainId, ...question }) => {
      const client = clients.get(chainId);
      return client === undefined
        ? fail(
            'not-configured',
            `A contract of chain ${chainId} can’t log in: no node of it is configured here.`,
          )
        : isContractSignature(client, question);
    },
  };
};

export type LoggedIn = SessionClaims & { readonly endsAtSeconds: number };

/**
 * Opens a session for whoever signed. Fails like {@link verifyLogin}, with `not-configured` and like the database. @throws {EnvError}
 */
export const logIn = async (signed: SignedLogin, origin: Origin): Promise<Result<LoggedIn>> => {
  if (readEnv().app.authSecret === null) return NO_SECRET;
  const verified = await verifyLogin(
    depsFor({ kind: 'anonymous' }, { purpose: 'login', sessionId: null }),
    signed,
  );
  if (!verified.ok) return verified;
  const { address, chainId } = verified.value;
  const toOpen = {
    ...{ address, chainId, lastsSeconds: SESSION_SECONDS },
    userAgent: origin.userAgent?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
  };
  const opened = await onAppDatabase((sql) =>
    asNamedViewer(sql, { address, role: 'user' }, async (tx) => {
      const session = await openSession(tx, toOpen);
      const after = { session: session.id, chainId };
      await appendAudit(tx, { ...noteOf(address, 'logged-in', origin), before: null, after });
      return session;
    }),
  );
  if (!opened.ok) return opened;
  const { id: sessionId, endsAtSeconds } = opened.value;
  return ok({ sessionId, address, endsAtSeconds });
};

const OTHER_ACCOUNT = fail(
  'login-wrong-signer',
  'Another account signed than the one that is logged in: choose that one in the wallet.',
);

/**
 * Notes a fresh signature in the session, and answers when. Fails like {@link verifyLogin}; `unauthorised` once the session has ended.
 * @throws {EnvError}
 */
export const stepUp = async (
  caller: SessionCaller,
  signed: SignedLogin,
  origin: Origin,
): Promise<Result<number>> => {
  const { sessionId, address } = caller;
  const verified = await verifyLogin(depsFor(caller, { purpose: 'step-up', sessionId }), signed);
  if (!verified.ok) return verified;
  if (verified.value.address !== address) return OTHER_ACCOUNT;
  const marked = await onAppDatabase((sql) =>
    asViewer(sql, caller, async (tx) => {
      const at = await markSteppedUp(tx, sessionId);
      const after = { session: sessionId };
      if (at !== null)
        await appendAudit(tx, { ...noteOf(address, 'stepped-up', origin), before: null, after });
      return at;
    }),
  );
  if (!marked.ok) return marked;
  return marked.value === null
    ? fail('unauthorised', 'The session has ended: log in again.')
    : ok(marked.value);
};

/** Ends the session of a cookie; one that has ended already stays so. @throws {EnvError} */
export const logOut = async (
  { sessionId, address }: SessionClaims,
  origin: Origin,
): Promise<Result<null>> => {
  const ended = await onAppDatabase((sql) =>
    asNamedViewer(sql, { address, role: 'user' }, async (tx) => {
      const before = { session: sessionId };
      if ((await endSession(tx, sessionId)) === 'ended')
        await appendAudit(tx, { ...noteOf(address, 'logged-out', origin), before, after: null });
    }),
  );
  return ended.ok ? ok(null) : ended;
};
