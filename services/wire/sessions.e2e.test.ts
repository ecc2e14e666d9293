import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiClient } from '../../clients/api-client.ts';
import { loginMessage, Visitor } from '../../e2e/support/sign-in.ts';
import { startWebServer, type WebServer } from '../../e2e/support/web-server.ts';
import { createTestDatabase, type TestDatabase } from '../store/testing/test-database.ts';

const ann = privateKeyToAccount(`0x${'a1'.repeat(32)}`);
const bob = privateKeyToAccount(`0x${'b2'.repeat(32)}`);
const WEEK_SECONDS = 7 * 86_400;
const HTTPS = 'https://app.example';

let database: TestDatabase;
let web: WebServer;
beforeAll(async () => {
  database = await createTestDatabase();
  web = await startWebServer(envOf());
});
afterAll(async () => {
  web?.stop();
  await database?.drop();
});

const envOf = () => ({
  APP_DB_URL: database.urls.app.reveal(),
  // Nobody listens there: a plain key needs no node.
  RPC_URL: 'http://127.0.0.1:9',
  NEXTAUTH_SECRET: 'a secret of thirty-two characters',
  ADMIN_ADDRESSES: ann.address,
  API_ADDRESS_REQUESTS_PER_MINUTE: '1000000',
  API_USER_REQUESTS_PER_MINUTE: '1000000',
});

const loggedIn = async (wallet = ann): Promise<Visitor> => {
  const visitor = new Visitor(web.url);
  await visitor.logIn(wallet);
  return visitor;
};
const kindOf = async (visitor: Visitor) => (await (await visitor.ask('/api/caller')).json()).kind;
const codeOf = async (answer: Response | Promise<Response>): Promise<string> => {
  const { status, ...response } = { status: (await answer).status, text: await (await answer).text() };
  return `${status} ${response.text === '' ? 'ok' : (JSON.parse(response.text).code ?? 'ok')}`;
};
const sessionsOf = async (visitor: Visitor) => {
  const listed = await visitor.client().listSessions();
  if (!listed.ok) throw new Error(listed.problem.code);
  return listed.value.sessions;
};
const lastNote = async () =>
  (await database.admin`select actor, action from audit_log order by id desc limit 1`)[0];
/** Everything was so many seconds earlier. */
const age = async (sessionId: string | undefined, seconds: number) => {
  await database.admin`
    update sessions set created_at = created_at - make_interval(secs => ${seconds}),
      expires_at = expires_at - make_interval(secs => ${seconds}),
      stepped_up_at = stepped_up_at - make_interval(secs => ${seconds})
    where id = ${sessionId ?? ''}::uuid`;
};
const thisId = async (visitor: Visitor) => (await sessionsOf(visitor)).find(({ isThis }) => isThis)?.id;
const halt = (visitor: Visitor) => visitor.post('/api/admin/halt', {});

type Cookie = {
  readonly name: string;
  readonly value: string;
  readonly attributes: Readonly<Record<string, string>>;
};
const cookiesOf = ({ headers }: Response): readonly Cookie[] =>
  headers.getSetCookie().map((line) => {
    const [pair = '', ...parts] = line.split(/; */);
    const entries = parts
      .map((part) => part.split('='))
      .map(([key = '', text = '']) => [key.toLowerCase(), text]);
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    return { name, value, attributes: Object.fromEntries(entries) };
  });
const sessionCookieOf = (response: Response): Cookie => {
  const cookie = cookiesOf(response).find(({ name }) => name.endsWith('next-auth.session-token'));
  if (cookie === undefined) throw new Error('no session cookie');
  return cookie;
};

