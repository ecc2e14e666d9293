import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { apiClient } from '../../clients/api-client.ts';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../e2e/support/api-world.ts';
import { SCOPES } from '../../lib/api/scopes.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { type ArrangedPortfolio, arrangePortfolios } from '../../services/store/testing/arrange.ts';
import { signedOrder } from '../../services/store/testing/looks.ts';

let world: ApiWorld;
let portfolio: ArrangedPortfolio;
let owner: Credentials;
let client: ReturnType<typeof apiClient>;

/** The client over the routes themselves: what it sends is what Next would hand them. */
const overRoutes = async (request: Request): Promise<Response> => {
  const { pathname, search } = new URL(request.url);
  const text = await request.text();
  const answer = await askRoute(request.method, `${pathname}${search}`, {
    headers: Object.fromEntries(request.headers),
    ...(text === '' ? {} : { text }),
  });
  const { status, headers } = answer;
  return new Response(answer.text === '' ? null : answer.text, { status, headers });
};

beforeAll(async () => {
  world = await buildApiWorld();
  const [arranged] = await arrangePortfolios(world.database.admin, 1);
  if (arranged === undefined) throw new Error('nothing arranged');
  portfolio = arranged;
  const bot = openBotDatabase({ url: world.database.urls.bot });
  await signedOrder(bot, portfolio);
  await bot.close();
  owner = await world.session(ownerOf(1));
  const { authorization = '' } = await world.token(ownerOf(1), SCOPES);
  client = apiClient({
    url: 'http://localhost:3000',
    token: authorization.replace('Bearer ', ''),
    fetch: overRoutes,
  });
});
afterAll(() => world?.stop());

const count = async (table: string): Promise<number> =>
  (await world.database.admin.unsafe(`select count(*)::int as count from ${table}`))[0]?.count;

const POLICY = { version: 1, triggers: [{ kind: 'absolute', bandBps: 400 }] } as const;

