import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  APP_URL,
  type ApiWorld,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../e2e/support/api-world.ts';
import { startWebServer, type WebServer } from '../../e2e/support/web-server.ts';
import { type Endpoint, isRead } from '../../lib/api/endpoint.ts';
import { ENDPOINTS } from '../../lib/api/endpoints.ts';
import { SCOPES } from '../../lib/api/scopes.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { type ArrangedPortfolio, arrangePortfolios } from '../../services/store/testing/arrange.ts';
import { signedOrder } from '../../services/store/testing/looks.ts';

const NO_PORTFOLIO = '999999999';
const NO_ACCOUNT = '00000000-0000-4000-8000-000000000000';
const POLICY = { version: 1, triggers: [{ kind: 'absolute', bandBps: 400 }] };
const BODIES: Readonly<Record<string, unknown>> = {
  updatePortfolio: { name: 'taken over' },
  updatePolicy: { version: 1, policy: POLICY },
  planPortfolio: {},
  askQuestion: { question: 'Why was it sold?' },
};

let world: ApiWorld;
let server: WebServer;
let mine: ArrangedPortfolio;
let theirs: ArrangedPortfolio;
const decisions: Record<string, string> = {};
let ann: Credentials;
let bob: Credentials;
let bobsToken: Credentials;
beforeAll(async () => {
  world = await buildApiWorld();
  const { admin, urls } = world.database;
  const [first, second] = await arrangePortfolios(admin, 2);
  if (first === undefined || second === undefined) throw new Error('nothing arranged');
  [theirs, mine] = [first, second];
  const bot = openBotDatabase({ url: urls.bot });
  for (const portfolio of [first, second]) await signedOrder(bot, portfolio);
  await bot.close();
  for (const { portfolio, id } of await admin`
    select s.portfolio_id::text as portfolio, d.id::text from decisions d join snapshots s on s.id = d.snapshot_id`)
    decisions[portfolio] = id;
  server = await startWebServer(world.env);
  [ann, bob] = [await world.session(ownerOf(1)), await world.session(ownerOf(2))];
  bobsToken = await world.token(ownerOf(2), SCOPES);
});
afterAll(async () => {
  server?.stop();
  await world?.stop();
});

type Sent = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};
const ask = async (path: string, { method = 'GET', headers = {}, body }: Sent = {}) => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : null,
  };
};
const json = (as: Credentials, body: unknown, more: Readonly<Record<string, string>> = {}): Sent => ({
  ...{ method: 'POST', headers: { ...as, 'content-type': 'application/json', ...more } },
  body: JSON.stringify(body),
});
const draftsOf = async (number: number) =>
  (
    await world.database.admin`
      select count(*)::int as count from portfolio_drafts d join users u on u.id = d.user_id where u.address = ${ownerOf(number)}`
  )[0]?.count;

const pathOf = ({ id, path }: Endpoint, portfolio: string): string =>
  path
    .replace('{id}', portfolio)
    .replace('{decisionId}', decisions[theirs.id] ?? '')
    .replace('{span}', '24h') + (id === 'exportPortfolio' ? '?what=orders' : '');
const sentFor = (endpoint: Endpoint, as: Credentials): Sent => {
  const { id, method, body } = endpoint;
  return body === undefined ? { method, headers: as } : { ...json(as, BODIES[id] ?? {}), method };
};

