import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ANN,
  BOB,
  codeOf,
  type LoginServer,
  ownSessionOf,
  sessionsOf,
  startLoginServer,
} from '../../../e2e/support/login-server.ts';
import { loginMessage, Visitor } from '../../../e2e/support/sign-in.ts';
import { startWebServer } from '../../../e2e/support/web-server.ts';

const WEEK_SECONDS = 7 * 86_400;
const HTTPS = 'https://app.example';

let server: LoginServer;
beforeAll(async () => {
  server = await startLoginServer();
});
afterAll(() => server?.stop());

const kindOf = async (visitor: Visitor) => (await (await visitor.ask('/api/caller')).json()).kind;
const lastNote = async () =>
  (await server.database.admin`select actor, action from audit_log order by id desc limit 1`)[0];

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
    const [first, second] = [await server.loggedIn(), await server.loggedIn()];
    const listed = await sessionsOf(first);
    expect(listed.filter(({ isThis }) => isThis)).toHaveLength(1);
    const other = await ownSessionOf(second);
    expect(listed.map(({ id }) => id)).toContain(other);
    expect((await first.client().endSession({ params: { id: other ?? '' } })).status).toBe(204);
    expect(await lastNote()).toEqual({ actor: `user:${ANN.address.toLowerCase()}`, action: 'session-ended' });
    expect([await kindOf(first), await kindOf(second)]).toEqual(['session', 'anonymous']);
    expect(await codeOf(second.ask('/api/sessions'))).toBe('401 unauthorised');
    expect((await first.client().endSession({ params: { id: other ?? '' } })).status).toBe(204);
    expect((await sessionsOf(first)).map(({ id }) => id)).not.toContain(other);
  });

  it('of another person is neither seen nor ended', async () => {
    const [mine, theirs] = [await server.loggedIn(), await server.loggedIn(BOB)];
    const id = (await ownSessionOf(theirs)) ?? '';
    expect((await sessionsOf(mine)).map((one) => one.id)).not.toContain(id);
    expect(await codeOf(mine.ask(`/api/sessions/${id}`, { method: 'DELETE' }))).toBe('404 not-found');
    expect(await kindOf(theirs)).toBe('session');
  });

  it('ends with all others of its person, and with nobody else’s', async () => {
    const [first, second, bobs] = [
      await server.loggedIn(),
      await server.loggedIn(),
      await server.loggedIn(BOB),
    ];
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
    const visitor = await server.loggedIn();
    const cookie = visitor.jar.header;
    const kept = () =>
      fetch(`${server.url}/api/caller`, { headers: { cookie } }).then((answer) => answer.json());
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
    const visitor = await server.loggedIn();
    const before = visitor.jar.header;
    await visitor.logIn(BOB);
    const kept = await fetch(`${server.url}/api/caller`, { headers: { cookie: before } });
    expect(await kept.json()).toMatchObject({ kind: 'anonymous' });
    expect(await (await visitor.ask('/api/caller')).json()).toMatchObject({
      address: BOB.address.toLowerCase(),
    });
  });

  it('has an absolute end: it is not moved by being used, and then the cookie is worth nothing and taken away', async () => {
    const visitor = await server.loggedIn();
    const [session] = (await sessionsOf(visitor)).filter(({ isThis }) => isThis);
    const end = session?.endsAtSeconds ?? 0;
    expect(end - (session?.createdAtSeconds ?? 0)).toBe(WEEK_SECONDS);
    await server.age(session?.id, WEEK_SECONDS - 120);
    for (let use = 0; use < 3; use += 1) await visitor.ask('/api/auth/session');
    expect((await sessionsOf(visitor)).find(({ isThis }) => isThis)?.endsAtSeconds).toBe(
      end - WEEK_SECONDS + 120,
    );
    await server.age(session?.id, 120);
    expect(await kindOf(visitor)).toBe('anonymous');
    const over = await visitor.ask('/api/auth/session');
    expect(await over.json()).toEqual({});
    expect(sessionCookieOf(over)).toMatchObject({ value: '' });
  });
});

describe('the cookie of a session', () => {
  it('is kept from scripts and other sites’ requests, for a week and the whole site', async () => {
    const visitor = new Visitor(server.url);
    const message = loginMessage(ANN.address, await visitor.loginTerms());
    const answer = await visitor.present(message, await ANN.signMessage({ message }));
    const { name, value, attributes } = sessionCookieOf(answer);
    expect(name).toBe('next-auth.session-token');
    expect(attributes).toEqual({ path: '/', expires: expect.any(String), httponly: '', samesite: 'Lax' });
    const lasts = (Date.parse(attributes['expires'] ?? '') - Date.now()) / 1_000;
    expect(Math.abs(lasts - WEEK_SECONDS)).toBeLessThan(60);
    // Encrypted: it says nothing to whoever finds it.
    expect(Buffer.from(value, 'base64url').toString('latin1')).not.toContain(ANN.address.toLowerCase());
    expect(answer.headers.get('cache-control')).toBe('no-store');
    for (const other of cookiesOf(answer))
      expect(other.attributes).toMatchObject({ httponly: '', samesite: 'Lax' });
  });

  it('goes over https alone where the site is https, under names that say so', async () => {
    const secure = await startWebServer({ ...server.env, APP_URL: HTTPS });
    const visitor = new Visitor(secure.url, HTTPS);
    const message = loginMessage(ANN.address, await visitor.loginTerms());
    expect(message).toContain(`URI: ${HTTPS}`);
    const answer = await visitor.present(message, await ANN.signMessage({ message }));
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
    const visitor = await server.loggedIn();
    const pair = visitor.jar.header.split('; ').find((one) => one.includes('session-token')) ?? '';
    for (const cookie of [
      pair.slice(0, -5),
      `${pair}x`,
      // Not the last letter, which holds two bits only and may be the same one already.
      pair.replace(/.(?=.{10}$)/, (letter) => (letter === 'A' ? 'B' : 'A')),
      'next-auth.session-token=',
      'next-auth.session-token=a.b.c.d.e',
    ])
      expect(await (await fetch(`${server.url}/api/caller`, { headers: { cookie } })).json()).toMatchObject({
        kind: 'anonymous',
      });
  });
});
