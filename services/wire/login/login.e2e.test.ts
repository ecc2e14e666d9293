import { createPublicClient, http } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../../e2e/support/anvil.ts';
import { type FaultyNode, startFaultyNode } from '../../../e2e/support/faulty-node.ts';
import { tooLong } from '../../../e2e/support/judged-time.ts';
import { loginMessage, type MessageTerms, Visitor, type Wallet } from '../../../e2e/support/sign-in.ts';
import { SmartWallet } from '../../../e2e/support/smart-wallet.ts';
import { startWebServer, type WebServer } from '../../../e2e/support/web-server.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';

const ann = privateKeyToAccount(`0x${'a1'.repeat(32)}`);
const bob = privateKeyToAccount(`0x${'b2'.repeat(32)}`);

let anvil: Anvil;
let node: FaultyNode;
let database: TestDatabase;
let web: WebServer;
beforeAll(async () => {
  [database, anvil] = await Promise.all([createTestDatabase(), startAnvil()]);
  node = await startFaultyNode(anvil.rpcUrl);
  web = await startWebServer({
    APP_DB_URL: database.urls.app.reveal(),
    RPC_URL: node.rpcUrl,
    NEXTAUTH_SECRET: 'a secret of thirty-two characters',
    ADMIN_ADDRESSES: bob.address,
    API_ADDRESS_REQUESTS_PER_MINUTE: '600',
  });
});
afterEach(async () => {
  await database.admin`delete from request_allowances`;
});
afterAll(async () => {
  web?.stop();
  await Promise.all([node?.refuse(), anvil?.stop(), database?.drop()]);
});

const visit = (): Visitor => new Visitor(web.url);

type Told = { readonly status: number; readonly code: unknown };
const toldBy = async (answer: Response): Promise<Told> => {
  const { code, detail } = await answer.json();
  if (answer.status >= 400) {
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(detail).toMatch(/^[A-Z].+[.)]$/);
  }
  return { status: answer.status, code: code ?? 'ok' };
};
const refused = (status: number, code: string): Told => ({ status, code });
const TAKEN: Told = { status: 200, code: 'ok' };

type Try = {
  readonly terms?: (terms: MessageTerms) => MessageTerms;
  readonly text?: (message: string) => string;
  readonly signer?: Wallet;
  readonly wallet?: Wallet;
};
/** Logs in as `wallet`, with the message as it is changed before it is signed. */
const logIn = async (visitor: Visitor, { terms = (same) => same, text = (same) => same, ...who }: Try) => {
  const { wallet = ann, signer = wallet } = who;
  const message = text(loginMessage(wallet.address, terms(await visitor.loginTerms())));
  return visitor.present(message, await signer.signMessage({ message }));
};