describe('another owner’s portfolio', () => {
  const routes = ENDPOINTS.filter(({ path }) => path.startsWith('/api/portfolios/{id}'));

  it.each(routes.map((endpoint) => [endpoint.id, endpoint] as const))(
    'is as good as none, to a session and a token with every scope, to the letter: %s',
    async (_id, endpoint) => {
      const before = await world.database.admin`select name, shared, archived_at from portfolios order by id`;
      for (const as of [bob, bobsToken]) {
        const [there, nowhere] = [
          await ask(pathOf(endpoint, theirs.id), sentFor(endpoint, as)),
          await ask(pathOf(endpoint, NO_PORTFOLIO), sentFor(endpoint, as)),
        ];
        // What no token may do is refused before anybody looks at the portfolio, there and nowhere alike.
        const isRefused = as === bobsToken && endpoint.access.scope === null;
        expect([there.status, there.text]).toEqual([isRefused ? 403 : 404, nowhere.text]);
      }
      expect(
        await world.database.admin`select name, shared, archived_at from portfolios order by id`,
      ).toEqual(before);
    },
  );

  it('is not reached through one’s own: a decision of it is none there', async () => {
    const path = (portfolio: string, decision = '') => `/api/portfolios/${portfolio}/decisions/${decision}`;
    expect((await ask(path(mine.id, decisions[mine.id]), { headers: bob })).status).toBe(200);
    expect((await ask(path(mine.id, decisions[theirs.id]), { headers: bob })).status).toBe(404);
  });

  it('is not reached by cursors: those of its lists page one’s own rows, and what is none is refused by its field', async () => {
    const lists = [
      'orders',
      'decisions',
      'snapshots',
      'fills',
      'policies',
      'activity',
      'cash-flows',
      'rebalances',
    ];
    for (const list of lists) {
      const own = await ask(`/api/portfolios/${mine.id}/${list}`, { headers: bob });
      for (const cursor of [
        '999999999999999999',
        `999999999999999999-0`,
        `999999999999999999-0x${'f'.repeat(64)}`,
      ]) {
        const paged = await ask(`/api/portfolios/${mine.id}/${list}?cursor=${cursor}`, { headers: bob });
        if (paged.status === 200)
          expect(own.body.rows, list).toEqual(expect.arrayContaining(paged.body.rows));
        else
          expect(paged.body.errors, list).toEqual([
            { in: 'query', field: 'cursor', message: expect.any(String) },
          ]);
      }
      for (const cursor of ['-1', '1e9', '0x10', '1 or 1=1', '9'.repeat(30), '٣', '1%00', "1'--"]) {
        const refused = await ask(`/api/portfolios/${mine.id}/${list}?cursor=${encodeURIComponent(cursor)}`, {
          headers: bob,
        });
        expect([refused.status, refused.body.errors[0].field], `${list} ${cursor}`).toEqual([400, 'cursor']);
      }
    }
  });

  it('is not found by other spellings of an id', async () => {
    for (const id of [
      `0${theirs.id}`,
      `+${theirs.id}`,
      `${theirs.id}.0`,
      `%20${theirs.id}`,
      `${theirs.id}%00`,
      `${mine.id}%2F..%2F${theirs.id}`,
      `${mine.id};id=${theirs.id}`,
      '١',
      '1e0',
      '-1',
    ])
      expect([400, 404], id).toContain((await ask(`/api/portfolios/${id}`, { headers: bob })).status);
  });
});

