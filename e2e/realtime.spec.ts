import { expect, type WebSocketRoute } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { portfolioOf } from './support/ledger.ts';
import { runningStack, test } from './support/running-stack.ts';
import { startWebServer, type WebServer } from './support/web-server.ts';

// A web app whose operator has named a Supabase project. No project can be had here: what answers speaks the documented protocol.

const PROJECT = 'http://127.0.0.1:54321';
const ANON_KEY = 'sb_publishable_0123456789abcdef';

let sql: Sql;
let web: WebServer | undefined;
test.beforeAll(() => {
  sql = postgres(runningStack().administerUrl, { max: 2, onnotice: () => undefined });
});
test.afterEach(() => web?.stop());
test.afterAll(() => sql.end());

type Message = {
  readonly topic: string;
  readonly event: string;
  readonly ref: string;
  readonly payload: unknown;
};

const messageOf = (text: string): Message => {
  const parsed: unknown = JSON.parse(text);
  // Version 2 of the protocol sends [join_ref, ref, topic, event, payload].
  if (!Array.isArray(parsed)) return parsed as Message;
  const [, ref, topic, event, payload] = parsed;
  return { ref, topic, event, payload };
};

/** Phoenix channels as Supabase Realtime speaks them: a join is answered, a heartbeat too, anything else is refused. */
function speak(socket: WebSocketRoute, joined: (topic: string) => void): void {
  socket.onMessage((text) => {
    const isList = String(text).startsWith('[');
    const { ref, topic, event, payload } = messageOf(String(text));
    const isKnown =
      (event === 'phx_join' && topic === 'realtime:balancer') ||
      (event === 'heartbeat' && topic === 'phoenix') ||
      event === 'phx_leave' ||
      event === 'access_token';
    if (event === 'phx_join' && JSON.stringify(payload).includes('"private":true'))
      throw new Error('a private channel');
    const reply = { status: isKnown ? 'ok' : 'error', response: { postgres_changes: [] } };
    const body = isList
      ? [ref, ref, topic, 'phx_reply', reply]
      : { ref, topic, event: 'phx_reply', payload: reply };
    socket.send(JSON.stringify(body));
    if (event === 'phx_join') joined(topic);
  });
}

const broadcastOf = (topic: string, isList: boolean): string => {
  const payload = { type: 'broadcast', event: 'changed', payload: {} };
  return JSON.stringify(
    isList ? [null, null, topic, 'broadcast', payload] : { topic, event: 'broadcast', payload, ref: null },
  );
};

test('with a Supabase project a page is told through it, says so, and opens no stream of ours', async ({
  page,
}) => {
  const { appDbUrl } = runningStack();
  web = await startWebServer({ APP_DB_URL: appDbUrl, SUPABASE_URL: PROJECT, SUPABASE_ANON_KEY: ANON_KEY });
  const portfolio = await portfolioOf(sql, 'stream');
  let call = (): void => undefined;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.routeWebSocket(/\/realtime\/v1\/websocket/, (socket) => {
    expect(new URL(socket.url()).searchParams.get('apikey')).toBe(ANON_KEY);
    const isList = new URL(socket.url()).searchParams.get('vsn')?.startsWith('2') ?? false;
    speak(socket, (topic) => {
      call = () => socket.send(broadcastOf(topic, isList));
    });
  });
  await page.goto(`${web.url}/portfolios`);
  await expect(page.getByText(/^Live through Supabase, checked /)).toBeVisible({ timeout: 15_000 });
  await page.waitForTimeout(1_000);
  await sql`update portfolios set name = 'Called out' where id = ${portfolio.id}`;
  try {
    call();
    await expect(page.getByRole('link', { name: 'Called out', exact: true })).toBeVisible({ timeout: 3_000 });
  } finally {
    await sql`update portfolios set name = ${portfolio.name} where id = ${portfolio.id}`;
  }
  expect(asked).not.toContain('/api/events');
});

test('where the project does not answer, the page says that it asks', async ({ page, consoleMaySay }) => {
  consoleMaySay.push(/WebSocket|realtime/);
  web = await startWebServer({
    APP_DB_URL: runningStack().appDbUrl,
    ...{ SUPABASE_URL: PROJECT, SUPABASE_ANON_KEY: ANON_KEY },
  });
  await page.goto(`${web.url}/portfolios`);
  await expect(page.getByText(/again every 5 s/)).toBeVisible();
});