describe('logging in over HTTP', () => {
  it('takes a signed message once, and then the session answers who it is', async () => {
    const visitor = visit();
    expect(await (await visitor.ask('/api/auth/session')).json()).toEqual({});
    const message = loginMessage(ann.address, await visitor.loginTerms());
    const signature = await ann.signMessage({ message });
    expect(await toldBy(await visitor.present(message, signature))).toEqual(TAKEN);
    const { user } = await (await visitor.ask('/api/auth/session')).json();
    expect(user).toEqual({ name: null, address: ann.address.toLowerCase(), role: 'user' });
    expect(await (await visitor.ask('/api/caller')).json()).toMatchObject({ kind: 'session', role: 'user' });
    expect(await toldBy(await visit().present(message, signature))).toEqual(refused(401, 'nonce-used'));
  });

  it('makes those that the operator has named admins', async () => {
    const visitor = visit();
    await visitor.logIn(bob);
    expect(await (await visitor.ask('/api/caller')).json()).toMatchObject({ role: 'admin' });
  });

  it.each<[string, Try, Told]>([
    [
      'for another domain',
      { terms: (t) => ({ ...t, domain: 'evil.example' }) },
      refused(401, 'login-wrong-domain'),
    ],
    [
      'for another URI',
      { terms: (t) => ({ ...t, uri: 'https://evil.example' }) },
      refused(401, 'login-wrong-domain'),
    ],
    ['for another chain', { terms: (t) => ({ ...t, chainIds: [1] }) }, refused(401, 'login-wrong-chain')],
    [
      'that has expired',
      { text: (m) => `${m}\nExpiration Time: 2020-01-01T00:00:00.000Z` },
      refused(401, 'login-expired'),
    ],
    [
      'of the future',
      { text: (m) => `${m}\nNot Before: 2999-01-01T00:00:00.000Z` },
      refused(401, 'login-not-yet-valid'),
    ],
    [
      'issued in the future',
      { text: (m) => m.replace(/Issued At: .*/, 'Issued At: 2999-01-01T00:00:00.000Z') },
      refused(401, 'login-issued-ahead'),
    ],
    [
      'with a nonce of its own',
      { terms: (t) => ({ ...t, nonce: '0'.repeat(32) }) },
      refused(401, 'nonce-unknown'),
    ],
    ['that another account signed', { signer: bob }, refused(401, 'login-wrong-signer')],
    ['that is no sign-in', { text: () => 'Let me in.' }, refused(400, 'login-malformed')],
  ])('refuses a message %s, and nobody is logged in', async (_title, attempt, expected) => {
    const visitor = visit();
    expect(await toldBy(await logIn(visitor, attempt))).toEqual(expected);
    expect(await (await visitor.ask('/api/auth/session')).json()).toEqual({});
  });

  it('refuses a message that was changed after it was signed', async () => {
    const visitor = visit();
    const message = loginMessage(ann.address, await visitor.loginTerms());
    const signature = await ann.signMessage({ message });
    const changed = message.replace('costs nothing', 'costs a lot');
    expect(await toldBy(await visitor.present(changed, signature))).toEqual(
      refused(401, 'login-wrong-signer'),
    );
  });

  it('goes by the configured site, whatever host a request claims to be for', async () => {
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    };
    const visitor = visit();
    const terms = await (await visitor.post('/api/auth/nonce', {}, headers)).json();
    expect(terms).toMatchObject({ domain: new URL(web.url).host, uri: web.url });
    const message = loginMessage(ann.address, {
      ...terms,
      domain: 'evil.example',
      uri: 'https://evil.example',
    });
    const csrfToken = await visitor.csrfToken();
    const body = { message, signature: await ann.signMessage({ message }), csrfToken };
    const answer = await visitor.post('/api/auth/callback/credentials', body, headers);
    expect(await toldBy(answer)).toEqual(refused(401, 'login-wrong-domain'));
  });

  it('is not to be had from another site’s page, nor without the token of the form', async () => {
    const visitor = visit();
    const message = loginMessage(ann.address, await visitor.loginTerms());
    const body = {
      message,
      signature: await ann.signMessage({ message }),
      csrfToken: await visitor.csrfToken(),
    };
    const foreign = await visitor.post('/api/auth/callback/credentials', body, {
      origin: 'https://evil.example',
    });
    expect(await toldBy(foreign)).toEqual(refused(403, 'cross-origin'));
    const wrong = await visitor.post('/api/auth/callback/credentials', {
      ...body,
      csrfToken: '0'.repeat(64),
    });
    expect(await toldBy(wrong)).toEqual(refused(403, 'csrf-token-wrong'));
    expect(await toldBy(await visitor.post('/api/auth/callback/credentials', body))).toEqual(TAKEN);
  });

  it('refuses bodies that are too large, no object of texts, or of another type', async () => {
    const visitor = visit();
    const path = '/api/auth/callback/credentials';
    for (const body of [{ message: 'x'.repeat(70_000) }, ['a'], { message: { a: 1 } }, null])
      expect(await toldBy(await visitor.post(path, body))).toEqual(refused(400, 'bad-request'));
    const text = await visitor.ask(path, {
      method: 'POST',
      body: 'a',
      headers: { 'content-type': 'text/plain' },
    });
    expect(await toldBy(text)).toEqual(refused(400, 'bad-request'));
  });

  it('is bounded by the allowance of the visitor’s address', async () => {
    const visitor = visit();
    const codes = new Set<unknown>();
    for (let n = 0; n < 120 && !codes.has('rate-limited'); n += 1)
      codes.add((await toldBy(await visitor.post('/api/auth/callback/credentials', {}))).code);
    expect(codes).toContain('rate-limited');
  });

  it('has none of next-auth’s own pages', async () => {
    for (const page of ['signin', 'signout', 'error', 'verify-request', '_log'])
      expect((await visit().ask(`/api/auth/${page}`)).status).toBe(404);
  });
});