describe('a page of another site, with the person’s cookie', () => {
  it.each<[string, Sent]>([
    [
      'as a form',
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: '{"chainId":1}',
      },
    ],
    [
      'as text, which no browser asks about first',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"chainId":1}' },
    ],
    [
      'as multipart',
      {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: '{"chainId":1}',
      },
    ],
    ['without a type', { method: 'POST', body: '{"chainId":1}', headers: { 'content-type': '' } }],
    [
      'as JSON of two types',
      { method: 'POST', headers: { 'content-type': 'text/plain, application/json' }, body: '{"chainId":1}' },
    ],
  ])('makes no draft %s, even where no origin is told', async (_how, sent) => {
    const { cookie = '' } = ann;
    const before = await draftsOf(1);
    const refused = await ask('/api/drafts', { ...sent, headers: { cookie, ...sent.headers } });
    expect([refused.status, refused.body.code]).toEqual([415, 'media-type-unsupported']);
    expect(await draftsOf(1)).toBe(before);
  });

  it.each([
    ['https://evil.example', undefined],
    ['null', undefined],
    [`${APP_URL}.evil.example`, undefined],
    ['http://localhost:3001', undefined],
    ['https://localhost:3000', undefined],
    [`${APP_URL}/`, undefined],
    [undefined, 'cross-site'],
    [undefined, 'same-site'],
    [APP_URL, 'cross-site'],
  ])('changes nothing from origin %s and site %s, with a right body or none', async (origin, site) => {
    const { cookie = '' } = ann;
    const headers = {
      cookie,
      ...(origin === undefined ? {} : { origin }),
      ...(site === undefined ? {} : { 'sec-fetch-site': site }),
    };
    const before = await draftsOf(1);
    const live = async () =>
      (await world.database.admin`select count(*)::int as n from sessions where revoked_at is null`)[0]?.n;
    const sessions = await live();
    for (const [path, sent] of [
      ['/api/drafts', json(headers, { chainId: 1 })],
      [`/api/portfolios/${theirs.id}`, { ...json(headers, { shared: true }), method: 'PATCH' }],
      [`/api/portfolios/${theirs.id}/run`, { method: 'POST', headers }],
      ['/api/sessions', { method: 'DELETE', headers }],
      ['/api/tokens', json(headers, { name: 'x', scopes: ['portfolios:read'] })],
    ] as const) {
      const refused = await ask(path, sent);
      expect([refused.status, refused.body.code], path).toEqual([403, 'cross-origin']);
    }
    expect([await draftsOf(1), await live()]).toEqual([before, sessions]);
  });

  it('is neither let in by a claimed host, nor by a method that is only claimed', async () => {
    const { cookie = '' } = ann;
    const claimed = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    };
    const evil = json({ cookie, origin: 'https://evil.example', ...claimed }, { chainId: 1 });
    expect((await ask('/api/drafts', evil)).body.code).toBe('cross-origin');
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const answer = await ask('/api/sessions', { headers: { ...ann, [name]: 'DELETE' } });
      expect([answer.status, answer.body.sessions.length > 0]).toEqual([200, true]);
    }
    expect((await ask('/api/sessions?_method=DELETE', { headers: ann })).status).toBe(400);
  });

  it('is told nothing by a preflight, and can read no answer', async () => {
    for (const { path, method } of ENDPOINTS) {
      const answer = await ask(path.replace(/\{\w+\}/g, '1'), {
        ...{ method: 'OPTIONS' },
        headers: { origin: 'https://evil.example', 'access-control-request-method': method },
      });
      expect([answer.status, answer.headers.get('access-control-allow-origin')], path).toEqual([204, null]);
    }
    const read = await ask('/api/portfolios', { headers: { ...ann, origin: 'https://evil.example' } });
    for (const name of ['access-control-allow-origin', 'access-control-allow-credentials'])
      expect(read.headers.get(name)).toBeNull();
  });
});

