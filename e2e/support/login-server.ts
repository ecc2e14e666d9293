import { privateKeyToAccount } from 'viem/accounts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import { Visitor } from './sign-in.ts';
import { startWebServer } from './web-server.ts';

/** Named an admin by the environment. */
export const ANN = privateKeyToAccount(`0x${'a1'.repeat(32)}`);
export const BOB = privateKeyToAccount(`0x${'b2'.repeat(32)}`);

/** The built app on a database of its own, for people who log in with a plain key. */
export type LoginServer = {
  readonly database: TestDatabase;
  readonly url: string;
  readonly pid: number;
  readonly env: Readonly<Record<string, string>>;
  readonly loggedIn: (wallet?: typeof ANN) => Promise<Visitor>;
  /** Everything of a session was so many seconds earlier. */
  readonly age: (sessionId: string | undefined, seconds: number) => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

/** @param more of the environment, beside what a log-in needs */
export const startLoginServer = async (more: Readonly<Record<string, string>> = {}): Promise<LoginServer> => {
  const database = await createTestDatabase();
  const env = {
    APP_DB_URL: database.urls.app.reveal(),
    // Nobody listens there: a plain key needs no node.
    RPC_URL: 'http://127.0.0.1:9',
    NEXTAUTH_SECRET: 'a secret of thirty-two characters',
    ADMIN_ADDRESSES: ANN.address,
    API_ADDRESS_REQUESTS_PER_MINUTE: '1000000',
    API_USER_REQUESTS_PER_MINUTE: '1000000',
    ...more,
  };
  const web = await startWebServer(env);
  return {
    ...{ database, env, url: web.url, pid: web.pid },
    loggedIn: async (wallet = ANN) => {
      const visitor = new Visitor(web.url);
      await visitor.logIn(wallet);
      return visitor;
    },
    age: (sessionId, seconds) => database.admin`
      update sessions set created_at = created_at - make_interval(secs => ${seconds}),
        expires_at = expires_at - make_interval(secs => ${seconds}),
        stepped_up_at = stepped_up_at - make_interval(secs => ${seconds})
      where id = ${sessionId ?? ''}::uuid`,
    stop: async () => {
      web.stop();
      await database.drop();
    },
  };
};

/** The status of an answer and its code, `ok` where it has none. */
export const codeOf = async (asked: Response | Promise<Response>): Promise<string> => {
  const answer = await asked;
  const text = await answer.text();
  return `${answer.status} ${text === '' ? 'ok' : (JSON.parse(text).code ?? 'ok')}`;
};

/** The sessions of whoever is logged in there. */
export const sessionsOf = async (visitor: Visitor) => {
  const listed = await visitor.client().listSessions();
  if (!listed.ok) throw new Error(listed.problem.code);
  return listed.value.sessions;
};

/** The id of the session that asks. */
export const ownSessionOf = async (visitor: Visitor): Promise<string | undefined> =>
  (await sessionsOf(visitor)).find(({ isThis }) => isThis)?.id;
