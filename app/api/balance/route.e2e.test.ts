import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../../e2e/support/bot-world.ts';
import { GET, POST } from './route.ts';

const SECRET = 'a-secret-of-enough-letters';
const PREVIOUS = 'the-secret-before-that-one';
let world: BotWorld;
beforeAll(async () => {
  world = await buildBotWorld();
});
afterAll(() => world?.stop());

/** As a fresh process with this environment would answer. */
const inProcess = (change: Record<string, string | undefined> = {}): void => {
  Reflect.deleteProperty(globalThis, Symbol.for('1balancer.balance'));
  for (const [name, value] of Object.entries({ ...world.env, CRON_SECRET: SECRET, ...change }))
    vi.stubEnv(name, value);
};
afterEach(() => vi.unstubAllEnvs());

const ask = async (
  query: string,
  {
    secret = SECRET,
    via = GET,
    headers = {},
  }: { secret?: string; via?: typeof GET; headers?: Record<string, string> } = {},
) => {
  const authorization = secret === '' ? {} : { authorization: `Bearer ${secret}` };
  const response = await via(
    new Request(`http://localhost/api/balance${query}`, { headers: { ...authorization, ...headers } }),
  );
  return {
    status: response.status,
    cache: response.headers.get('cache-control'),
    body: await response.json(),
  };
};

describe('/api/balance', () => {
  it('answers 401 without the secret or with a wrong one, and says no more', async () => {
    inProcess();
    for (const secret of ['', 'wrong', `${SECRET}x`]) {
      const answer = await ask('', { secret });
      expect(answer).toMatchObject({ status: 401, cache: 'no-store', body: { error: 'unauthorised' } });
    }
  });

  it('answers 503 while no secret, or one too short to be one, is configured', async () => {
    for (const CRON_SECRET of [undefined, '', 'short']) {
      inProcess({ CRON_SECRET, CRON_SECRET_PREVIOUS: PREVIOUS });
      for (const secret of ['short', PREVIOUS, SECRET])
        expect(await ask('', { secret })).toMatchObject({ status: 503, body: { error: 'not-configured' } });
    }
  });

  it('runs one tick by GET and by POST, with this secret or the one before it, and stores the scheduler’s id', async () => {
    inProcess({ CRON_SECRET_PREVIOUS: PREVIOUS });
    const headers = { 'x-scheduler-execution-id': 'run 7' };
    const first = await ask('', { headers });
    expect(first).toMatchObject({ status: 200, cache: 'no-store' });
    expect(Object.keys(first.body).sort()).toEqual([
      'acted',
      'checked',
      'dryRun',
      'durationMs',
      'failed',
      'held',
      'remaining',
      'skipped',
      'tickId',
    ]);
    expect(first.body).toMatchObject({ checked: 1, held: 1, dryRun: false });
    expect(await ask('', { secret: PREVIOUS, via: POST })).toMatchObject({
      status: 200,
      body: { checked: 1 },
    });
    const [row] = await world.database.admin`
      select source, scheduler_execution_id, checked from ticks where id = ${first.body.tickId}`;
    expect(row).toEqual({ source: 'api', scheduler_execution_id: 'run 7', checked: 1 });
  });

  it('plans only, when asked for a dry run', async () => {
    inProcess();
    const count = async () =>
      (await world.database.admin`select count(*)::int as ticks from ticks`)[0]?.ticks;
    const before = await count();
    const answer = await ask('?dryRun=1');
    expect(answer).toMatchObject({
      status: 200,
      body: { dryRun: true, plans: [{ portfolio: world.portfolio }] },
    });
    expect(await count()).toBe(before);
  });

  it.each([
    ['?limit=-1', {}, 'limit: must be a whole number of at most nine digits'],
    ['?limit=0', {}, 'limit: must be at least 1'],
    ['?limit=x', {}, 'limit: must be a whole number of at most nine digits'],
    ['?limit=', {}, 'limit: must be a whole number of at most nine digits'],
    ['?limit=1e9', {}, 'limit: must be a whole number of at most nine digits'],
    ['?limit=9999999999', {}, 'limit: must be a whole number of at most nine digits'],
    ['?limit=%31%00', {}, 'limit: must be a whole number of at most nine digits'],
    ['?limit=1&limit=2', {}, 'limit: is said twice'],
    ['?dryRun=yes', {}, 'dryRun: Invalid option: expected one of "0"|"1"'],
    ['?dryRun=', {}, 'dryRun: Invalid option: expected one of "0"|"1"'],
    ['?budgetMs=999', {}, 'budgetMs: must be at least 1000'],
    ['?budgetMs=1.5', {}, 'budgetMs: must be a whole number of at most nine digits'],
    ['?unknown=1', {}, 'query: Unrecognized key: "unknown"'],
    ['?Limit=1', {}, 'query: Unrecognized key: "Limit"'],
    ['?__proto__=1', {}, 'query: Unrecognized key: "__proto__"'],
    [
      '',
      { 'x-scheduler-execution-id': '' },
      'x-scheduler-execution-id: must be printable ASCII, and not empty',
    ],
    [
      '',
      { 'x-scheduler-execution-id': 'r\u00fcn' },
      'x-scheduler-execution-id: must be printable ASCII, and not empty',
    ],
    [
      '',
      { 'x-scheduler-execution-id': 'a\tb' },
      'x-scheduler-execution-id: must be printable ASCII, and not empty',
    ],
    ['', { 'x-vercel-id': '7'.repeat(201) }, 'x-vercel-id: must be at most 200 characters'],
    [
      '',
      { 'x-scheduler-execution-id': 'run 8', 'x-vercel-id': 'é' },
      'x-vercel-id: must be printable ASCII, and not empty',
    ],
    ['?limit=0&budgetMs=1', {}, 'limit: must be at least 1; budgetMs: must be at least 1000'],
  ])('refuses %s %j with 400 and the field, and begins no tick', async (query, headers, description) => {
    inProcess();
    const [before] = await world.database.admin`select count(*)::int as ticks from ticks`;
    expect(await ask(query, { headers })).toEqual({
      ...{ status: 400, cache: 'no-store', body: { error: 'bad-request', description, statusCode: 400 } },
    });
    expect(await world.database.admin`select count(*)::int as ticks from ticks`).toMatchObject([before]);
  });

  it('caps too much', async () => {
    inProcess();
    expect(await ask('?limit=999999999&budgetMs=999999999')).toMatchObject({ status: 200 });
  });

  it('answers 503 when the chain is away or another one, and when nothing is configured', async () => {
    inProcess({ RPC_URL: 'http://127.0.0.1:9' });
    expect(await ask('')).toMatchObject({ status: 503, body: { error: 'chain-unavailable' } });
    inProcess({ NETWORK_ID: '1' });
    expect(await ask('')).toMatchObject({ status: 503, body: { error: 'wrong-chain' } });
    inProcess({ DB_URL: undefined });
    expect(await ask('')).toMatchObject({ status: 503, body: { error: 'not-configured' } });
  });
});