describe('a policy over HTTP', () => {
  it('gets its next version from whoever has read the latest; who has not is told which it is, and nothing is stored', async () => {
    const id = portfolio.id;
    const first = await client.readPolicy({ params: { id } });
    expect(first).toMatchObject({ ok: true, value: { version: 1 } });
    const both = await Promise.all([
      client.updatePolicy({ params: { id }, body: { version: 1, policy: POLICY } }),
      client.updatePolicy({
        params: { id },
        body: { version: 1, policy: { ...POLICY, lookEverySeconds: 60 } },
      }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = both.find(({ ok }) => !ok);
    expect(refused).toMatchObject({
      problem: { code: 'version-stale', current: { version: 2, createdBy: `user:${ownerOf(1)}` } },
    });
    expect(await client.listPolicies({ params: { id }, query: { limit: '1' } })).toMatchObject({
      value: { rows: [{ version: 2 }], nextCursor: '2' },
    });
  });

  it('is refused where it contradicts itself, by field', async () => {
    const refused = await client.updatePolicy({
      params: { id: portfolio.id },
      body: { version: 2, policy: { ...POLICY, limits: { minTradeUsd: '20000', maxTradeUsd: '10' } } },
    });
    expect(refused).toMatchObject({ status: 422, problem: { code: 'policy-invalid' } });
    expect(refused.ok ? [] : refused.problem.errors?.map(({ field }) => field)).toContain(
      'policy.limits.minTradeUsd',
    );
    expect(await count('policies')).toBe(2);
  });

  it('is tried on the last snapshot without anything being stored', async () => {
    const before = await count('decisions');
    const inForce = await client.planPortfolio({ params: { id: portfolio.id }, body: {} });
    expect(inForce).toMatchObject({
      status: 200,
      value: { kind: 'act', policyVersion: 2, valueUsd: '10000.00' },
    });
    const wide = { ...POLICY, triggers: [{ kind: 'absolute', bandBps: 9_000 }] } as const;
    const other = await client.planPortfolio({ params: { id: portfolio.id }, body: { policy: wide } });
    expect(other).toMatchObject({ value: { kind: 'hold', reason: 'in-band', policyVersion: null } });
    expect(await count('decisions')).toBe(before);
  });
});

describe('a look that is asked for', () => {
  it('is due at once; so soon after the last one it is refused with the seconds that remain', async () => {
    const { admin } = world.database;
    const params = { id: portfolio.id };
    await admin`update leases set lease_owner = null, visible_at = now() + interval '1 hour'`;
    const refused = await client.runPortfolio({ params });
    expect(refused).toMatchObject({ status: 429, problem: { code: 'cooldown' } });
    const seconds = refused.ok ? 0 : (refused.problem.retryAfterSeconds ?? 0);
    expect(seconds).toBeGreaterThan(0);
    expect(refused.headers.get('retry-after')).toBe(String(seconds));
    await admin`update decisions set created_at = created_at - interval '1 day'`;
    expect(await client.runPortfolio({ params })).toMatchObject({ status: 202, value: { state: 'due' } });
    const [lease] = await admin`select visible_at <= now() as due from leases where id = ${portfolio.id}`;
    expect(lease?.due).toBe(true);
  });

  it('waits for the policy’s cooldown after a rebalance', async () => {
    const { admin } = world.database;
    await admin`
      insert into fills (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, order_hash,
        taker, sell_token, buy_token, sell_units, buy_units)
      select 31337, ${`0x${'1'.repeat(64)}`}, 0, s.block_hash, 100,
        s.block_time_seconds + extract(epoch from now() - s.created_at)::bigint - 100, s.portfolio_id, o.order_hash,
        o.maker, o.sell_token, o.buy_token, 1, 1 from snapshots s join orders o on o.portfolio_id = s.portfolio_id limit 1`;
    await admin`update decisions set created_at = now() - interval '1 hour'`;
    await admin`update snapshots set created_at = now() - interval '1 hour', block_time_seconds = (select max(block_time_seconds) from fills) + 100 - 3600`;
    const refused = await client.runPortfolio({ params: { id: portfolio.id } });
    const seconds = refused.ok ? 0 : (refused.problem.retryAfterSeconds ?? 0);
    // The policy's 900 seconds, of which 100 are over.
    expect(seconds).toBeGreaterThan(790);
    expect(seconds).toBeLessThanOrEqual(800);
  });
});

describe('a write with a key', () => {
  it('is done once, however often and at whatever time it is sent, and answered alike', async () => {
    const before = await count('portfolio_drafts');
    const asked = { body: { chainId: 1, name: 'Once' }, idempotencyKey: 'key-of-a-draft' };
    const all = await Promise.all(Array.from({ length: 8 }, () => client.createDraft(asked)));
    const ids = new Set(all.map((answer) => (answer.ok ? answer.value.id : answer.problem.code)));
    expect(ids.size).toBe(1);
    expect(all.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(7);
    expect(await count('portfolio_drafts')).toBe(before + 1);
  });

  it('is refused for another request, and free again where its request failed', async () => {
    const idempotencyKey = 'key-of-another';
    const failed = await client.updateDraft({
      params: { id: '00000000-0000-4000-8000-000000000000' },
      body: { version: 1, draft: { chainId: 1 } },
      idempotencyKey,
    });
    expect(failed.status).toBe(404);
    expect((await client.createDraft({ body: { chainId: 1 }, idempotencyKey })).status).toBe(201);
    const reused = await client.createDraft({ body: { chainId: 5 }, idempotencyKey });
    expect(reused).toMatchObject({ status: 422, problem: { code: 'idempotency-key-reused' } });
  });

  it('belongs to one person: another one’s same key is another key', async () => {
    const stranger = await world.session(ownerOf(2));
    const headers = { 'idempotency-key': 'key-of-a-draft' };
    const theirs = await askRoute('POST', '/api/drafts', {
      as: stranger,
      body: { chainId: 1, name: 'Once' },
      headers,
    });
    expect([theirs.status, theirs.headers.get('idempotency-replayed')]).toEqual([201, null]);
  });

  it('gives back no token a second time', async () => {
    const asked = {
      as: owner,
      body: { name: 'bot', scopes: ['portfolios:read'] },
      headers: { 'idempotency-key': 'key-of-a-token' },
    };
    const first = await askRoute('POST', '/api/tokens', asked);
    const again = await askRoute('POST', '/api/tokens', asked);
    expect(first.body.token).toMatch(/^1b_[\w-]{43}$/);
    expect(again.body).toEqual({ ...first.body, token: null });
    const kept = await world.database.admin`select row_to_json(t)::text as text from api_tokens t`;
    const answers = await world.database
      .admin`select coalesce(answer::text, '') as text from idempotency_keys`;
    for (const { text } of [...kept, ...answers]) expect(text).not.toContain(first.body.token.slice(10));
  });
});

describe('a token', () => {
  it('is good for what it was made for until it is revoked or over, and tells its owner when it was used', async () => {
    const made = await askRoute('POST', '/api/tokens', {
      as: owner,
      body: { name: 'reader', scopes: ['portfolios:read'] },
    });
    const as = { authorization: `Bearer ${made.body.token}` };
    expect((await askRoute('GET', '/api/portfolios', { as })).status).toBe(200);
    expect((await askRoute('POST', `/api/portfolios/${portfolio.id}/run`, { as })).body.code).toBe(
      'scope-missing',
    );
    for (const [method, path] of [
      ['GET', '/api/tokens'],
      ['DELETE', `/api/tokens/${made.body.id}`],
    ] as const)
      expect((await askRoute(method, path, { as })).body.code).toBe('session-required');
    const listed = await askRoute('GET', '/api/tokens', { as: owner });
    const row = listed.body.rows.find(({ id }: { id: string }) => id === made.body.id);
    expect(row).toMatchObject({
      name: 'reader',
      prefix: made.body.token.slice(0, 9),
      revokedAtSeconds: null,
    });
    expect(row.lastUsedAtSeconds).not.toBeNull();
    expect(row.expiresAtSeconds - row.createdAtSeconds).toBe(90 * 86_400);
    expect((await askRoute('DELETE', `/api/tokens/${made.body.id}`, { as: owner })).status).toBe(204);
    expect((await askRoute('DELETE', `/api/tokens/${made.body.id}`, { as: owner })).status).toBe(204);
    expect((await askRoute('GET', '/api/portfolios', { as })).status).toBe(401);
  });

  it('that is over, unknown or no token at all is refused, and no cookie beside it counts', async () => {
    const over = await world.token(ownerOf(1), ['portfolios:read']);
    await world.database.admin`
      update api_tokens set created_at = now() - interval '2 days', expires_at = now() - interval '1 second'
      where token_hash = sha256(${over.authorization?.slice(7) ?? ''}::text::bytea)`;
    for (const authorization of [
      over.authorization ?? '',
      `Bearer 1b_${'A'.repeat(43)}`,
      'Bearer x',
      'Basic eDp5',
      '',
    ])
      expect(
        (await askRoute('GET', '/api/caller', { as: { ...owner, authorization } })).status,
        authorization,
      ).toBe(401);
  });

  it('cannot be found out from the database as the app: its hash is not to be read', async () => {
    await expect(world.app`select token_hash from api_tokens`).rejects.toThrow(/permission denied/);
  });
});

describe('what one person may have so many of', () => {
  const person = ownerOf(40);
  const makeTwoLess = (table: 'portfolio_drafts' | 'api_tokens') =>
    table === 'portfolio_drafts'
      ? world.database.admin`
          insert into portfolio_drafts (user_id, draft)
          select u.id, '{"chainId": 1}' from users u, generate_series(1, 98) where u.address = ${person}`
      : world.database.admin`
          insert into api_tokens (user_id, name, token_hash)
          select u.id, 'one', sha256(n::text::bytea) from users u, generate_series(1, 48) n where u.address = ${person}`;

  it.each([
    ['portfolio_drafts', '/api/drafts', { chainId: 1 }],
    ['api_tokens', '/api/tokens', { name: 'one', scopes: ['portfolios:read'] }],
  ] as const)('is no more of when they are asked for at once: %s', async (table, path, body) => {
    const as = await world.session(person);
    await makeTwoLess(table);
    const answers = await Promise.all(Array.from({ length: 12 }, () => askRoute('POST', path, { as, body })));
    const codes = answers.map((answer) => answer.body.code ?? 'made');
    expect(codes.filter((code) => code === 'made')).toHaveLength(2);
    expect(new Set(codes)).toEqual(new Set(['made', 'too-many']));
  });
});

describe('the allowance', () => {
  it('holds for a person and for an address across instances, refuses no more than it must, and says when to come back', async () => {
    Reflect.deleteProperty(globalThis, Symbol.for('1balancer.api'));
    vi.stubEnv('API_USER_REQUESTS_PER_MINUTE', '20');
    const reader = await world.session(ownerOf(9));
    const ask = (address: string) =>
      askRoute('GET', '/api/caller', { as: reader, headers: { 'x-forwarded-for': address } });
    // Each from another address: two instances of the app share nothing but the database.
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => ask(`198.51.100.${index}`)));
    const taken = answers.filter(({ status }) => status === 200).length;
    expect(taken).toBeGreaterThanOrEqual(20);
    expect(taken).toBeLessThanOrEqual(23); // those that came back while the test ran
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.body).toMatchObject({ code: 'rate-limited' });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(refused?.headers.get('retry-after'))).toBeLessThanOrEqual(4);
    expect(refused?.headers.get('ratelimit-limit')).toBe('20');
    vi.stubEnv('API_USER_REQUESTS_PER_MINUTE', '1000000');
    vi.stubEnv('API_ADDRESS_REQUESTS_PER_MINUTE', '10');
    Reflect.deleteProperty(globalThis, Symbol.for('1balancer.api'));
    const from = (address: string) =>
      askRoute('GET', '/api/caller', { headers: { 'x-forwarded-for': address } });
    // One network of IPv6 is one visitor; what stands before our own proxy's word is not believed.
    const sixes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => from(`10.0.0.${index}, 2001:db8:0:1::${index.toString(16)}`)),
    );
    expect(sixes.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(11);
    expect((await from('2001:db8:0:2::1')).status).toBe(200);
  });
});