describe('a session', () => {
  it('is listed with the others of its person, and ended from any of them, at once', async () => {
    const [first, second] = [await loggedIn(), await loggedIn()];
    const listed = await sessionsOf(first);
    expect(listed.filter(({ isThis }) => isThis)).toHaveLength(1);
    const other = await thisId(second);
    expect(listed.map(({ id }) => id)).toContain(other);
    expect((await first.client().endSession({ params: { id: other ?? '' } })).status).toBe(204);
    expect(await lastNote()).toEqual({ actor: `user:${ann.address.toLowerCase()}`, action: 'session-ended' });
    expect([await kindOf(first), await kindOf(second)]).toEqual(['session', 'anonymous']);
    expect(await codeOf(second.ask('/api/sessions'))).toBe('401 unauthorised');
    expect((await first.client().endSession({ params: { id: other ?? '' } })).status).toBe(204);
    expect((await sessionsOf(first)).map(({ id }) => id)).not.toContain(other);
  });

  it('of another person is neither seen nor ended', async () => {
    const [mine, theirs] = [await loggedIn(), await loggedIn(bob)];
    const id = (await thisId(theirs)) ?? '';
    expect((await sessionsOf(mine)).map((one) => one.id)).not.toContain(id);
    expect(await codeOf(mine.ask(`/api/sessions/${id}`, { method: 'DELETE' }))).toBe('404 not-found');
    expect(await kindOf(theirs)).toBe('session');
  });

  it('ends with all others of its person, and with nobody else’s', async () => {
    const [first, second, bobs] = [await loggedIn(), await loggedIn(), await loggedIn(bob)];
    const ended = await first.client().endSessions();
    expect(ended.ok && ended.value.ended).toBeGreaterThanOrEqual(2);
    expect([await kindOf(first), await kindOf(second), await kindOf(bobs)]).toEqual([
      'anonymous',
      'anonymous',
      'session',
    ]);
    expect(await lastNote()).toMatchObject({ action: 'sessions-ended' });
  });

  it('ends when its person logs out, with the token of the form only, and a cookie that was kept is worth nothing', async () => {
    const visitor = await loggedIn();
    const cookie = visitor.jar.header;
    const kept = () =>
      fetch(`${web.url}/api/caller`, { headers: { cookie } }).then((answer) => answer.json());
    expect(await codeOf(visitor.post('/api/auth/signout', { csrfToken: '0'.repeat(64) }))).toBe(
      '403 csrf-token-wrong',
    );
    expect(await codeOf(visitor.post('/api/auth/signout', {}, { origin: 'https://evil.example' }))).toBe(
      '403 cross-origin',
    );
    expect(await kept()).toMatchObject({ kind: 'session' });
    const out = await visitor.post('/api/auth/signout', { csrfToken: await visitor.csrfToken() });
    expect(sessionCookieOf(out)).toMatchObject({ value: '' });
    expect(await lastNote()).toMatchObject({ action: 'logged-out' });
    expect(await kept()).toMatchObject({ kind: 'anonymous' });
    expect(await (await visitor.ask('/api/auth/session')).json()).toEqual({});
  });

  it('takes the place of the one before in the same browser', async () => {
    const visitor = await loggedIn();
    const before = visitor.jar.header;
    await visitor.logIn(bob);
    const kept = await fetch(`${web.url}/api/caller`, { headers: { cookie: before } });
    expect(await kept.json()).toMatchObject({ kind: 'anonymous' });
    expect(await (await visitor.ask('/api/caller')).json()).toMatchObject({
      address: bob.address.toLowerCase(),
    });
  });

  it('has an absolute end: it is not moved by being used, and then the cookie is worth nothing and taken away', async () => {
    const visitor = await loggedIn();
    const [session] = (await sessionsOf(visitor)).filter(({ isThis }) => isThis);
    const end = session?.endsAtSeconds ?? 0;
    expect(end - (session?.createdAtSeconds ?? 0)).toBe(WEEK_SECONDS);
    await age(session?.id, WEEK_SECONDS - 120);
    for (let use = 0; use < 3; use += 1) await visitor.ask('/api/auth/session');
    expect((await sessionsOf(visitor)).find(({ isThis }) => isThis)?.endsAtSeconds).toBe(
      end - WEEK_SECONDS + 120,
    );
    await age(session?.id, 120);
    expect(await kindOf(visitor)).toBe('anonymous');
    const over = await visitor.ask('/api/auth/session');
    expect(await over.json()).toEqual({});
    expect(sessionCookieOf(over)).toMatchObject({ value: '' });
  });
});