describe('a withdrawal of another owner’s index account', () => {
  const [THEIRS, MINE] = [8, 9].map((digit) => `00000000-0000-4000-8000-${`${digit}`.repeat(12)}`) as [
    string,
    string,
  ];
  const WAITS = `0x${'8'.repeat(64)}`;
  const none = `0x${'9'.repeat(64)}`;
  let signed: Credentials;
  const choose = (
    account: string,
    withdrawal: string,
    as: Credentials,
    body: unknown = { choice: 'leave' },
  ) => ask(`/api/accounts/${account}/withdrawals/${withdrawal}`, json(as, body));
  const standing = () => world.database.admin`select choice, to_place, settled_at from index_withdrawals`;

  beforeAll(async () => {
    const { admin } = world.database;
    signed = await world.session(ownerOf(2), { steppedUp: true });
    for (const [id, owner, digit] of [
      [THEIRS, ownerOf(1), '8'],
      [MINE, ownerOf(2), '9'],
    ] as const)
      await admin`
        insert into index_accounts (id, owner, name, account, cap_cents) values (${id}, ${owner}, 'x', ${`0x${digit.repeat(40)}`}, 100)`;
    await admin`
      insert into index_withdrawals (leg_id, account_id, chain, symbol, decimals, usd_cents, is_test, share_bps, asset, to_place, own_units,
        held_units, sold, asks_since, asks_why)
      values (${WAITS}, ${THEIRS}, 'btc', 'BTC', 8, 1, false, 5000, 'nep141:btc.omft.near', 'home', 1, 1, '{}', now(), 'not-all-sold')`;
  });

  it('is chosen for by nobody else, neither there nor through one’s own account, and is as good as none to the letter', async () => {
    const nowhere = await choose(THEIRS, none, signed);
    expect(nowhere.status).toBe(404);
    for (const asked of [choose(THEIRS, WAITS, signed), choose(MINE, WAITS, signed)]) {
      const { status, text } = await asked;
      expect([status, text]).toEqual([404, nowhere.text]);
    }
    const [listed, listedNowhere] = [
      await ask(`/api/accounts/${THEIRS}/withdrawals`, { headers: bob }),
      await ask(`/api/accounts/${NO_ACCOUNT}/withdrawals`, { headers: bob }),
    ];
    expect([listed.status, listed.text]).toEqual([404, listedNowhere.text]);
    expect(await standing()).toEqual([{ choice: null, to_place: 'home', settled_at: null }]);
  });

  it('is no door for a token of every scope, for its owner without a fresh signature, or for another site', async () => {
    const annsToken = await world.token(ownerOf(1), SCOPES);
    const fresh = await world.session(ownerOf(1), { steppedUp: true });
    expect((await choose(THEIRS, WAITS, annsToken)).status).toBe(403);
    expect((await choose(THEIRS, WAITS, ann)).body.code).toBe('step-up-required');
    expect((await choose(THEIRS, WAITS, { ...fresh, origin: 'https://evil.example' })).body.code).toBe(
      'cross-origin',
    );
    for (const path of ['withdrawals', `withdrawals/${WAITS}`])
      expect((await ask(`/api/accounts/${THEIRS}/${path}`, json(annsToken, {}))).status).toBe(403);
    expect(await standing()).toEqual([{ choice: null, to_place: 'home', settled_at: null }]);
  });

  it('takes one of two words and nothing beside it: no other place, no amount', async () => {
    const fresh = await world.session(ownerOf(1), { steppedUp: true });
    for (const body of [
      ...[{}, { choice: 'both' }, { choice: ['leave'] }, { choice: 'leave', to: 'thief' }],
      ...[{ choice: 'leave', amountUnits: '1' }, { choice: 'Leave' }, []],
    ])
      expect((await choose(THEIRS, WAITS, fresh, body)).status).toBe(400);
    for (const id of [`0x${'8'.repeat(63)}`, WAITS.toUpperCase(), `${WAITS}0`])
      expect([400, 404]).toContain((await choose(THEIRS, id, fresh)).status);
    expect(await standing()).toEqual([{ choice: null, to_place: 'home', settled_at: null }]);
    expect((await choose(THEIRS, WAITS, fresh, { choice: 'keep' })).body).toMatchObject({ state: 'kept' });
    expect((await choose(THEIRS, WAITS, fresh)).status).toBe(422);
  });
});

