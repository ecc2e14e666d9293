import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loginMessage, type MessageTerms } from '../../../e2e/support/sign-in.ts';
import type { Caller } from '../../../lib/api/caller.ts';
import type { LoginTerms } from '../../../lib/api/sessions.ts';
import type { Result } from '../../../lib/result.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { issueLoginNonce, issueStepUpNonce, logIn, logOut, stepUp } from './login.ts';

const ann = privateKeyToAccount(`0x${'a1'.repeat(32)}`);
const bob = privateKeyToAccount(`0x${'b2'.repeat(32)}`);
const ORIGIN = { ip: '203.0.113.7', userAgent: 'x'.repeat(1_000) };
type SessionCaller = Extract<Caller, { readonly kind: 'session' }>;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  vi.stubEnv('APP_DB_URL', database.urls.app.reveal());
  vi.stubEnv('NEXTAUTH_SECRET', 'a secret of thirty-two characters');
  vi.stubEnv('APP_URL', 'https://balancer.example');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database?.drop();
});

const outcomeOf = <T>(outcome: Result<T>): T => {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
};
const codeOf = (outcome: Result<unknown>): string => (outcome.ok ? 'ok' : outcome.error.code);
const termsOf = async (issued: Promise<Result<LoginTerms>>): Promise<MessageTerms> => {
  const terms = outcomeOf(await issued);
  return { ...terms, chainIds: [...terms.chainIds] };
};
const signedBy = async (wallet: typeof ann, terms: MessageTerms) => {
  const message = loginMessage(wallet.address, terms);
  return { message, signature: await wallet.signMessage({ message }) };
};
const sessionOf = async (wallet: typeof ann): Promise<SessionCaller> => {
  const signed = await signedBy(wallet, await termsOf(issueLoginNonce()));
  const { sessionId, address } = outcomeOf(await logIn(signed, ORIGIN));
  return { kind: 'session', userId: 1n, address, role: 'user', sessionId, steppedUpAtSeconds: null };
};

describe('a nonce', () => {
  it('lets one of a hundred in who bring it at the same moment', async () => {
    const signed = await signedBy(ann, await termsOf(issueLoginNonce()));
    const codes = await Promise.all(
      Array.from({ length: 100 }, async () => codeOf(await logIn(signed, ORIGIN))),
    );
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
    expect(codes.filter((code) => code === 'nonce-used')).toHaveLength(99);
    const [row] = await database.admin`select count(*)::int as sessions from sessions`;
    expect(row?.sessions).toBe(1);
  });

  it('is used up by a message that is then refused', async () => {
    const terms = await termsOf(issueLoginNonce());
    const wrong = await signedBy(ann, { ...terms, domain: 'evil.example' });
    expect(codeOf(await logIn(wrong, ORIGIN))).toBe('login-wrong-domain');
    expect(codeOf(await logIn(await signedBy(ann, terms), ORIGIN))).toBe('nonce-used');
  });

  it('that nobody gave out, or that is over, lets nobody in', async () => {
    const terms = await termsOf(issueLoginNonce());
    const unknown = await signedBy(ann, { ...terms, nonce: 'f'.repeat(32) });
    expect(codeOf(await logIn(unknown, ORIGIN))).toBe('nonce-unknown');
    await database.admin`update login_nonces set expires_at = now() where nonce = ${terms.nonce}`;
    expect(codeOf(await logIn(await signedBy(ann, terms), ORIGIN))).toBe('nonce-expired');
  });

  it('is 128 random bits, and another each time', async () => {
    const nonces = await Promise.all(
      Array.from({ length: 20 }, async () => (await termsOf(issueLoginNonce())).nonce),
    );
    expect(new Set(nonces).size).toBe(20);
    for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is swept away long after it has expired', async () => {
    await database.admin`update login_nonces set expires_at = now() - interval '2 h'`;
    await termsOf(issueLoginNonce());
    const [row] =
      await database.admin`select count(*)::int as count from login_nonces where expires_at < now()`;
    expect(row?.count).toBeLessThan(20);
  });
});

it('a session keeps where it was opened from, cut to what a page shows', async () => {
  const { sessionId } = await sessionOf(bob);
  const [row] =
    await database.admin`select length(user_agent) as length, chain_id::int from sessions where id = ${sessionId}`;
  expect({ ...row }).toEqual({ length: 300, chain_id: 31_337 });
});

describe('a fresh signature', () => {
  const freshly = async (caller: SessionCaller, wallet: typeof ann, terms: MessageTerms): Promise<string> =>
    codeOf(await stepUp(caller, await signedBy(wallet, terms), ORIGIN));

  it('is noted in its session, once for each nonce', async () => {
    const caller = await sessionOf(ann);
    const terms = await termsOf(issueStepUpNonce(caller));
    const signed = await signedBy(ann, terms);
    expect(codeOf(await stepUp(caller, signed, ORIGIN))).toBe('ok');
    expect(codeOf(await stepUp(caller, signed, ORIGIN))).toBe('nonce-used');
    const [row] = await database.admin`select stepped_up_at from sessions where id = ${caller.sessionId}`;
    expect(row?.['stepped_up_at']).not.toBeNull();
  });

  it('is not taken from another account, nor for another session, nor in place of a sign-in', async () => {
    const [anns, bobs] = [await sessionOf(ann), await sessionOf(bob)];
    expect(await freshly(anns, bob, await termsOf(issueStepUpNonce(anns)))).toBe('login-wrong-signer');
    expect(await freshly(anns, ann, await termsOf(issueStepUpNonce(bobs)))).toBe('nonce-unknown');
    expect(await freshly(anns, ann, await termsOf(issueLoginNonce()))).toBe('nonce-unknown');
    const terms = await termsOf(issueStepUpNonce(anns));
    expect(codeOf(await logIn(await signedBy(ann, terms), ORIGIN))).toBe('nonce-unknown');
  });

  it('is of no use once the session has ended', async () => {
    const caller = await sessionOf(ann);
    const terms = await termsOf(issueStepUpNonce(caller));
    await logOut(caller, ORIGIN);
    expect(await freshly(caller, ann, terms)).toBe('unauthorised');
  });
});

it('without a secret for sessions nobody logs in, and it is said why', async () => {
  vi.stubEnv('NEXTAUTH_SECRET', undefined);
  const issued = await issueLoginNonce();
  vi.stubEnv('NEXTAUTH_SECRET', 'a secret of thirty-two characters');
  expect(issued.ok ? null : issued.error.message).toContain('NEXTAUTH_SECRET');
});