describe('the cookie of a session', () => {
  it('is kept from scripts and other sites’ requests, for a week and the whole site', async () => {
    const visitor = new Visitor(web.url);
    const message = loginMessage(ann.address, await visitor.loginTerms());
    const answer = await visitor.present(message, await ann.signMessage({ message }));
    const { name, value, attributes } = sessionCookieOf(answer);
    expect(name).toBe('next-auth.session-token');
    expect(attributes).toEqual({ path: '/', expires: expect.any(String), httponly: '', samesite: 'Lax' });
    const lasts = (Date.parse(attributes['expires'] ?? '') - Date.now()) / 1_000;
    expect(Math.abs(lasts - WEEK_SECONDS)).toBeLessThan(60);
    // Encrypted: it says nothing to whoever finds it.
    expect(Buffer.from(value, 'base64url').toString('latin1')).not.toContain(ann.address.toLowerCase());
    expect(answer.headers.get('cache-control')).toBe('no-store');
    for (const other of cookiesOf(answer))
      expect(other.attributes).toMatchObject({ httponly: '', samesite: 'Lax' });
  });

  it('goes over https alone where the site is https, under names that say so', async () => {
    const secure = await startWebServer({ ...envOf(), APP_URL: HTTPS });
    const visitor = new Visitor(secure.url, HTTPS);
    const message = loginMessage(ann.address, await visitor.loginTerms());
    expect(message).toContain(`URI: ${HTTPS}`);
    const answer = await visitor.present(message, await ann.signMessage({ message }));
    const names = cookiesOf(answer).map(({ name }) => name);
    expect(names).toContain('__Secure-next-auth.session-token');
    expect(names.every((name) => /^__(Secure|Host)-/.test(name))).toBe(true);
    for (const { attributes } of cookiesOf(answer)) expect(attributes).toHaveProperty('secure');
    expect(await kindOf(visitor)).toBe('session');
    // The name of the other scheme is not looked at.
    const bare = visitor.jar.header.replaceAll('__Secure-', '');
    const told = await fetch(`${secure.url}/api/caller`, { headers: { cookie: bare } });
    expect(await told.json()).toMatchObject({ kind: 'anonymous' });
    secure.stop();
  });

  it('that was changed, cut or is another secret’s is nobody’s, and breaks nothing', async () => {
    const visitor = await loggedIn();
    const pair = visitor.jar.header.split('; ').find((one) => one.includes('session-token')) ?? '';
    for (const cookie of [
      pair.slice(0, -5),
      `${pair}x`,
      pair.replace(/.$/, 'A'),
      'next-auth.session-token=',
      'next-auth.session-token=a.b.c.d.e',
    ])
      expect(await (await fetch(`${web.url}/api/caller`, { headers: { cookie } })).json()).toMatchObject({
        kind: 'anonymous',
      });
  });
});

