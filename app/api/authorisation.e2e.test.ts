import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ADMIN,
  APP_URL,
  type ApiWorld,
  buildApiWorld,
  type Credentials,
  OPERATOR,
  ownerOf,
} from '../../e2e/support/api-world.ts';
import { startWebServer, type WebServer } from '../../e2e/support/web-server.ts';
import type { Endpoint } from '../../lib/api/endpoint.ts';
import { ENDPOINTS } from '../../lib/api/endpoints.ts';
import { SCOPES } from '../../lib/api/scopes.ts';
import { CUSTODY_CONFIRMATION } from '../../lib/intents/custody.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { arrangePortfolios } from '../../services/store/testing/arrange.ts';
import { signedOrder } from '../../services/store/testing/looks.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NONE = '00000000-0000-4000-8000-000000000000';
const POLICY = { version: 1, triggers: [{ kind: 'absolute', bandBps: 400 }] };
const WORDS = '0x00';
const NO_HASH = `0x${'1'.repeat(64)}`;
/** Has never logged in. */
const NEVER_SEEN = `0x${'5e'.repeat(20)}`;
/** On a chain that is not served here: who may ask is judged before. */
const PAPER = {
  chainId: 5,
  preset: 'balanced',
  assets: [{ token: NEVER_SEEN, targetBps: 10_000, units: '1' }],
};

const DELEGATION = {
  ...{ chainId: 5, clone: NEVER_SEEN, token: NEVER_SEEN, amountUnits: '1', context: '0x00' },
  signedFor: { chainId: 5, manager: NEVER_SEEN },
};

/** Who asks, in the order of the columns. The owner's portfolio is private. */
const PEOPLE = [
  'nobody',
  'owner',
  'another',
  'operator',
  'admin',
  'token',
  'token without the scope',
] as const;

type Row = { readonly statuses: string; readonly body?: unknown; readonly query?: string };

const READ = { statuses: '404 200 404 404 404 200 403' };
const OWN = { statuses: '401 200 200 200 200 200 403' };
const ANYONE = { statuses: '200 200 200 200 200 200 200' };
const BY_PERSON = { statuses: '401 200 200 200 200 403 403' };