describe('the chain, while people log in', () => {
  const contractOf = async () => {
    const wallet = new SmartWallet(privateKeyToAccount(generatePrivateKey()));
    await wallet.deploy(anvil.rpcUrl);
    return wallet;
  };

  it('is not asked for a plain key, which logs in while the node is down', async () => {
    node.asked();
    await node.refuse();
    await visit().logIn(privateKeyToAccount(generatePrivateKey()));
    await node.listen();
    await visit().logIn(privateKeyToAccount(generatePrivateKey()));
    expect(node.asked()).toEqual([]);
  });

  it('says whether a contract signed (EIP-1271)', async () => {
    const wallet = await contractOf();
    const visitor = visit();
    expect(await toldBy(await logIn(visitor, { wallet }))).toEqual(TAKEN);
    const { user } = await (await visitor.ask('/api/auth/session')).json();
    expect(user.address).toBe(wallet.address.toLowerCase());
    expect(await toldBy(await logIn(visit(), { wallet, signer: bob }))).toEqual(
      refused(401, 'login-wrong-signer'),
    );
  });

  it('says so of a contract that is yet to be deployed (ERC-6492), and stays as it was', async () => {
    const wallet = new SmartWallet(privateKeyToAccount(generatePrivateKey()));
    const { address } = wallet;
    const signer: Wallet = { address, signMessage: (message) => wallet.signUndeployed(message) };
    expect(await toldBy(await logIn(visit(), { wallet, signer }))).toEqual(TAKEN);
    const chain = createPublicClient({ chain: foundry, transport: http(anvil.rpcUrl) });
    expect(await chain.getCode({ address })).toBeUndefined();
    expect(await toldBy(await logIn(visit(), { wallet }))).toEqual(refused(401, 'login-wrong-signer'));
    const other = new SmartWallet(bob);
    const foreign: Wallet = { address, signMessage: (message) => other.signUndeployed(message) };
    expect(await toldBy(await logIn(visit(), { wallet, signer: foreign }))).toEqual(
      refused(401, 'login-wrong-signer'),
    );
  });

  it('keeps a contract waiting no longer than five seconds when its node hangs, and says so', async () => {
    const wallet = await contractOf();
    node.set({ kind: 'hanging' });
    const began = performance.now();
    expect(await toldBy(await logIn(visit(), { wallet }))).toEqual(refused(503, 'signature-unchecked'));
    expect(tooLong('a contract whose node hangs', performance.now() - began, 7_000)).toBeNull();
    node.set({ kind: 'none' });
  });
});

it('the running app’s connections have a login that is neither superuser nor above row level security, nor the bot’s', async () => {
  await visit().ask('/api/caller');
  const logins = await database.admin`
    select distinct a.usename as login, r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb,
      pg_has_role(r.oid, 'balancer_bot', 'member') as "isBot"
    from pg_stat_activity a join pg_roles r on r.rolname = a.usename
    where a.datname = current_database() and a.application_name = '1balancer-web'`;
  expect(logins.map((row) => ({ ...row }))).toEqual([
    {
      ...{ login: 'balancer_app_login', isBot: false },
      ...{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false },
    },
  ]);
});

it.each([
  ['a superuser', () => database.adminUrl, 'above row level security'],
  ['the bot', () => database.urls.bot, 'could act as the bot'],
])('an app that is given the login of %s shows nothing, and says why', async (_title, url, why) => {
  const other = await startWebServer({ DB_URL: url().reveal() });
  const page = await (await fetch(`${other.url}/portfolios`)).text();
  const listed = await fetch(`${other.url}/api/portfolios`);
  const problem = await listed.json();
  other.stop();
  expect(page).toContain(why);
  expect([listed.status, problem.code]).toEqual([503, 'database-refused']);
});
