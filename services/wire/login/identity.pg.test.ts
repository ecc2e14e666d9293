import { encode } from 'next-auth/jwt';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../../lib/api/caller.ts';
import { SESSION_SECONDS, sessionCookieName } from '../../auth/session-cookie.ts';
import { asNamedViewer } from '../../store/as-viewer.ts';
import { openAppSql } from '../../store/database.ts';
import { openSession } from '../../store/identity/sessions.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { callerOf } from './identity.ts';

const SECRET = 'a secret of thirty-two characters';
const ANN = `0x${'a1'.repeat(20)}` as const;
const BOB = `0x${'b0'.repeat(20)}` as const;

let database: TestDatabase;
let app: ReturnType<typeof openAppSql>;
beforeAll(async () => {
  database = await createTestDatabase();
  app = openAppSql(database.urls.app);
  vi.stubEnv('APP_DB_URL', database.urls.app.reveal());
  vi.stubEnv('NEXTAUTH_SECRET', SECRET);
  vi.stubEnv('ADMIN_ADDRESSES', BOB);
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  vi.unstubAllEnvs();
  await app?.end();
  await database?.drop();
});

const sessionFor = async (address: typeof ANN | typeof BOB): Promise<string> => {
  const toOpen = { address, chainId: 31_337, userAgent: 'test', lastsSeconds: 600 };
  const opened = await asNamedViewer(app, { address, role: 'user' }, (sql) => openSession(sql, toOpen));
  return opened.id;
};

const cookieFor = (claims: Record<string, unknown>, secret = SECRET): Promise<string> =>
  encode({ token: claims, secret, maxAge: SESSION_SECONDS });

const callerWith = async (token: string): Promise<Caller> => {
  const headers = new Headers({
    cookie: `theme=dark; ${sessionCookieName('http://localhost:3000')}=${token}; x=1`,
  });
  const caller = await callerOf({ headers });
  if (!caller.ok) throw new Error(caller.error.message);
  return caller.value;
};

describe('who a request has proven to be', () => {
  it('is nobody without a cookie', async () => {
    expect(await callerOf({ headers: new Headers() })).toEqual({ ok: true, value: { kind: 'anonymous' } });
  });

  it('is the person of the session, with the role that the database or the operator gives', async () => {
    const ann = await sessionFor(ANN);
    expect(await callerWith(await cookieFor({ sessionId: ann, address: ANN }))).toMatchObject({
      kind: 'session',
      address: ANN,
      role: 'user',
      sessionId: ann,
      steppedUpAtSeconds: null,
    });
    await database.admin`update users set role = 'operator' where address = ${ANN}`;
    expect(await callerWith(await cookieFor({ sessionId: ann, address: ANN }))).toMatchObject({
      role: 'operator',
    });
    const bob = await sessionFor(BOB);
    expect(await callerWith(await cookieFor({ sessionId: bob, address: BOB }))).toMatchObject({
      role: 'admin',
    });
  });

  it('is nobody once the session has ended or is over, whatever the cookie still says', async () => {
    for (const end of [
      'revoked_at = now()',
      "created_at = now() - interval '2 h', expires_at = now() - interval '1 s'",
    ]) {
      const id = await sessionFor(ANN);
      const token = await cookieFor({ sessionId: id, address: ANN });
      expect((await callerWith(token)).kind).toBe('session');
      await database.admin.unsafe(`update sessions set ${end} where id = '${id}'`);
      expect(await callerWith(token)).toEqual({ kind: 'anonymous' });
    }
  });

  it.each<[string, () => Promise<string>]>([
    [
      'that another secret encrypted',
      async () => cookieFor({ sessionId: await sessionFor(ANN), address: ANN }, `${SECRET}!`),
    ],
    [
      'of a session that is another person’s',
      async () => cookieFor({ sessionId: await sessionFor(BOB), address: ANN }),
    ],
    ['without a session', () => cookieFor({ address: ANN })],
    ['whose session is no id', () => cookieFor({ sessionId: "' or true --", address: ANN })],
    ['of random words', async () => 'a.b.c.d.e'],
    ['that is empty', async () => ''],
  ])('is nobody with a cookie %s', async (_title, token) => {
    expect(await callerWith(await token())).toEqual({ kind: 'anonymous' });
  });
});