/** What each is answered. Where a request is let in, what it asks for may still be wrong (400, 409, 422, 429): nothing has to be undone. */
const MATRIX: Readonly<Record<string, Row>> = {
  listPortfolios: OWN,
  registerPortfolio: {
    statuses: '401 400 400 400 400 400 403',
    body: { chainId: 5, address: `0x${'1'.repeat(40)}`, name: 'x', policy: POLICY },
  },
  readPortfolio: READ,
  updatePortfolio: { statuses: '401 200 404 404 404 200 403', body: { name: 'x' } },
  readPolicy: READ,
  updatePolicy: { statuses: '401 409 404 404 404 409 403', body: { version: 999, policy: POLICY } },
  listPolicies: READ,
  readTargets: READ,
  planPortfolio: { ...READ, body: {} },
  runPortfolio: { statuses: '401 429 404 404 404 429 403' },
  listOrders: READ,
  listFills: READ,
  listDecisions: READ,
  readDecision: READ,
  listHeldDays: READ,
  listSnapshots: READ,
  listActivity: { statuses: '401 200 404 404 404 200 403' },
  exportPortfolio: { statuses: '401 200 404 404 404 200 403', query: '?what=orders' },
  readPerformance: READ,
  readStatistics: READ,
  readSeries: READ,
  listCashFlows: READ,
  listRebalances: READ,
  readReport: READ,
  readAnalysis: READ,
  readLots: { statuses: '401 200 404 404 404 200 403' },
  readCompliance: { statuses: '401 200 404 404 404 200 403' },
  readBands: { statuses: '401 200 404 404 404 200 403' },
  listSummaries: READ,
  listWarnings: READ,
  askForSummary: { statuses: '401 202 404 404 404 403 403' },
  askQuestion: { statuses: '401 200 404 404 404 403 403', body: { question: 'Why?' } },
  listPortfolioAlerts: { statuses: '401 200 404 404 404 200 403' },
  listSystemAlerts: { statuses: '401 403 403 200 200 403 403' },
  listChannels: BY_PERSON,
  createChannel: {
    statuses: '401 201 201 201 201 403 403',
    body: { name: 'x', address: { kind: 'webhook', url: 'https://hooks.example/' } },
  },
  deleteChannel: { statuses: '401 404 404 404 404 403 403' },
  askForCode: { statuses: '401 404 404 404 404 403 403' },
  confirmChannel: { statuses: '401 404 404 404 404 403 403', body: { code: 'x' } },
  testChannel: { statuses: '401 404 404 404 404 403 403' },
  listDeliveries: { statuses: '401 404 404 404 404 403 403' },
  readHoldings: { statuses: '400 400 400 400 400 400 400', query: `?chainId=5&address=${NEVER_SEEN}` },
  planPaper: { statuses: '400 400 400 400 400 400 400', body: PAPER },
  listPapers: OWN,
  followPaper: { statuses: '401 400 400 400 400 400 403', body: PAPER },
  readPaper: { statuses: '401 404 404 404 404 404 403' },
  deletePaper: { statuses: '401 404 404 404 404 404 403' },
  listBookOrders: ANYONE,
  readBookOrder: { statuses: '404 404 404 404 404 404 404' },
  followEvents: { statuses: '200 200 200 200 200 200 403' },
  listDrafts: OWN,
  createDraft: { statuses: '401 201 201 201 201 201 403', body: { chainId: 1 } },
  readDraft: { statuses: '401 404 404 404 404 404 403' },
  updateDraft: { statuses: '401 404 404 404 404 404 403', body: { version: 1, draft: { chainId: 1 } } },
  deleteDraft: { statuses: '401 404 404 404 404 404 403' },
  readCaller: ANYONE,
  issueLoginNonce: ANYONE,
  listSessions: BY_PERSON,
  endSession: { statuses: '401 404 404 404 404 403 403' },
  endSessions: BY_PERSON,
  issueStepUpNonce: BY_PERSON,
  stepUp: { statuses: '401 400 400 400 400 403 403', body: { message: WORDS, signature: WORDS } },
  listTokens: BY_PERSON,
  createToken: { statuses: '401 201 201 201 201 403 403', body: { name: 'x', scopes: ['portfolios:read'] } },
  revokeToken: { statuses: '401 404 404 404 404 403 403' },
  listChains: ANYONE,
  readConfig: ANYONE,
  listPrices: { ...ANYONE, query: '?asset=WBTC' },
  listRates: ANYONE,
  compareStrategies: ANYONE,
  optimize: { ...ANYONE, body: { amountUsd: '10000' } },
  readCash: OWN,
  listCashMoves: OWN,
  chooseCashProfile: { ...OWN, body: { profile: 'balanced' } },
  listDelegations: OWN,
  registerDelegation: { statuses: '401 400 400 400 400 400 403', body: DELEGATION },
  dropDelegation: { statuses: '401 404 404 404 404 404 403' },
  listIndexAccounts: BY_PERSON,
  // They are switched off here.
  createIndexAccount: {
    statuses: '401 503 503 503 503 403 403',
    body: { name: 'x', capUsd: '500', custody: CUSTODY_CONFIRMATION },
  },
  updateIndexAccount: { statuses: '401 404 404 404 404 403 403', body: { name: 'x' } },
  listIndexAssets: { statuses: '401 503 503 503 503 403 403' },
  readIndexAccount: { statuses: '401 404 404 404 404 403 403' },
  listIndexDeposits: { statuses: '401 404 404 404 404 403 403' },
  listIndexWithdrawals: { statuses: '401 404 404 404 404 403 403' },
  createIndexWithdrawal: {
    statuses: '401 403 403 503 503 403 403',
    body: { asset: 'nep141:usdc.near', shareBps: 10_000, to: 'ann.near' },
  },
  chooseIndexWithdrawal: { statuses: '401 403 403 404 404 403 403', body: { choice: 'keep' } },
  createIndexDeposit: {
    statuses: '401 503 503 503 503 403 403',
    body: { asset: 'nep141:usdc.near', amount: '1', refundTo: 'ann.near' },
  },
  exportIndexKey: { statuses: '401 403 403 404 404 403 403' },
  readIndex: { statuses: '401 404 404 404 404 403 403' },
  writeIndex: {
    statuses: '401 404 404 404 404 403 403',
    body: { name: 'x', allocations: [{ token: 'nep141:wrap.near', targetBps: 10_000 }] },
  },
  rebalanceIndex: { statuses: '401 404 404 404 404 403 403', body: {} },
  listIndexTrades: { statuses: '401 404 404 404 404 403 403' },
  readAttestation: { statuses: '404 404 404 404 404 404 404' },
  rebalance: { statuses: '401 409 409 409 409 409 403', body: {} },
  readHalt: ANYONE,
  listSettings: { statuses: '401 403 403 200 200 403 403' },
  changeSetting: { statuses: '401 403 403 403 409 403 403', body: { version: 999, value: 60 } },
  listRoles: { statuses: '401 403 403 403 200 403 403' },
  changeRole: { statuses: '401 403 403 403 404 403 403', body: { role: 'operator' } },
  halt: { statuses: '401 403 403 403 200 403 403' },
  resume: { statuses: '401 403 403 403 200 403 403' },
  readOpenApi: ANYONE,
};

