import { encode } from 'next-auth/jwt';
import type { Sql } from 'postgres';
import type { Address } from 'viem';
import { vi } from 'vitest';
import { ENDPOINTS } from '../../lib/api/endpoints.ts';
import type { Scope } from '../../lib/api/scopes.ts';
import { sessionCookieName } from '../../services/auth/session-cookie.ts';
import { asNamedViewer } from '../../services/store/as-viewer.ts';
import { openAppSql } from '../../services/store/database.ts';
import { insertToken } from '../../services/store/identity/api-tokens.ts';
import { openSession } from '../../services/store/identity/sessions.ts';
import { addressOf } from '../../services/store/testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';

export const APP_URL = 'http://localhost:3000';
const AUTH_SECRET = 'a secret of thirty-two characters';

/** Owns the portfolios that {@link arrangePortfolios} makes with this number. */
export const ownerOf = (number: number): Address => addressOf(number + 500_000);

export const OPERATOR: Address = `0x${'0e'.repeat(20)}`;
export const ADMIN: Address = `0x${'ad'.repeat(20)}`;

/** Headers that say who asks. */
export type Credentials = Readonly<Record<string, string>>;

export type Asking = {
  readonly as?: Credentials;
  readonly body?: unknown;
  /** In place of `body`, byte for byte. */
  readonly text?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed; null when the answer has no body. Typed by whoever reads it. */
  // biome-ignore lint/suspicious/noExplicitAny: an assertion says what is in it.
  readonly body: any;
};

type RouteModule = Readonly<
  Record<
    string,
    | ((
        request: Request,
        context: { params: Promise<Record<string, string | string[] | undefined>> },
      ) => Promise<Response> | Response)
    | undefined
  >
>;

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);

const moduleOf = (path: string): Promise<RouteModule> =>
  import(/* @vite-ignore */ `../../app${path.replace(/\{(\w+)\}/g, '[$1]')}/route.ts`);

/** The whole answer; of a stream, which has no end of its own, what it begins with. */
const textOf = async (response: Response): Promise<string> => {
  if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream')) return response.text();
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
};

/** Asks a route's own module, as Next does. */
export const askRoute = async (method: string, path: string, asking: Asking = {}): Promise<Answer> => {
  const { pathname } = new URL(path, APP_URL);
  const declared = ENDPOINTS.find((one) => patternOf(one.path).test(pathname));
  if (declared === undefined) throw new Error(`no endpoint has the path ${pathname}`);
  const route = (await moduleOf(declared.path))[method];
  if (route === undefined) throw new Error(`${declared.path} has no ${method}`);
  const { as = {}, headers = {}, body, text } = asking;
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const request = new Request(new URL(path, APP_URL), {
    method,
    headers: {
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...{ 'x-forwarded-for': '203.0.113.7', ...as, ...headers },
    },
    ...(sent === undefined ? {} : { body: sent as BodyInit }),
  });
  const params = Object.entries(patternOf(declared.path).exec(pathname)?.groups ?? {});
  const response = await route(request, {
    params: Promise.resolve(Object.fromEntries(params.map(([key, word]) => [key, decodeURIComponent(word)]))),
  });
  const answered = await textOf(response);
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text: answered,
    body: isJson ? JSON.parse(answered) : null,
  };
};

export type ApiWorld = {
  readonly database: TestDatabase;
  readonly app: Sql;
  readonly env: Readonly<Record<string, string>>;
  /** Cookie and origin of somebody who has logged in; `steppedUp` = with a fresh signature. */
  readonly session: (address: Address, options?: { readonly steppedUp?: boolean }) => Promise<Credentials>;
  readonly token: (address: Address, scopes: readonly Scope[]) => Promise<Credentials>;
  readonly stop: () => Promise<void>;
};

/** A database of its own or one that is there, the environment of a process that serves the API, and people who have logged in. */
export const buildApiWorld = async (given?: TestDatabase): Promise<ApiWorld> => {
  const database = given ?? (await createTestDatabase());
  const app = openAppSql(database.urls.app);
  const env = {
    APP_DB_URL: database.urls.app.reveal(),
    APP_URL,
    NEXTAUTH_SECRET: AUTH_SECRET,
    ADMIN_ADDRESSES: ADMIN,
    SECRETS_KEY: '22'.repeat(32),
    API_USER_REQUESTS_PER_MINUTE: '1000000',
    API_ADDRESS_REQUESTS_PER_MINUTE: '1000000',
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const as = <T>(address: Address, work: Parameters<typeof asNamedViewer<T>>[2]): Promise<T> =>
    asNamedViewer(app, { address, role: 'user' }, work);
  const session: ApiWorld['session'] = async (address, { steppedUp = false } = {}) => {
    const toOpen = { address, chainId: 31_337, userAgent: 'test', lastsSeconds: 6_000 };
    const { id } = await as(address, (sql) => openSession(sql, toOpen));
    if (steppedUp) await database.admin`update sessions set stepped_up_at = now() where id = ${id}`;
    if (address === OPERATOR)
      await database.admin`update users set role = 'operator' where address = ${address}`;
    const token = await encode({ token: { sessionId: id, address }, secret: AUTH_SECRET, maxAge: 6_000 });
    return { cookie: `${sessionCookieName(APP_URL)}=${token}`, origin: APP_URL };
  };
  return {
    ...{ database, app, env, session },
    token: async (address, scopes) => {
      await session(address);
      const made = await as(address, (sql) => insertToken(sql, { name: 'test', scopes, expiresInDays: 1 }));
      return { authorization: `Bearer ${made.token}` };
    },
    stop: async () => {
      vi.unstubAllEnvs();
      await app.end();
      if (given === undefined) await database.drop();
    },
  };
};
