import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../e2e/support/api-world.ts';
import { problemSchema } from '../../lib/api/problem.ts';
import { arrangePortfolios } from '../../services/store/testing/arrange.ts';

let world: ApiWorld;
let owner: Credentials;
let id: string;
beforeAll(async () => {
  world = await buildApiWorld();
  const [portfolio] = await arrangePortfolios(world.database.admin, 1);
  id = portfolio?.id ?? '';
  owner = await world.session(ownerOf(1));
});
afterAll(() => world?.stop());

const TABLES = [
  'portfolios',
  'policies',
  'portfolio_drafts',
  'api_tokens',
  'policy_registrations',
  'idempotency_keys',
  'audit_log',
];

/** Everything a write could have changed, as text. */
const stored = async (): Promise<string> => {
  const texts = await Promise.all(
    TABLES.map((table) =>
      world.database.admin.unsafe(`select coalesce(jsonb_agg(t)::text, '') as text from ${table} t`),
    ),
  );
  return JSON.stringify(texts);
};

const POLICY = { version: 1, triggers: [{ kind: 'absolute', bandBps: 400 }] };
const DRAFT = { chainId: 1 };
const CONTRACT = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const REGISTRATION = { chainId: 31337, address: CONTRACT, name: 'x', policy: POLICY };
const deep = (levels: number): string => `{"chainId":1,"policy":${'['.repeat(levels)}${']'.repeat(levels)}}`;
const name = (text: string) => ({ ...DRAFT, name: text });
const limits = (change: object) => ({ ...REGISTRATION, policy: { ...POLICY, limits: change } });

type Case = {
  readonly what: string;
  readonly path?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly text?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly code?: string;
  readonly field: string;
};