/** Routes that are none of the document's: of other peers, each with what it answers to whoever asks. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, readonly [path: string, status: number]>>>> = {
  '/api/auth/[...nextauth]': { GET: ['/api/auth/nothing', 404], POST: ['/api/auth/nothing', 404] },
  '/api/balance': { GET: ['/api/balance', 401], POST: ['/api/balance', 401] },
  '/api/health': { GET: ['/api/health', 200] },
  '/api/health/ready': { GET: ['/api/health/ready', 200] },
  '/api/metrics': { GET: ['/api/metrics', 503] },
  '/api/version': { GET: ['/api/version', 200] },
  '/api/live/portfolios': { GET: ['/api/live/portfolios', 200] },
  '/api/live': { GET: ['/api/live?of=portfolios', 200] },
  '/api/telegram/[id]': { POST: [`/api/telegram/${NONE}`, 401] },
  '/api/wake': { POST: ['/api/wake', 503] },
};

let world: ApiWorld;
let server: WebServer;
let portfolioId: string;
let decisionId: string;
beforeAll(async () => {
  world = await buildApiWorld();
  const { admin, urls } = world.database;
  const [portfolio] = await arrangePortfolios(admin, 1);
  if (portfolio === undefined) throw new Error('nothing arranged');
  const bot = openBotDatabase({ url: urls.bot });
  await signedOrder(bot, portfolio);
  await bot.close();
  portfolioId = portfolio.id;
  // It was looked at just now, whenever the request comes.
  await admin`update decisions set created_at = now() + interval '1 hour'`;
  await admin`update ticks set started_at = now() + interval '1 hour'`;
  await admin`update leases set lease_owner = null, visible_at = now() + interval '1 hour'`;
  decisionId = String((await admin`select id::text from decisions`)[0]?.id);
  server = await startWebServer({ ...world.env, CRON_SECRET: 'a-secret-of-enough-letters' });
});
afterAll(async () => {
  server?.stop();
  await world?.stop();
});

// A person has fifty tokens at most.
beforeEach(() => world.database.admin`delete from api_tokens`);

/** Every route of the build that is under /api. */
const builtRoutes = (): readonly string[] => {
  const manifest: Record<string, string> = JSON.parse(
    readFileSync(resolve(ROOT, '.next/app-path-routes-manifest.json'), 'utf8'),
  );
  return Object.entries(manifest)
    .filter(([file, path]) => file.endsWith('/route') && path.startsWith('/api/'))
    .map(([, path]) => path)
    .sort();
};

const fileOf = (path: string): string => path.replace(/\{(\w+)\}/g, '[$1]');