describe('a key of idempotency', () => {
  it('of one person tells another nothing and stands in no one’s way', async () => {
    const key = { 'idempotency-key': 'the-same-key-for-both' };
    const first = await ask('/api/drafts', json(ann, { chainId: 1, name: 'secret of ann' }, key));
    const second = await ask('/api/drafts', json(bob, { chainId: 1, name: 'secret of ann' }, key));
    expect([first.status, second.status, second.headers.get('idempotency-replayed')]).toEqual([
      201,
      201,
      null,
    ]);
    expect(second.body.id).not.toBe(first.body.id);
    const other = await ask('/api/drafts', json(bob, { chainId: 1 }, key));
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect(other.text).not.toContain('secret of ann');
  });

  it('gives nobody an answer that they may no longer have', async () => {
    const key = { 'idempotency-key': 'a-key-of-a-writer' };
    const writer = await world.token(ownerOf(2), ['portfolios:write']);
    const reader = await world.token(ownerOf(2), ['portfolios:read']);
    const made = await ask('/api/drafts', json(writer, { chainId: 1, name: 'by a writer' }, key));
    expect(made.status).toBe(201);
    const again = await ask('/api/drafts', json(reader, { chainId: 1, name: 'by a writer' }, key));
    expect([again.status, again.body.code]).toEqual([403, 'scope-missing']);
    expect((await ask('/api/drafts', json({}, { chainId: 1, name: 'by a writer' }, key))).status).toBe(401);
  });

  it('is no way around the name of an endpoint, and no header of two', async () => {
    const key = { 'idempotency-key': 'a-key-of-two-routes' };
    expect((await ask('/api/drafts', json(ann, { chainId: 1 }, key))).status).toBe(201);
    const elsewhere = await ask('/api/tokens', json(ann, { name: 'x', scopes: ['portfolios:read'] }, key));
    expect(elsewhere.body.code).toBe('idempotency-key-reused');
    for (const bad of ['short', 'x'.repeat(201), 'two keys of it, another'])
      expect(
        (await ask('/api/drafts', json(ann, { chainId: 1 }, { 'idempotency-key': bad }))).status,
        bad,
      ).toBe(400);
  });
});

