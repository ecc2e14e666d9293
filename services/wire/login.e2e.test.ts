import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loginMessage, Visitor } from '../../e2e/support/sign-in.ts';
import { startWebServer, type WebServer } from '../../e2e/support/web-server.ts';
import { createTestDatabase, type TestDatabase } from '../store/testing/test-database.ts';

const ann = privateKeyToAccount(`0x${'a1'.repeat(32)}`);
const bob = privateKeyToAccount(`0x${'b2'.repeat(32)}`);

let database: TestDatabase;
let web: WebServer;
beforeAll(async () => {
  database = await createTestDatabase();
  web = await startWebServer({
    APP_DB_URL: database.urls.app.reveal(),
    NEXTAUTH_SECRET: 'a secret of thirty-two characters',
    ADMIN_ADDRESSES: bob.address,
  });
});
afterAll(async () => {
  web?.stop();
  await database?.drop();
});

const visit = (): Visitor => new Visitor(web.url);
const codeOf = async (answer: Response): Promise<string> => (await answer.json()).code;

describe('logging in over HTTP', () => {
  it('takes a signed message once, and then the session answers who it is', async () => {
    const visitor = visit();
    expect(await (await visitor.ask('/api/auth/session')).json()).toEqual({});
    const terms = await visitor.loginTerms();
    const message = loginMessage(ann.address, terms);
    const signature = await ann.signMessage({ message });
    const answer = await visitor.present(message, signature);
    expect(answer.status).toBe(200);
    const session = await (await visitor.ask('/api/auth/session')).json();
    expect(session.user).toEqual({ name: null, address: ann.address.toLowerCase(), role: 'user' });
    const again = await visit().present(message, signature);
    expect([again.status, await codeOf(again)]).toEqual([401, 'nonce-used']);
  });
});