const credentialsOf = async (who: (typeof PEOPLE)[number], { access }: Endpoint): Promise<Credentials> => {
  switch (who) {
    case 'nobody':
      return {};
    case 'owner':
      return world.session(ownerOf(1));
    case 'another':
      return world.session(ownerOf(2));
    case 'operator':
      return world.session(OPERATOR, { steppedUp: true });
    case 'admin':
      return world.session(ADMIN, { steppedUp: true });
    case 'token':
      return world.token(ownerOf(1), SCOPES);
    case 'token without the scope':
      return world.token(
        ownerOf(1),
        access.scope === 'portfolios:read' ? ['system:read'] : ['portfolios:read'],
      );
  }
};

const ask = async (
  method: string,
  path: string,
  init: { headers?: Credentials; body?: unknown },
): Promise<number> => {
  const { headers = {}, body } = init;
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(`${server.url}${path}`, { method, headers: { ...type, ...headers }, ...json });
  // A stream has no end of its own.
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) await response.body?.cancel();
  else await response.text();
  return response.status;
};

const pathOf = ({ path, params }: Endpoint): string => {
  const isUuid =
    !params.safeParse({ id: '1', decisionId: '1', name: 'x' }).success &&
    [{ id: NONE }, { id: NONE, withdrawal: NO_HASH }].some((one) => params.safeParse(one).success);
  return path
    .replace('{id}', isUuid ? NONE : portfolioId)
    .replace('{decisionId}', decisionId)
    .replace('{span}', '24h')
    .replace('{name}', 'tickIntervalSeconds')
    .replace('{address}', NEVER_SEEN)
    .replace('{chainId}', '31337')
    .replace('{withdrawal}', NO_HASH)
    .replace('{hash}', NO_HASH);
};

describe('who may ask what, of the built app', () => {
  it('is said for every route that was built, and every endpoint was built', () => {
    const declared = ENDPOINTS.map(({ path }) => fileOf(path));
    const known = new Set([...declared, ...Object.keys(OTHERS)]);
    const built = builtRoutes();
    expect(built.filter((path) => !known.has(path))).toEqual([]);
    expect(declared.filter((path) => !built.includes(path))).toEqual([]);
    expect(Object.keys(MATRIX).sort()).toEqual(ENDPOINTS.map(({ id }) => id).sort());
  });

  it.each(ENDPOINTS.map((endpoint) => [endpoint.id, endpoint] as const))(
    'is answered as the matrix says: %s',
    async (id, endpoint) => {
      const row = MATRIX[id];
      if (row === undefined) throw new Error(`${id} is not in the matrix`);
      const { body, query = '' } = row;
      const statuses: number[] = [];
      for (const who of PEOPLE) {
        const headers = await credentialsOf(who, endpoint);
        statuses.push(await ask(endpoint.method, `${pathOf(endpoint)}${query}`, { headers, body }));
      }
      expect(statuses.join(' ')).toBe(row.statuses);
    },
  );

  it.each(Object.entries(OTHERS).filter(([path]) => builtRoutes().includes(path)))(
    'is answered alike to everybody: %s',
    async (_route, methods) => {
      for (const [method, [path, status]] of Object.entries(methods))
        for (const headers of [
          { origin: APP_URL },
          await world.session(ADMIN),
          await world.token(ownerOf(1), SCOPES),
        ])
          expect(await ask(method, path, { headers }), method).toBe(status);
    },
  );

  it('takes no method that is not declared', async () => {
    const routes = new Map<string, Endpoint[]>();
    for (const endpoint of ENDPOINTS)
      routes.set(endpoint.path, [...(routes.get(endpoint.path) ?? []), endpoint]);
    const admin = await world.session(ADMIN, { steppedUp: true });
    for (const [path, [first, ...others]] of routes)
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        if (first === undefined || [first, ...others].some((one) => one.method === method)) continue;
        expect(
          await ask(method, pathOf(first), { headers: admin, body: method === 'GET' ? undefined : {} }),
          `${method} ${path}`,
        ).toBe(405);
      }
  });
});
