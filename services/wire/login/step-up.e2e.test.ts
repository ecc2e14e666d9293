import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiClient } from '../../../clients/api-client.ts';
import {
  ANN,
  BOB,
  codeOf,
  type LoginServer,
  ownSessionOf,
  startLoginServer,
} from '../../../e2e/support/login-server.ts';
import { loginMessage, Visitor } from '../../../e2e/support/sign-in.ts';

let server: LoginServer;
beforeAll(async () => {
  server = await startLoginServer();
});
afterAll(() => server?.stop());

const halt = (visitor: Visitor) => visitor.post('/api/admin/halt', {});

describe('a fresh signature', () => {
  it('is asked for what a stolen cookie must not do, and counts for ten minutes, in its session alone', async () => {
    const [visitor, other] = [await server.loggedIn(), await server.loggedIn()];
    const refused = [
      () => halt(visitor),
      () => visitor.post('/api/admin/resume', {}),
      () =>
        visitor.ask(`/api/admin/roles/${BOB.address}`, {
          ...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
          body: '{"role":"operator"}',
        }),
      () =>
        visitor.ask('/api/admin/settings/unhealthyTokens', {
          ...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
          body: '{"version":0,"value":[]}',
        }),
    ];
    for (const ask of refused) expect(await codeOf(ask())).toBe('403 step-up-required');
    const taken = await visitor.stepUp(ANN);
    expect(taken.status).toBe(200);
    const { untilSeconds } = await taken.json();
    expect(Math.abs(untilSeconds - Date.now() / 1_000 - 600)).toBeLessThan(60);
    for (const ask of refused) expect(await codeOf(ask())).toMatch(/^200 ok|^404 not-found/);
    expect(await codeOf(halt(other))).toBe('403 step-up-required');
    await server.age(await ownSessionOf(visitor), 480);
    expect(await codeOf(halt(visitor))).toBe('200 ok');
    await server.age(await ownSessionOf(visitor), 121);
    expect(await codeOf(halt(visitor))).toBe('403 step-up-required');
    await visitor.stepUp(ANN);
    await visitor.post('/api/admin/resume', {});
  });

  it('counts once', async () => {
    const visitor = await server.loggedIn();
    const kept: { message?: string; signature?: string } = {};
    const wallet = {
      address: ANN.address,
      signMessage: async ({ message }: { readonly message: string }) => {
        Object.assign(kept, { message, signature: await ANN.signMessage({ message }) });
        return ANN.signMessage({ message });
      },
    };
    expect((await visitor.stepUp(wallet)).status).toBe(200);
    expect(await codeOf(visitor.post('/api/step-up', kept))).toBe('401 nonce-used');
    // Nor anywhere else.
    expect(await codeOf((await server.loggedIn()).post('/api/step-up', kept))).toBe('401 nonce-unknown');
    expect(await codeOf(new Visitor(server.url).present(kept.message ?? '', kept.signature ?? ''))).toBe(
      '401 nonce-unknown',
    );
  });

  it('has a nonce of its own session: one for logging in, or of another session, is none, nor the other way round', async () => {
    const [visitor, other] = [await server.loggedIn(), await server.loggedIn()];
    const signed = async (nonce: string) => {
      const message = loginMessage(ANN.address, { ...(await visitor.loginTerms()), nonce });
      return { message, signature: await ANN.signMessage({ message }) };
    };
    const login = await visitor.loginTerms();
    expect(await codeOf(visitor.post('/api/step-up', await signed(login.nonce)))).toBe('401 nonce-unknown');
    const { nonce } = await (await other.post('/api/step-up/nonce', {})).json();
    expect(await codeOf(visitor.post('/api/step-up', await signed(nonce)))).toBe('401 nonce-unknown');
    const foreign = await signed(nonce);
    expect(await codeOf(new Visitor(server.url).present(foreign.message, foreign.signature))).toBe(
      '401 nonce-unknown',
    );
    expect(await codeOf(other.post('/api/step-up', foreign))).toBe('200 ok');
  });

  it.each([
    ['by another account', BOB, (text: string) => text, '401 login-wrong-signer'],
    [
      'for another site',
      ANN,
      (text: string) => text.replace(/^\S+ wants/, 'evil.example wants'),
      '401 login-wrong-domain',
    ],
    [
      'for another chain',
      ANN,
      (text: string) => text.replace(/Chain ID: \d+/, 'Chain ID: 5'),
      '401 login-wrong-chain',
    ],
    [
      'of an hour ago',
      ANN,
      (text: string) =>
        text.replace(/Issued At: .*/, `Issued At: ${new Date(Date.now() - 3_600_000).toISOString()}`),
      '401 login-too-old',
    ],
    ['over no message', ANN, () => 'Let me.', '400 login-malformed'],
  ])('is none %s, and its nonce is used up', async (_what, wallet, change, code) => {
    const visitor = await server.loggedIn();
    expect(await codeOf(visitor.stepUp(wallet, change))).toBe(code);
    expect(await codeOf(halt(visitor))).toBe('403 step-up-required');
  });

  it('is refused when its nonce is over', async () => {
    const visitor = await server.loggedIn();
    const { nonce, ...terms } = await (await visitor.post('/api/step-up/nonce', {})).json();
    await server.database
      .admin`update login_nonces set expires_at = now() - interval '1 second' where nonce = ${nonce}`;
    const message = loginMessage(ANN.address, { ...terms, nonce });
    const body = { message, signature: await ANN.signMessage({ message }) };
    expect(await codeOf(visitor.post('/api/step-up', body))).toBe('401 nonce-expired');
  });

  it('is nothing for tokens: an admin’s may do none of it', async () => {
    const visitor = await server.loggedIn();
    const made = await visitor.client().createToken({ body: { name: 'all', scopes: ['system:read'] } });
    const token = made.ok ? (made.value.token ?? '') : '';
    const program = apiClient({ url: server.url, token });
    for (const answer of [
      await program.halt(),
      await program.changeRole({ params: { address: BOB.address.toLowerCase() }, body: { role: 'admin' } }),
      await program.issueStepUpNonce(),
      await program.endSessions(),
    ])
      expect(answer).toMatchObject({ status: 403, problem: { code: 'session-required' } });
  });
});

it('whoever logs in first may be given a role over HTTP, and uses it in the session they have', async () => {
  const carol = privateKeyToAccount(generatePrivateKey());
  const admin = await server.loggedIn();
  await admin.stepUp(ANN);
  const address = carol.address.toLowerCase();
  const give = (role: 'user' | 'operator') =>
    admin.client().changeRole({ params: { address }, body: { role } });
  expect(await give('operator')).toMatchObject({ status: 404, problem: { code: 'not-found' } });
  const visitor = await server.loggedIn(carol);
  expect(await visitor.client().listSettings()).toMatchObject({ status: 403 });
  expect(await give('operator')).toMatchObject({ ok: true, value: { address, role: 'operator' } });
  expect(await visitor.client().listSettings()).toMatchObject({ ok: true });
  expect(await admin.client().listRoles()).toMatchObject({
    value: { holders: expect.arrayContaining([{ address, role: 'operator', isNamed: false }]) },
  });
  await give('user');
  expect(await visitor.client().listSettings()).toMatchObject({ status: 403 });
});
