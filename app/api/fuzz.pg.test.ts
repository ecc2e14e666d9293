import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import {
  ADMIN,
  type ApiWorld,
  buildApiWorld,
  type Credentials,
  OPERATOR,
  ownerOf,
} from '../../e2e/support/api-world.ts';
import { type Fuzzed, fuzzEndpoint } from '../../e2e/support/fuzz-api.ts';
import { ENDPOINTS } from '../../lib/api/endpoints.ts';
import { SCOPES } from '../../lib/api/scopes.ts';
import { TOKENS } from '../../services/intents/testing/intents-world.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { arrangePortfolios } from '../../services/store/testing/arrange.ts';
import { signedOrder } from '../../services/store/testing/looks.ts';
import { type IntentsFake, startIntentsFake } from '../../stack/intents/intents-fake.ts';

/** Of each route; the deep run asks 200 times. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 25);

/**
 * These take what chance doesn't find: one's own contract, a served chain and what is listed there, the id of a token, session, channel
 * or paper portfolio, a signature, an index account, a delegation, a setting's value with its version.
 */
const RARE = [
  ...['registerPortfolio', 'revokeToken', 'changeSetting', 'endSession', 'stepUp', 'updatePolicy'],
  ...['deleteChannel', 'testChannel', 'listDeliveries', 'askForCode', 'confirmChannel'],
  ...['readHoldings', 'planPaper', 'followPaper', 'readPaper', 'deletePaper'],
  ...['registerDelegation', 'dropDelegation'],
  ...['listIndexAssets', 'readIndexAccount', 'listIndexDeposits', 'createIndexDeposit'],
  ...['listIndexWithdrawals', 'createIndexWithdrawal', 'chooseIndexWithdrawal'],
  ...['createIndexAccount', 'updateIndexAccount', 'exportIndexKey'],
  ...['readIndex', 'writeIndex', 'rebalanceIndex', 'listIndexTrades'],
];

let world: ApiWorld;
let anvil: Anvil;
let intents: IntentsFake;
let people: readonly Credentials[];
const known: Record<string, readonly string[]> = {
  span: ['24h', '30d', '1y'],
  name: ['halted', 'tickIntervalSeconds', 'policyDefaults'],
  address: [ownerOf(77), ADMIN],
  chainId: ['31337'],
};
const fuzzed: Fuzzed[] = [];

/** Logged in anew for each route: one of them ends all sessions. */
const logIn = async (): Promise<readonly Credentials[]> => [
  await world.session(ownerOf(1)),
  await world.session(ownerOf(1)),
  await world.session(ownerOf(3)),
  await world.session(ownerOf(77)),
  await world.session(OPERATOR),
  await world.session(ADMIN, { steppedUp: true }),
  await world.token(ownerOf(1), SCOPES),
  {},
];

beforeAll(async () => {
  world = await buildApiWorld();
  anvil = await startAnvil();
  vi.stubEnv('RPC_URL', anvil.rpcUrl);
  intents = await startIntentsFake({
    ...{ apiKey: 'a-key', tokens: TOKENS, nowSeconds: () => Math.floor(Date.now() / 1_000) },
  });
  const switchedOn = {
    ...{ INDEX_ACCOUNTS: '1', ONE_CLICK_API_KEY: 'a-key', ONE_CLICK_QUOTE_KEY: intents.quoteKey },
    ...{ ONE_CLICK_API_URL: intents.api.baseUrl, NEAR_RPC_URL: intents.rpc.baseUrl },
    ONE_CLICK_REQUESTS_PER_SECOND: '999',
  };
  for (const [name, value] of Object.entries(switchedOn)) vi.stubEnv(name, value);
  const { admin, urls } = world.database;
  const portfolios = [
    ...(await arrangePortfolios(admin, 2)),
    ...(await arrangePortfolios(admin, 1, { from: 3, shared: true })),
  ];
  const bot = openBotDatabase({ url: urls.bot });
  for (const portfolio of portfolios) await signedOrder(bot, portfolio);
  await bot.close();
  known.id = portfolios.map(({ id }) => id);
  await admin`update orders set status = 'open', placed_at = now()`;
  known.hash = (await admin`select order_hash from orders`).map(({ order_hash }) => String(order_hash));
  known.decisionId = (await admin`select id::text from decisions`).map(({ id }) => String(id));
});
afterAll(async () => {
  if (process.env.FUZZ_REPORT !== undefined)
    writeFileSync(process.env.FUZZ_REPORT, JSON.stringify(fuzzed, null, 1));
  await anvil?.stop();
  await intents?.close();
  await world?.stop();
});

describe('every route, asked as its document says, nearly so, and otherwise', () => {
  it.each(ENDPOINTS.map((endpoint) => [endpoint.id, endpoint] as const))(
    'never breaks, shows no secret and answers as is published: %s',
    async (_id, endpoint) => {
      people = await logIn();
      await world.database.admin`delete from api_tokens where name <> 'test'`;
      const secrets = [
        ...people.flatMap(({ cookie, authorization }) => [cookie, authorization]),
        world.database.urls.app.reveal(),
        world.env.NEXTAUTH_SECRET,
      ].flatMap((secret) => (secret === undefined ? [] : [secret.replace(/^Bearer |^[^=]+=/, '')]));
      const own = endpoint.path.startsWith('/api/drafts')
        ? 'drafts'
        : endpoint.path.startsWith('/api/tokens')
          ? 'tokens'
          : null;
      const ids = own === 'drafts' ? await world.database.admin`select id from portfolio_drafts limit 5` : [];
      const made = await fuzzEndpoint({
        ...{ endpoint, people, secrets, requests: REQUESTS },
        known:
          own === null
            ? known
            : { ...known, id: [...ids.map(({ id }) => String(id)), '00000000-0000-4000-8000-000000000000'] },
      });
      fuzzed.push(made);
      expect(made.valid / made.requests).toBeGreaterThanOrEqual(0.3);
    },
  );

  it.runIf(REQUESTS >= 100)('was let in often enough to have reached what lies behind the checks', () => {
    const taken = fuzzed.filter(({ statuses }) =>
      Object.keys(statuses).some((status) => status.startsWith('2')),
    );
    const reached = new Set([...taken.map(({ endpoint }) => endpoint), ...RARE]);
    expect(ENDPOINTS.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });
});