describe('a fresh signature', () => {
  it('is asked for what a stolen cookie must not do, and counts for ten minutes, in its session alone', async () => {
    const [visitor, other] = [await loggedIn(), await loggedIn()];
    const refused = [
      () => halt(visitor),
      () => visitor.post('/api/admin/resume', {}),
      () =>
        visitor.ask(`/api/admin/roles/${bob.address}`, {
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
    const taken = await visitor.stepUp(ann);
    expect(taken.status).toBe(200);
    const { untilSeconds } = await taken.json();
    expect(Math.abs(untilSeconds - Date.now() / 1_000 - 600)).toBeLessThan(60);
    for (const ask of refused) expect(await codeOf(ask())).toMatch(/^200 ok|^404 not-found/);
    expect(await codeOf(halt(other))).toBe('403 step-up-required');
    await age(await thisId(visitor), 598);
    expect(await codeOf(halt(visitor))).toBe('200 ok');
    await age(await thisId(visitor), 3);
    expect(await codeOf(halt(visitor))).toBe('403 step-up-required');
    await visitor.stepUp(ann);
    await visitor.post('/api/admin/resume', {});
  });

  it('counts once', async () => {
    const visitor = await loggedIn();
    const kept: { message?: string; signature?: string } = {};
    const wallet = {
      address: ann.address,
      signMessage: async ({ message }: { readonly message: string }) => {
        Object.assign(kept, { message, signature: await ann.signMessage({ message }) });
        return ann.signMessage({ message });
      },
    };
    expect((await visitor.stepUp(wallet)).status).toBe(200);
    expect(await codeOf(visitor.post('/api/step-up', kept))).toBe('401 nonce-used');
    // Nor anywhere else.
    expect(await codeOf((await loggedIn()).post('/api/step-up', kept))).toBe('401 nonce-unknown');
    expect(await codeOf(new Visitor(web.url).present(kept.message ?? '', kept.signature ?? ''))).toBe(
      '401 nonce-unknown',
    );
  });

  it('has a nonce of its own session: one for logging in, or of another session, is none, nor the other way round', async () => {
    const [visitor, other] = [await loggedIn(), await loggedIn()];
    const signed = async (nonce: string) => {
      const message = loginMessage(ann.address, { ...(await visitor.loginTerms()), nonce });
      return { message, signature: await ann.signMessage({ message }) };
    };
    const login = await visitor.loginTerms();
    expect(await codeOf(visitor.post('/api/step-up', await signed(login.nonce)))).toBe('401 nonce-unknown');
    const { nonce } = await (await other.post('/api/step-up/nonce', {})).json();
    expect(await codeOf(visitor.post('/api/step-up', await signed(nonce)))).toBe('401 nonce-unknown');
    const foreign = await signed(nonce);
    expect(await codeOf(new Visitor(web.url).present(foreign.message, foreign.signature))).toBe(
      '401 nonce-unknown',
    );
    expect(await codeOf(other.post('/api/step-up', foreign))).toBe('200 ok');
  });

  it.each([
    ['by another account', bob, (text: string) => text, '401 login-wrong-signer'],
    [
      'for another site',
      ann,
      (text: string) => text.replace(/^\S+ wants/, 'evil.example wants'),
      '401 login-wrong-domain',
    ],
    [
      'for another chain',
      ann,
      (text: string) => text.replace(/Chain ID: \d+/, 'Chain ID: 5'),
      '401 login-wrong-chain',
    ],
    [
      'of an hour ago',
      ann,
      (text: string) =>
        text.replace(/Issued At: .*/, `Issued At: ${new Date(Date.now() - 3_600_000).toISOString()}`),
      '401 login-too-old',
    ],
    ['over no message', ann, () => 'Let me.', '400 login-malformed'],
  ])('is none %s, and its nonce is used up', async (_what, wallet, change, code) => {
    const visitor = await loggedIn();
    expect(await codeOf(visitor.stepUp(wallet, change))).toBe(code);
    expect(await codeOf(halt(visitor))).toBe('403 step-up-required');
  });

  it('is refused when its nonce is over', async () => {
    const visitor = await loggedIn();
    const { nonce, ...terms } = await (await visitor.post('/api/step-up/nonce', {})).json();
    await database.admin`update login_nonces set expires_at = now() - interval '1 second' where nonce = ${nonce}`;
    const message = loginMessage(ann.address, { ...terms, nonce });
    const body = { message, signature: await ann.signMessage({ message }) };
    expect(await codeOf(visitor.post('/api/step-up', body))).toBe('401 nonce-expired');
  });

  it('is nothing for tokens: an admin’s may do none of it', async () => {
    const visitor = await loggedIn();
    const made = await visitor.client().createToken({ body: { name: 'all', scopes: ['system:read'] } });
    const token = made.ok ? (made.value.token ?? '') : '';
    const program = apiClient({ url: web.url, token });
    for (const answer of [
      await program.halt(),
      await program.changeRole({ params: { address: bob.address.toLowerCase() }, body: { role: 'admin' } }),
      await program.issueStepUpNonce(),
      await program.endSessions(),
    ])
      expect(answer).toMatchObject({ status: 403, problem: { code: 'session-required' } });
  });
});

it('whoever logs in first may be given a role over HTTP, and uses it in the session they have', async () => {
  const carol = privateKeyToAccount(generatePrivateKey());
  const admin = await loggedIn();
  await admin.stepUp(ann);
  const address = carol.address.toLowerCase();
  const give = (role: 'user' | 'operator') =>
    admin.client().changeRole({ params: { address }, body: { role } });
  expect(await give('operator')).toMatchObject({ status: 404, problem: { code: 'not-found' } });
  const visitor = await loggedIn(carol);
  expect(await visitor.client().listSettings()).toMatchObject({ status: 403 });
  expect(await give('operator')).toMatchObject({ ok: true, value: { address, role: 'operator' } });
  expect(await visitor.client().listSettings()).toMatchObject({ ok: true });
  expect(await admin.client().listRoles()).toMatchObject({
    value: { holders: expect.arrayContaining([{ address, role: 'operator', isNamed: false }]) },
  });
  await give('user');
  expect(await visitor.client().listSettings()).toMatchObject({ status: 403 });
});