const CASES: readonly Case[] = [
  {
    what: 'a body of more than 64 KiB',
    text: JSON.stringify(name('a'.repeat(70_000))),
    status: 413,
    code: 'too-large',
    field: '',
  },
  {
    what: 'a body that says it is short and is not',
    text: ' '.repeat(70_000),
    headers: { 'content-length': '2' },
    status: 413,
    code: 'too-large',
    field: '',
  },
  { what: 'nesting of 17 levels', text: deep(17), field: 'policy' },
  { what: 'nesting of 30,000 levels', text: deep(30_000), field: 'policy' },
  { what: 'a key that is there twice', text: '{"chainId":1,"name":"a","name":"b"}', field: 'name' },
  {
    what: 'an inner key that is there twice',
    text: '{"chainId":1,"policy":{"version":1,"version":1}}',
    field: 'policy.version',
  },
  {
    what: 'a key that is there twice in other letters of JSON',
    text: '{"chainId":1,"\\u0063hainId":5}',
    field: 'chainId',
  },
  { what: 'a prototype', text: '{"chainId":1,"__proto__":{"name":"x"}}', field: '__proto__' },
  { what: 'no JSON', text: '{"chainId":1,}', code: 'not-json', field: '' },
  { what: 'JSON with comments', text: '{"chainId":1} // one', code: 'not-json', field: '' },
  { what: 'nothing', text: '', code: 'not-json', field: '' },
  { what: 'bytes that are no UTF-8', text: new Uint8Array([0x7b, 0xff, 0x7d]), code: 'not-json', field: '' },
  { what: 'a number that is none in JSON', text: '{"chainId":NaN}', code: 'not-json', field: '' },
  {
    what: 'another type of content',
    body: DRAFT,
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'media-type-unsupported',
    field: '',
  },
  {
    what: 'a packed body',
    body: DRAFT,
    headers: { 'content-encoding': 'gzip' },
    status: 415,
    code: 'media-type-unsupported',
    field: '',
  },
  { what: 'a list instead of an object', body: [DRAFT], field: '' },
  { what: 'null', body: null, field: '' },
  { what: 'an unknown field', body: { ...DRAFT, owner: 'me' }, field: 'owner' },
  {
    what: 'an unknown field within',
    body: { ...DRAFT, policy: { ...POLICY, limits: { minTradeEur: '1' } } },
    field: 'policy.limits.minTradeEur',
  },
  { what: 'a text for a number', body: { chainId: '1' }, field: 'chainId' },
  { what: 'a chain of zero', body: { chainId: 0 }, field: 'chainId' },
  { what: 'a fraction for a whole number', body: { chainId: 1.5 }, field: 'chainId' },
  { what: 'a number beyond what is exact', text: '{"chainId":1e30}', field: 'chainId' },
  { what: 'a missing field', body: { name: 'x' }, field: 'chainId' },
  { what: 'HTML in a name', body: name('<img src=x onerror=alert(1)>'), field: 'name' },
  { what: 'SQL in a name', body: name("'; drop table users; --"), field: 'name' },
  { what: 'more SQL in a name', body: name("x' or '1'='1"), field: 'name' },
  { what: 'a name that turns the direction of text', body: name('abc\u202Egnp'), field: 'name' },
  { what: 'a name with something invisible in it', body: name('Sav\u200Bings'), field: 'name' },
  { what: 'a name with a NUL byte', body: name('a\u0000b'), field: 'name' },
  { what: 'a name with half a letter', text: '{"chainId":1,"name":"\\ud800"}', field: 'name' },
  { what: 'a name of 81 characters', body: name('é'.repeat(81)), field: 'name' },
  { what: 'a name of blanks', body: name('   '), field: 'name' },
  {
    what: 'an address that is too short',
    body: { ...DRAFT, targets: [{ token: '0x12', targetBps: 1 }] },
    field: 'targets.0.token',
  },
  {
    what: 'an address without 0x',
    body: { ...DRAFT, targets: [{ token: CONTRACT.slice(2), targetBps: 1 }] },
    field: 'targets.0.token',
  },
  {
    what: 'an address with a wrong checksum',
    body: { ...DRAFT, targets: [{ token: CONTRACT.replace('aA', 'AA'), targetBps: 1 }] },
    field: 'targets.0.token',
  },
  {
    what: 'a negative weight',
    body: { ...DRAFT, targets: [{ token: CONTRACT, targetBps: -1 }] },
    field: 'targets.0.targetBps',
  },
  {
    what: 'a weight beyond the whole',
    body: { ...DRAFT, targets: [{ token: CONTRACT, targetBps: 10_001 }] },
    field: 'targets.0.targetBps',
  },
  {
    what: 'too many assets',
    body: { ...DRAFT, targets: Array(17).fill({ token: CONTRACT, targetBps: 1 }) },
    field: 'targets',
  },
  {
    what: 'a negative amount',
    path: '/api/portfolios',
    body: limits({ minTradeUsd: '-1' }),
    field: 'policy.limits.minTradeUsd',
  },
  {
    what: 'an amount as a number',
    path: '/api/portfolios',
    body: limits({ minTradeUsd: 50 }),
    field: 'policy.limits.minTradeUsd',
  },
  {
    what: 'an amount in powers of ten',
    path: '/api/portfolios',
    body: limits({ minTradeUsd: '1e9' }),
    field: 'policy.limits.minTradeUsd',
  },
  {
    what: 'an amount with more places than there are',
    path: '/api/portfolios',
    body: limits({ minTradeUsd: '0.0000000000000000001' }),
    field: 'policy.limits.minTradeUsd',
  },
  {
    what: 'an unknown kind of trigger',
    path: '/api/portfolios',
    body: { ...REGISTRATION, policy: { version: 1, triggers: [{ kind: 'moon' }] } },
    field: 'policy.triggers.0.kind',
  },
  {
    what: 'a chain that isn’t served',
    path: '/api/portfolios',
    body: { ...REGISTRATION, chainId: 5 },
    field: 'chainId',
  },
  {
    what: 'an unknown scope',
    path: '/api/tokens',
    body: { name: 'x', scopes: ['everything'] },
    field: 'scopes.0',
  },
  {
    what: 'a token for ever',
    path: '/api/tokens',
    body: { name: 'x', scopes: ['portfolios:read'], expiresInDays: 366 },
    field: 'expiresInDays',
  },
  { what: 'an id that is no number', method: 'GET', path: '/api/portfolios/1;drop', field: 'id' },
  {
    what: 'an id beyond every number',
    method: 'GET',
    path: `/api/portfolios/${'9'.repeat(30)}`,
    field: 'id',
  },
  { what: 'an id with signs of paths', method: 'GET', path: '/api/portfolios/..%2F1', field: 'id' },
  { what: 'a page of more than 200 rows', method: 'GET', path: '/api/portfolios?limit=201', field: 'limit' },
  {
    what: 'a page of a thousand million rows',
    method: 'GET',
    path: '/api/portfolios?limit=1000000000',
    field: 'limit',
  },
  { what: 'a page of no rows', method: 'GET', path: '/api/portfolios?limit=0', field: 'limit' },
  { what: 'a cursor of somebody’s own', method: 'GET', path: "/api/portfolios?cursor=1'--", field: 'cursor' },
  { what: 'an unknown word in the query', method: 'GET', path: '/api/portfolios?owner=me', field: 'owner' },
  {
    what: 'a word that is there twice',
    method: 'GET',
    path: '/api/portfolios?limit=1&limit=2',
    field: 'limit',
  },
  {
    what: 'a key that is too short',
    body: DRAFT,
    headers: { 'idempotency-key': 'short' },
    field: 'idempotency-key',
  },
];

describe('bad input', () => {
  it.each(CASES.map((one) => [one.what, one] as const))(
    '%s is told by its field, and nothing is stored',
    async (_what, one) => {
      const before = await stored();
      const answer = await askRoute(one.method ?? 'POST', one.path ?? '/api/drafts', {
        as: owner,
        ...(one.body === undefined ? {} : { body: one.body }),
        ...(one.text === undefined ? {} : { text: one.text }),
        ...(one.headers === undefined ? {} : { headers: one.headers }),
      });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      const problem = problemSchema.parse(answer.body);
      expect(problem).toMatchObject({ status: one.status ?? 400, code: one.code ?? 'bad-request' });
      expect(answer.status).toBe(problem.status);
      if (![413, 415].includes(answer.status))
        expect(problem.errors?.map(({ field }) => field)).toContain(one.field);
      expect(await stored()).toBe(before);
    },
  );

  it('of a stale version is answered with the current one', async () => {
    const stale = await askRoute('PUT', `/api/portfolios/${id}/policy`, {
      as: owner,
      body: { version: 9, policy: POLICY },
    });
    expect([stale.status, stale.body.code, stale.body.current.version]).toEqual([409, 'version-stale', 1]);
  });

  it('names every field at once', async () => {
    const { body } = await askRoute('POST', '/api/drafts', {
      as: owner,
      body: { chainId: -1, name: '<', x: 1 },
    });
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['chainId', 'name', 'x']);
  });
});