describe('what a cache could keep', () => {
  const reads = ENDPOINTS.filter((endpoint) => isRead(endpoint) && endpoint.media === undefined);

  it.each(reads.map((endpoint) => [endpoint.id, endpoint] as const))(
    'is nothing of anybody’s, and every refusal is of its moment: %s',
    async (_id, endpoint) => {
      const path =
        pathOf(endpoint, mine.id).replace('{name}', 'halted') +
        (endpoint.id === 'listPrices' ? '?asset=WBTC' : '');
      const own = await ask(path.replace(decisions[theirs.id] ?? '-', decisions[mine.id] ?? ''), {
        headers: bob,
      });
      if (own.status === 200) {
        expect(own.headers.get('cache-control')).toMatch(/^private, no-cache$|no-store/);
        expect(own.headers.get('vary')).toMatch(/authorization, cookie/i);
      } else expect(own.headers.get('cache-control')).toBe('no-store');
      const anonymous = await ask(path, { headers: { 'if-none-match': own.headers.get('etag') ?? '"x"' } });
      if (anonymous.status >= 400) expect(anonymous.headers.get('cache-control')).toBe('no-store');
    },
  );

  it('does not answer one person by what another has: a tag counts for what the asker may see', async () => {
    for (const path of ['/api/portfolios', '/api/sessions', '/api/tokens', '/api/drafts']) {
      const { headers } = await ask(path, { headers: ann });
      const tag = headers.get('etag') ?? '';
      expect(tag, path).toMatch(/^"/);
      expect((await ask(path, { headers: { ...ann, 'if-none-match': tag } })).status, path).toBe(304);
      expect((await ask(path, { headers: { ...bob, 'if-none-match': tag } })).status, path).toBe(200);
      expect((await ask(path, { headers: { 'if-none-match': '*' } })).status, path).toBe(401);
    }
    const page = `/api/portfolios/${theirs.id}`;
    const { headers } = await ask(page, { headers: ann });
    expect(
      (await ask(page, { headers: { ...bob, 'if-none-match': headers.get('etag') ?? '' } })).status,
    ).toBe(404);
  });
});

describe('requests of other forms', () => {
  it('a HEAD is a read: it says what a GET says without a body, and nothing to who may not', async () => {
    const { headers } = await ask('/api/portfolios', { headers: ann });
    const head = await ask('/api/portfolios', { method: 'HEAD', headers: ann });
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', headers.get('etag')]);
    expect(head.headers.get('cache-control')).toBe(headers.get('cache-control'));
    expect((await ask('/api/portfolios', { method: 'HEAD' })).status).toBe(401);
    expect((await ask(`/api/portfolios/${theirs.id}`, { method: 'HEAD', headers: bob })).status).toBe(404);
    expect((await ask('/api/admin/halt', { method: 'HEAD', headers: ann })).status).toBe(405);
  });

  it('a parameter twice, or one that is none, is refused by its name', async () => {
    for (const [query, field] of [
      ['limit=1&limit=200', 'limit'],
      ['cursor=1&cursor=2', 'cursor'],
      ['of=me&of=everyone', 'of'],
      ['limit[]=1', 'limit[]'],
      ['constructor=1', 'constructor'],
      ['owner=0x12', 'owner'],
      ['LIMIT=1', 'LIMIT'],
    ] as const) {
      const refused = await ask(`/api/portfolios?${query}`, { headers: ann });
      expect([refused.status, refused.body.code], query).toEqual([400, 'bad-request']);
      expect(JSON.stringify(refused.body.errors), query).toContain(field);
    }
  });

  it('a body that would change what all objects are is refused, and nothing is changed', async () => {
    const before = await draftsOf(1);
    for (const text of [
      '{"chainId":1,"__proto__":{"role":"admin"}}',
      '{"chainId":1,"\\u005f\\u005fproto__":{"role":"admin"}}',
      '{"chainId":1,"constructor":{"prototype":{"role":"admin"}}}',
      '{"chainId":1,"prototype":{}}',
      '{"chainId":1,"policy":{"version":1,"triggers":[{"kind":"absolute","bandBps":1,"__proto__":{}}]}}',
      '{"chainId":1,"toString":1,"hasOwnProperty":1}',
    ]) {
      const sent = { method: 'POST', headers: { ...ann, 'content-type': 'application/json' }, body: text };
      expect((await ask('/api/drafts', sent)).status, text).toBe(400);
    }
    expect(await draftsOf(1)).toBe(before);
    // In a query Next itself leaves it out.
    await ask('/api/portfolios?__proto__[role]=admin&__proto__=1', { headers: ann });
    expect((await ask('/api/caller', { headers: bob })).body.role).toBe('user');
  });

  it('a token counts in its own header alone, and one that is wrong is not made up for by a cookie', async () => {
    const token = (bobsToken['authorization'] ?? '').replace('Bearer ', '');
    expect((await ask(`/api/sessions?access_token=${token}`)).status).toBe(401);
    for (const headers of [
      { cookie: `token=${token}` },
      { 'x-api-key': token },
      { 'proxy-authorization': `Bearer ${token}` },
    ])
      expect((await ask('/api/caller', { headers })).body.kind).toBe('anonymous');
    for (const authorization of [
      token,
      `Token ${token}`,
      `Bearer ${token}, Bearer ${token}`,
      `Bearer ${token} x`,
      `Bearer ${token.toUpperCase()}`,
      `Basic ${btoa(`${token}:`)}`,
    ])
      expect((await ask('/api/caller', { headers: { ...ann, authorization } })).status, authorization).toBe(
        401,
      );
  });

  it('an error quotes nothing of what was sent', async () => {
    const word = 'swordfish-1b_secret';
    const sent = [
      json({ ...ann, authorization: `Bearer ${word}` }, {}),
      json(ann, { chainId: word }),
      {
        method: 'POST',
        headers: { ...ann, 'content-type': 'application/json' },
        body: `{"chainId": ${word}`,
      },
      json(ann, { chainId: 1, name: `<script>${word}` }),
    ];
    for (const one of sent) {
      const refused = await ask('/api/drafts', one);
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(refused.text).not.toContain(word);
    }
  });
});
