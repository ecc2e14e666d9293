import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, apiClient } from '../../clients/api-client.ts';
import { startAnvil } from '../../e2e/support/anvil.ts';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { AMOUNT_UNITS, buildDelegationWorld } from '../../e2e/support/delegation-world.ts';
import { createPortfolio, mint, SIGNER_KEY } from '../../e2e/support/order-world.ts';
import { Visitor } from '../../e2e/support/sign-in.ts';
import { startWebServer, type WebServer } from '../../e2e/support/web-server.ts';
import { ENDPOINTS } from '../../lib/api/endpoints.ts';
import { CUSTODY_CONFIRMATION, CUSTODY_SENTENCES } from '../../lib/intents/custody.ts';
import { codeHashOf } from '../../services/alerts/confirmation-code.ts';
import { TOKENS } from '../../services/intents/testing/intents-world.ts';
import { type IntentsFake, startIntentsFake } from '../../stack/intents/intents-fake.ts';

/** anvil's first account, which deploys everything and owns the portfolios. */
const OWNER = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const ADMIN = privateKeyToAccount(generatePrivateKey());
const STRANGER = privateKeyToAccount(generatePrivateKey());
const CHAIN_ID = 31_337;
const INTENTS_KEY = 'a-key-of-a-test';
const POLICY = {
  version: 1,
  triggers: [{ kind: 'absolute', bandBps: 3_000 }],
  limits: { cooldownSeconds: 0, maxTradeUsd: '1000000', dailyVolumeUsd: '10000000' },
} as const;

/** What the audit log says of each write, once. */
const AUDITED = {
  registerPortfolio: 'portfolio-registered',
  updatePortfolio: 'portfolio-changed',
  updatePolicy: 'policy-changed',
  runPortfolio: 'look-asked-for',
  endSession: 'session-ended',
  endSessions: 'sessions-ended',
  stepUp: 'stepped-up',
  createToken: 'token-made',
  revokeToken: 'token-revoked',
  changeSetting: 'setting-changed',
  changeRole: 'role-changed',
  halt: 'setting-changed',
  resume: 'setting-changed',
  followPaper: 'paper-followed',
  deletePaper: 'paper-deleted',
  chooseCashProfile: 'cash-profile-chosen',
  rebalance: 'cash-look-asked-for',
  registerDelegation: 'delegation-granted',
  dropDelegation: 'delegation-dropped',
  createIndexAccount: 'index-account-made',
  updateIndexAccount: 'index-account-changed',
  exportIndexKey: 'index-key-exported',
  writeIndex: 'index-written',
  rebalanceIndex: 'index-look-asked-for',
  createIndexDeposit: 'index-deposit-asked-for',
  createIndexWithdrawal: 'index-withdrawal-asked-for',
  chooseIndexWithdrawal: 'index-withdrawal-chosen',
  createChannel: 'channel-made',
  confirmChannel: 'channel-confirmed',
  deleteChannel: 'channel-removed',
} as const;
/** The other requests that are no reads, and why the log says nothing of them. */
const SILENT = {
  planPortfolio: 'stores nothing',
  planPaper: 'stores nothing',
  optimize: 'stores nothing',
  askQuestion: 'stores nothing',
  askForSummary: 'a wish for a text, which moves nothing',
  askForCode: 'the outbox keeps what it sends',
  testChannel: 'the outbox keeps what it sends',
  issueLoginNonce: 'nothing of anybody’s is changed',
  issueStepUpNonce: 'nothing of anybody’s is changed',
  createDraft: 'a draft is its person’s own notes, and moves nothing',
  updateDraft: 'as createDraft',
  deleteDraft: 'as createDraft',
} as const;

type Client = ReturnType<typeof apiClient>;

let world: BotWorld;
let server: WebServer;
let intents: IntentsFake;
let address: `0x${string}`;
const people: Record<'owner' | 'admin' | 'stranger', Visitor> = {} as never;
let owner: Client;
let admin: Client;
let stranger: Client;
const seen = new Set<string>();

beforeAll(async () => {
  world = await buildBotWorld();
  const { deployer, contracts, usdc, wbtc } = world;
  address = await createPortfolio(deployer, contracts.factory, {
    ...{ assets: [usdc, wbtc], signer: privateKeyToAccount(SIGNER_KEY).address, publicBook: false },
    salt: `0x${'2'.padStart(64, '0')}`,
  });
  await mint(deployer, usdc, { to: address, units: 60_000_000_000n });
  await mint(deployer, wbtc, { to: address, units: 200_000_000n });
  intents = await startIntentsFake({
    ...{ apiKey: INTENTS_KEY, tokens: TOKENS, nowSeconds: () => Math.floor(Date.now() / 1_000) },
  });
  server = await startWebServer({
    ...{
      APP_DB_URL: world.database.urls.app.reveal(),
      RPC_URL: world.rpcUrl,
      ADMIN_ADDRESSES: ADMIN.address,
    },
    ...{ FACTORY_ADDRESS: contracts.factory, NEXTAUTH_SECRET: 'a secret of thirty-two characters' },
    SECRETS_KEY: '22'.repeat(32),
    ...{ INDEX_ACCOUNTS: '1', ONE_CLICK_API_KEY: INTENTS_KEY, ONE_CLICK_QUOTE_KEY: intents.quoteKey },
    ...{ ONE_CLICK_API_URL: intents.api.baseUrl, NEAR_RPC_URL: intents.rpc.baseUrl },
    ...{ API_ADDRESS_REQUESTS_PER_MINUTE: '1000000', API_USER_REQUESTS_PER_MINUTE: '1000000' },
  });
  for (const [name, wallet] of [
    ['owner', OWNER],
    ['admin', ADMIN],
    ['stranger', STRANGER],
  ] as const) {
    people[name] = new Visitor(server.url);
    await people[name].logIn(wallet);
  }
  [owner, admin, stranger] = [people.owner.client(), people.admin.client(), people.stranger.client()];
});
afterAll(async () => {
  server?.stop();
  await intents?.close();
  await world?.stop();
});

const notesSince = async (position: number) =>
  (
    await world.database
      .admin`select action, actor from audit_log where position > ${position} order by position`
  ).map((row) => ({ ...row }));
const logEnd = async (): Promise<number> =>
  (await world.database.admin`select coalesce(max(position), 0)::int as last from audit_log`)[0]?.last;

/** Does a write, of which the audit log must then say one thing, by whoever did it. */
const audited = async <T>(
  id: keyof typeof AUDITED,
  by: string,
  write: () => Promise<Answer<T>>,
): Promise<Answer<T>> => {
  const before = await logEnd();
  const answer = await write();
  expect(answer.ok, answer.ok ? '' : answer.problem.detail).toBe(true);
  expect(await notesSince(before)).toEqual([{ action: AUDITED[id], actor: by }]);
  seen.add(id);
  return answer;
};
const by = (wallet: { readonly address: string }) => `user:${wallet.address.toLowerCase()}`;

const myPortfolio = async () => {
  const listed = await owner.listPortfolios({ query: { archived: 'no' } });
  const row = listed.ok ? listed.value.rows.find((one) => one.address === address) : undefined;
  if (row === undefined) throw new Error('the portfolio is not listed');
  return row;
};
const lastReason = async (id: string) => {
  const listed = await owner.listDecisions({ params: { id }, query: { limit: '1' } });
  return listed.ok ? (listed.value.rows[0]?.reason ?? listed.value.rows[0]?.kind) : listed.problem.code;
};
const given = <T>(answer: Answer<T>): T => {
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.value;
};

describe('a portfolio over HTTP, from its draft to its end', () => {
  it('is thought out in a draft, whose version is asked for', async () => {
    const draft = {
      chainId: CHAIN_ID,
      name: 'Savings',
      targets: [{ token: world.usdc.token, targetBps: 10_000 }],
    };
    const made = given(await owner.createDraft({ body: draft }));
    const params = { id: made.id };
    const changed = { version: 1, draft: { ...draft, name: 'Savings of mine' } };
    expect(await owner.updateDraft({ params, body: changed })).toMatchObject({ value: { version: 2 } });
    expect(await owner.updateDraft({ params, body: changed })).toMatchObject({
      ...{ status: 409, problem: { code: 'version-stale' } },
      ...{ problem: { current: { version: 2, draft: { name: 'Savings of mine' } } } },
    });
    expect(await stranger.readDraft({ params })).toMatchObject({ status: 404 });
    expect(await stranger.deleteDraft({ params })).toMatchObject({ status: 404 });
    expect(given(await owner.listDrafts()).rows.map(({ id }) => id)).toEqual([made.id]);
    expect((await owner.deleteDraft({ params })).status).toBe(204);
    expect(await owner.readDraft({ params })).toMatchObject({ status: 404 });
  });

  it('is registered by the owner that its contract names on the chain, and by nobody else', async () => {
    const body = { chainId: CHAIN_ID, address, name: 'Savings', policy: POLICY };
    expect(await stranger.registerPortfolio({ body })).toMatchObject({
      status: 403,
      problem: { code: 'not-owner' },
    });
    const nothing = { ...body, address: `0x${'12'.repeat(20)}` };
    expect(await owner.registerPortfolio({ body: nothing })).toMatchObject({
      problem: { code: 'portfolio-unreadable' },
    });
    // A contract, and none of ours.
    const token = { ...body, address: world.usdc.token };
    expect(await owner.registerPortfolio({ body: token })).toMatchObject({
      problem: { code: 'portfolio-unreadable' },
    });
    expect(await owner.registerPortfolio({ body: { ...body, chainId: 1 } })).toMatchObject({
      problem: { code: 'bad-request', errors: [{ in: 'body', field: 'chainId' }] },
    });
    const none = await world.database.admin`select from policy_registrations where address = ${address}`;
    expect(none).toHaveLength(0);
    const answer = await audited('registerPortfolio', by(OWNER), () => owner.registerPortfolio({ body }));
    expect(answer).toMatchObject({
      status: 201,
      value: {
        ...{ chainId: CHAIN_ID, address, owner: OWNER.address.toLowerCase(), portfolioId: null },
        signer: privateKeyToAccount(SIGNER_KEY).address.toLowerCase(),
      },
    });
    await world.tick();
    expect(await myPortfolio()).toMatchObject({
      name: 'Savings',
      shared: false,
      owner: OWNER.address.toLowerCase(),
    });
  });

  it('is looked at by the policy that was sent, and read by its owner alone', async () => {
    await world.tick();
    const { id } = await myPortfolio();
    expect(await lastReason(id)).toBe('in-band');
    expect(given(await owner.readPortfolio({ params: { id } }))).toMatchObject({
      address,
      name: 'Savings',
    });
    expect(await stranger.readPortfolio({ params: { id } })).toMatchObject({ status: 404 });
    expect(given(await owner.planPortfolio({ params: { id }, body: {} })).policyVersion).toBe(1);
  });

  it('has its policy changed by whoever read the latest version', async () => {
    const { id } = await myPortfolio();
    const params = { id };
    expect(given(await owner.readPolicy({ params })).version).toBe(1);
    const wider = {
      version: 1,
      policy: { ...POLICY, triggers: [{ kind: 'absolute', bandBps: 4_000 }] },
    } as const;
    expect(await stranger.updatePolicy({ params, body: wider })).toMatchObject({ status: 404 });
    const written = await audited('updatePolicy', by(OWNER), () =>
      owner.updatePolicy({ params, body: wider }),
    );
    expect(given(written).version).toBe(2);
    const end = await logEnd();
    expect(await owner.updatePolicy({ params, body: wider })).toMatchObject({
      ...{ status: 409, problem: { code: 'version-stale', current: { version: 2, createdBy: by(OWNER) } } },
    });
    expect(await notesSince(end)).toEqual([]);
    await world.tick();
    const [latest] = given(await owner.listDecisions({ params, query: { limit: '1' } })).rows;
    expect(latest).toMatchObject({ reason: 'in-band', policyVersion: 2 });
    expect(given(await owner.listPolicies({ params })).rows.map(({ version }) => version)).toEqual([2, 1]);
  });

  it('is looked at again on demand, and not right after a look', async () => {
    const { id } = await myPortfolio();
    const params = { id };
    const soon = await owner.runPortfolio({ params });
    expect(soon).toMatchObject({ status: 429, problem: { code: 'cooldown' } });
    expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0);
    await world.database.admin`update decisions set created_at = created_at - interval '1 hour'`;
    await world.database.admin`update leases set visible_at = now() + interval '1 hour' where id = ${id}`;
    expect(await audited('runPortfolio', by(OWNER), () => owner.runPortfolio({ params }))).toMatchObject({
      ...{ status: 202, value: { state: 'due' } },
    });
  });

  it('is put away, no longer looked at, and taken out again', async () => {
    const { id } = await myPortfolio();
    const change = (archived: boolean) =>
      audited('updatePortfolio', by(OWNER), () =>
        owner.updatePortfolio({ params: { id }, body: { archived } }),
      );
    const decisions = async () =>
      (await world.database.admin`select count(*)::int as count from decisions where portfolio_id = ${id}`)[0]
        ?.count;
    expect(await stranger.updatePortfolio({ params: { id }, body: { archived: true } })).toMatchObject({
      status: 404,
    });
    await change(true);
    const before = await decisions();
    await world.tick();
    expect(await decisions()).toBe(before);
    expect(
      given(await owner.listPortfolios({ query: { archived: 'yes' } })).rows.map((row) => row.id),
    ).toEqual([id]);
    await change(false);
    await world.tick();
    expect(await decisions()).toBe(before + 1);
  });
});

describe('an admin over HTTP', () => {
  const wantsStepUp = { status: 403, problem: { code: 'step-up-required' } };

  it('sets what holds from the next tick on, and by its version only', async () => {
    const params = { name: 'unhealthyTokens' };
    const value = [{ chainId: CHAIN_ID, token: world.wbtc.token, why: 'tried' }];
    expect(await owner.changeSetting({ params, body: { version: 0, value } })).toMatchObject({ status: 403 });
    expect(await admin.changeSetting({ params, body: { version: 0, value } })).toMatchObject(wantsStepUp);
    await audited('stepUp', by(ADMIN), async () => {
      const { status, headers } = await people.admin.stepUp(ADMIN);
      return status === 200
        ? { ok: true, status, headers, value: null }
        : Promise.reject(new Error(`${status}`));
    });
    await audited('changeSetting', by(ADMIN), () =>
      admin.changeSetting({ params, body: { version: 0, value } }),
    );
    expect(await admin.changeSetting({ params, body: { version: 0, value: [] } })).toMatchObject({
      status: 409,
      problem: { code: 'version-stale', current: { version: 1, value, updatedBy: by(ADMIN) } },
    });
    const { id } = await myPortfolio();
    const narrow = { ...POLICY, triggers: [{ kind: 'absolute', bandBps: 100 }] } as const;
    given(await owner.updatePolicy({ params: { id }, body: { version: 2, policy: narrow } }));
    await world.tick();
    expect(await lastReason(id)).toBe('asset-unhealthy');
    given(await admin.changeSetting({ params, body: { version: 1, value: [] } }));
  });

  it('refuses to set what is no setting, or can’t be so, and nothing has changed', async () => {
    const end = await logEnd();
    const set = (name: string, value: never) =>
      admin.changeSetting({ params: { name }, body: { version: 0, value } });
    expect(await set('everything', true as never)).toMatchObject({
      status: 404,
      problem: { code: 'setting-unknown' },
    });
    expect(await set('revocation', { perTickMax: -1 } as never)).toMatchObject({
      problem: { code: 'setting-invalid' },
    });
    expect(await notesSince(end)).toEqual([]);
  });

  it('stops all trading at once, and lets it go on from the next tick', async () => {
    const { id } = await myPortfolio();
    expect(await owner.halt()).toMatchObject({ status: 403, problem: { code: 'forbidden' } });
    const stopped = given(await audited('halt', by(ADMIN), () => admin.halt()));
    expect(stopped.halted).toMatchObject({ by: by(ADMIN) });
    expect(given(await stranger.readHalt()).halted).not.toBeNull();
    await world.tick();
    expect(await lastReason(id)).toBe('halted');
    const end = await logEnd();
    given(await admin.halt());
    expect(await notesSince(end)).toEqual([]);
    expect(given(await audited('resume', by(ADMIN), () => admin.resume())).halted).toBeNull();
    expect(given(await owner.listOrders({ params: { id } })).rows).toEqual([]);
    await world.tick();
    expect(await lastReason(id)).toBe('act');
    expect(given(await owner.listOrders({ params: { id } })).rows.length).toBeGreaterThan(0);
  });

  it('gives a role, and takes it', async () => {
    const params = { address: STRANGER.address.toLowerCase() };
    const give = (role: 'user' | 'operator') =>
      audited('changeRole', by(ADMIN), () => admin.changeRole({ params, body: { role } }));
    await give('operator');
    expect(given(await stranger.readCaller()).role).toBe('operator');
    await give('user');
    expect(given(await stranger.readCaller()).role).toBe('user');
  });
});

describe('a program with a token, over HTTP', () => {
  const tokenOf = async (scopes: readonly ('portfolios:read' | 'portfolios:write')[]) => {
    const body = { name: 'a program', scopes, expiresInDays: 1 };
    const made = given(await audited('createToken', by(OWNER), () => owner.createToken({ body })));
    return { id: made.id, client: apiClient({ url: server.url, token: made.token ?? '' }) };
  };

  it('does what its scopes say, in its own name, until it is revoked', async () => {
    const { id } = await myPortfolio();
    const reader = await tokenOf(['portfolios:read']);
    expect(given(await reader.client.readPortfolio({ params: { id } })).address).toBe(address);
    expect(await reader.client.updatePortfolio({ params: { id }, body: { name: 'x' } })).toMatchObject({
      ...{ status: 403, problem: { code: 'scope-missing' } },
    });
    const writer = await tokenOf(['portfolios:read', 'portfolios:write']);
    await audited('updatePortfolio', `token:${writer.id}`, () =>
      writer.client.updatePortfolio({ params: { id }, body: { name: 'By a program' } }),
    );
    expect((await myPortfolio()).name).toBe('By a program');
    expect(await stranger.revokeToken({ params: { id: writer.id } })).toMatchObject({ status: 404 });
    await audited('revokeToken', by(OWNER), () => owner.revokeToken({ params: { id: writer.id } }));
    expect(await writer.client.readPortfolio({ params: { id } })).toMatchObject({ status: 401 });
    expect(given(await reader.client.readPortfolio({ params: { id } })).name).toBe('By a program');
  });

  it('is refused once its time is over', async () => {
    const { id, client } = await tokenOf(['portfolios:read']);
    expect((await client.readCaller()).status).toBe(200);
    await world.database.admin`
      update api_tokens set created_at = now() - interval '2 days', expires_at = now() - interval '1 second' where id = ${id}`;
    expect(await client.readCaller()).toMatchObject({ status: 401, problem: { code: 'unauthorised' } });
    expect(
      given(await owner.listTokens()).rows.find((row) => row.id === id)?.lastUsedAtSeconds,
    ).not.toBeNull();
  });
});

describe('a portfolio on paper, over HTTP', () => {
  const asked = () => ({
    ...({ chainId: CHAIN_ID, preset: 'index', watched: OWNER.address } as const),
    assets: [
      { token: world.usdc.token, targetBps: 5_000, units: '3000000000' },
      { token: world.wbtc.token, targetBps: 5_000, units: '5000000' },
    ],
  });
  const isUnknown = { status: 404, problem: { detail: 'You have no paper portfolio of this id.' } };

  it('is planned for anybody, followed by the bot for whoever began it, and seen by nobody else', async () => {
    const anyone = apiClient({ url: server.url });
    const { watched: _, ...terms } = asked();
    const plan = given(await anyone.planPaper({ body: terms })).plan;
    expect(plan.legs.map(({ sellSymbol, buySymbol }) => [sellSymbol, buySymbol])).toEqual([['USDC', 'WBTC']]);
    expect(await anyone.followPaper({ body: asked() })).toMatchObject({ status: 401 });
    const body = asked();
    const { id, looks } = given(await audited('followPaper', by(OWNER), () => owner.followPaper({ body })));
    expect(looks).toBe(0);
    await world.setPrices(100_000_000n, 2_000_000_000_000n);
    await world.tick();
    const params = { id };
    expect(given(await owner.readPaper({ params }))).toMatchObject({
      paper: { id, looks: 1, kind: 'act', watched: OWNER.address.toLowerCase(), openingUsd: '4000.00' },
      trades: [{ sellSymbol: 'USDC', buySymbol: 'WBTC', valueUsd: plan.legs[0]?.valueUsd }],
    });
    expect(given(await stranger.listPapers()).rows).toEqual([]);
    expect(await stranger.readPaper({ params })).toMatchObject(isUnknown);
    expect(await stranger.deletePaper({ params })).toMatchObject(isUnknown);
    expect(await anyone.readPaper({ params })).toMatchObject({ status: 401 });
    await audited('deletePaper', by(OWNER), () => owner.deletePaper({ params }));
    expect(await owner.readPaper({ params })).toMatchObject(isUnknown);
  });

  it('is refused where it can’t be, in a sentence', async () => {
    const { assets, ...rest } = asked();
    const [usdc, wbtc] = assets;
    if (usdc === undefined || wbtc === undefined) throw new Error('no assets');
    const refusalOf = async (changed: typeof assets) => {
      const answer = await owner.followPaper({ body: { ...rest, assets: changed } });
      return answer.ok ? 'followed' : answer.problem.detail;
    };
    expect(await refusalOf([usdc, { ...wbtc, targetBps: 4_999 }])).toContain('The targets make 99.99 %');
    expect(await refusalOf([usdc, usdc])).toContain('A token is named twice');
    expect(await refusalOf([usdc, { ...wbtc, token: `0x${'12'.repeat(20)}` }])).toContain('has no feed here');
    expect(await refusalOf(assets.map((one) => ({ ...one, units: '0' })))).toContain('type amounts');
    expect(given(await owner.listPapers()).rows).toEqual([]);
  });

  it('is one of ten at most, however many are asked for at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 13 }, () => stranger.followPaper({ body: asked() })),
    );
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.problem]));
    expect(refused).toHaveLength(3);
    for (const problem of refused)
      expect(problem).toMatchObject({
        ...{ code: 'too-many', detail: 'You follow 10 on paper; delete one first.' },
      });
    const { rows } = given(await stranger.listPapers());
    expect(rows).toHaveLength(10);
    const params = { id: rows[0]?.id ?? '' };
    expect((await stranger.deletePaper({ params })).status).toBe(204);
    expect((await stranger.followPaper({ body: asked() })).status).toBe(201);
    expect(given(await owner.listPapers()).rows).toEqual([]);
  });
});

it('a channel of alerts is in the audit log from its making to its end', async () => {
  const body = { name: 'Phone', address: { kind: 'webhook', url: 'https://hooks.example/in' } } as const;
  const { id } = given(await audited('createChannel', by(OWNER), () => owner.createChannel({ body })));
  await audited('deleteChannel', by(OWNER), () => owner.deleteChannel({ params: { id } }));
  const address = { kind: 'email', to: 'owner@example.org' } as const;
  const mailbox = given(
    await audited('createChannel', by(OWNER), () => owner.createChannel({ body: { address } })),
  );
  const code = 'a-code';
  await world.database.admin`
    insert into channel_codes (code_hash, channel_id) values (${codeHashOf(code)}, ${mailbox.id})`;
  const params = { id: mailbox.id };
  await audited('confirmChannel', by(OWNER), () => owner.confirmChannel({ params, body: { code } }));
});

/** Every row of every table, as text. */
const everyRow = async (): Promise<string> => {
  const tables = await world.database.admin`
    select relname as table from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;
  const texts = await Promise.all(
    tables.map(
      ({ table }) =>
        world.database.admin`select to_jsonb(t)::text as row from ${world.database.admin(table)} t`,
    ),
  );
  return texts.flatMap((rows) => rows.map(({ row }) => String(row))).join('\n');
};

describe('an account inside NEAR Intents, over HTTP', () => {
  const body = { name: 'Index of mine', capUsd: '500.50', custody: CUSTODY_CONFIRMATION } as const;
  const mine = async () => given(await owner.listIndexAccounts()).rows;

  it('is made for whoever says who can move its money, and for nobody else', async () => {
    const { enabled, custody, rows } = given(await owner.listIndexAccounts());
    expect([enabled, custody, rows]).toEqual([true, CUSTODY_SENTENCES, []]);
    for (const wrong of [undefined, 'yes', true, CUSTODY_CONFIRMATION.toLowerCase()])
      expect(await owner.createIndexAccount({ body: { ...body, custody: wrong as never } })).toMatchObject({
        ...{ status: 400, problem: { errors: [{ in: 'body', field: 'custody' }] } },
      });
    for (const capUsd of ['0', '0.00', '-1', '1e3', '1.005', '1000000000', ''])
      expect(await owner.createIndexAccount({ body: { ...body, capUsd } })).toMatchObject({
        ...{ status: 400, problem: { errors: [{ in: 'body', field: 'capUsd' }] } },
      });
    expect(await mine()).toEqual([]);
    const made = given(
      await audited('createIndexAccount', by(OWNER), () => owner.createIndexAccount({ body })),
    );
    expect(made).toMatchObject({ name: 'Index of mine', capUsd: '500.5', state: 'open', heldWhy: null });
    expect(made.account).toMatch(/^0x[0-9a-f]{40}$/);
    expect(await mine()).toEqual([made]);
    expect(given(await stranger.listIndexAccounts()).rows).toEqual([]);
  });

  it('is changed by its owner alone', async () => {
    const [row] = await mine();
    const params = { id: row?.id ?? '' };
    const change = { name: 'Renamed', capUsd: '20', state: 'closed' } as const;
    expect(await stranger.updateIndexAccount({ params, body: change })).toMatchObject({ status: 404 });
    const changed = await audited('updateIndexAccount', by(OWNER), () =>
      owner.updateIndexAccount({ params, body: change }),
    );
    expect(given(changed)).toEqual({ ...row, name: 'Renamed', capUsd: '20', state: 'closed' });
    expect(given(await owner.updateIndexAccount({ params, body: { state: 'open' } }))).toMatchObject({
      ...{ name: 'Renamed', capUsd: '20', state: 'open' },
    });
  });

  it('gets addresses to send money to within its cap, and says how far each deposit is', async () => {
    const [row] = await mine();
    const params = { id: row?.id ?? '' };
    given(await owner.updateIndexAccount({ params, body: { capUsd: '1000' } }));
    const assets = given(await owner.listIndexAssets()).rows;
    expect(assets.map(({ symbol, memoNeeded }) => [symbol, memoNeeded])).toEqual([
      ['USDC', false],
      ['BTC', false],
      ['XRP', false],
      ['XLM', true],
    ]);
    const wish = {
      asset: 'nep141:btc.omft.near',
      amount: '0.01',
      refundTo: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    };
    const refused = { status: 422, problem: { code: 'index-refused' } };
    for (const wrong of [{ amount: '0.02' }, { amount: '0.00000001' }, { refundTo: OWNER.address }])
      expect(await owner.createIndexDeposit({ params, body: { ...wish, ...wrong } })).toMatchObject(refused);
    expect(await stranger.createIndexDeposit({ params, body: wish })).toMatchObject({ status: 404 });
    expect(given(await owner.listIndexDeposits({ params })).rows).toEqual([]);
    const made = given(
      await audited('createIndexDeposit', by(OWNER), () => owner.createIndexDeposit({ params, body: wish })),
    );
    expect(made).toMatchObject({
      chain: 'btc',
      amountUnits: '1000000',
      usd: '600',
      state: 'awaited',
      memo: null,
    });
    const stellar = {
      asset: 'nep141:stellar.omft.near',
      amount: '100',
      refundTo: 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ',
    };
    expect(given(await owner.createIndexDeposit({ params, body: stellar })).memo).toMatch(/^\d+$/);
    const detail = given(await owner.readIndexAccount({ params }));
    expect(detail.held).toMatchObject({ rows: [], valueUsd: '0' });
    expect(detail.deposits.map(({ chain }) => chain)).toEqual(['stellar', 'btc']);
    expect(await stranger.readIndexAccount({ params })).toMatchObject({ status: 404 });
    expect(await stranger.listIndexDeposits({ params })).toMatchObject({ status: 404 });
  });

  it('gives its key to its owner with a fresh signature, once, and no row holds it', async () => {
    const [row] = await mine();
    const params = { id: row?.id ?? '' };
    await world.database.admin`update sessions set stepped_up_at = null`;
    expect(await owner.exportIndexKey({ params })).toMatchObject({
      ...{ status: 403, problem: { code: 'step-up-required' } },
    });
    expect(await mine()).toMatchObject([{ exportedAtSeconds: null }]);
    for (const [visitor, wallet] of [
      [people.owner, OWNER],
      [people.stranger, STRANGER],
    ] as const)
      expect((await visitor.stepUp(wallet)).status).toBe(200);
    expect(await stranger.exportIndexKey({ params })).toMatchObject({ status: 404 });
    const idempotencyKey = 'a-key-of-a-request';
    const taken = given(
      await audited('exportIndexKey', by(OWNER), () => owner.exportIndexKey({ params, idempotencyKey })),
    );
    const key = taken.key as `0x${string}`;
    expect(privateKeyToAccount(key).address.toLowerCase()).toBe(row?.account);
    expect(given(await owner.exportIndexKey({ params, idempotencyKey }))).toEqual({
      ...{ account: row?.account, key: null },
    });
    expect((await mine())[0]?.exportedAtSeconds).toBeGreaterThan(0);
    const rows = await everyRow();
    expect(rows).toContain(row?.account);
    for (const form of [key, key.slice(2), Buffer.from(key.slice(2), 'hex').toString('base64')])
      expect(rows).not.toContain(form);
  });

  it('gets an index from its owner alone, which waits for its first look', async () => {
    const [row] = await mine();
    const params = { id: row?.id ?? '' };
    const allocations = [
      { token: 'nep141:wrap.near', targetBps: 7_500 },
      { token: 'nep141:usdc.near', targetBps: 2_500 },
    ];
    const wish = { name: 'Three to one', allocations } as const;
    expect(await owner.readIndex({ params })).toMatchObject({ status: 404 });
    expect(await owner.rebalanceIndex({ params, body: {} })).toMatchObject({ status: 404 });
    expect(await stranger.writeIndex({ params, body: wish })).toMatchObject({ status: 404 });
    const uneven = { ...wish, allocations: allocations.slice(0, 1) };
    expect(await owner.writeIndex({ params, body: uneven })).toMatchObject({
      ...{ status: 422, problem: { detail: expect.stringContaining('The shares make 75 %') } },
    });
    const written = given(
      await audited('writeIndex', by(OWNER), () => owner.writeIndex({ params, body: wish })),
    );
    expect(written).toMatchObject({ ...wish, version: 1, lastLook: null, lookedAtSeconds: null });
    expect(written.schedule).toEqual({ everySeconds: 3_600, bandBps: null });
    const daily = { ...wish, schedule: { everySeconds: 86_400, bandBps: 100 } };
    expect(given(await owner.writeIndex({ params, body: daily }))).toMatchObject({ ...daily, version: 2 });
    expect(given(await owner.readIndex({ params }))).toMatchObject({ ...daily, version: 2 });
    const due = await audited('rebalanceIndex', by(OWNER), () => owner.rebalanceIndex({ params, body: {} }));
    expect(given(due)).toEqual({ dryRun: false, look: null, swaps: [] });
    expect(given(await owner.listIndexTrades({ params }))).toEqual({ rows: [], nextCursor: null });
    for (const asked of [
      stranger.readIndex({ params }),
      stranger.rebalanceIndex({ params, body: {} }),
      stranger.rebalanceIndex({ params, body: { dryRun: true } }),
      stranger.listIndexTrades({ params }),
    ])
      expect(await asked).toMatchObject({ status: 404 });
  });

  it('lets money leave for an address of its chain, with a fresh signature, a test first', async () => {
    const [row] = await mine();
    const params = { id: row?.id ?? '' };
    const wish = {
      asset: 'nep141:btc.omft.near',
      shareBps: 10_000,
      to: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    };
    await world.database.admin`update sessions set stepped_up_at = null`;
    expect(await owner.createIndexWithdrawal({ params, body: wish })).toMatchObject({
      ...{ status: 403, problem: { code: 'step-up-required' } },
    });
    for (const [visitor, wallet] of [
      [people.owner, OWNER],
      [people.stranger, STRANGER],
    ] as const)
      expect((await visitor.stepUp(wallet)).status).toBe(200);
    const refusedFor = async (changed: object) => {
      const answer = await owner.createIndexWithdrawal({ params, body: { ...wish, ...changed } });
      return answer.ok ? 'begun' : answer.problem.detail;
    };
    expect(await refusedFor({})).toContain('holds no BTC');
    const seconds = Math.floor(Date.now() / 1_000) - 60;
    intents.ledger.give(
      { account: row?.account ?? '', token: 'nep141:btc.omft.near', units: 1_000_000n },
      seconds,
    );
    expect(await refusedFor({})).toContain('send a test of no more than 25 USD first');
    expect(await refusedFor({ to: OWNER.address })).toContain('is no address of btc');
    expect(await stranger.createIndexWithdrawal({ params, body: wish })).toMatchObject({ status: 404 });
    const test = { ...wish, shareBps: 400 };
    const made = given(
      await audited('createIndexWithdrawal', by(OWNER), () =>
        owner.createIndexWithdrawal({ params, body: test }),
      ),
    );
    expect(made).toMatchObject({
      chain: 'btc',
      amountUnits: '40000',
      usd: '24',
      isTest: true,
      state: 'asked',
    });
    expect(await refusedFor({ withoutTest: true })).toContain('Something of the account is under way');
    expect(given(await owner.listIndexWithdrawals({ params })).rows).toEqual([made]);
    expect(await stranger.listIndexWithdrawals({ params })).toMatchObject({ status: 404 });
  });

  it('lets a share of all of it leave, sold for one asset, and asks its owner where not all was sold', async () => {
    const [row] = await mine();
    const params = { id: row?.id ?? '' };
    const { admin } = world.database;
    await admin`update index_legs set leg_end = 'not-sent', ended_at = now() where leg_end is null`;
    const seconds = Math.floor(Date.now() / 1_000) - 60;
    intents.ledger.give(
      { account: row?.account ?? '', token: 'nep141:usdc.near', units: 500_000_000n },
      seconds,
    );
    const wish = {
      ...({ asset: 'nep141:btc.omft.near', of: 'index', shareBps: 1_000, withoutTest: true } as const),
      to: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    };
    const refusedFor = async (changed: object) => {
      const answer = await owner.createIndexWithdrawal({ params, body: { ...wish, ...changed } });
      return answer.ok ? 'begun' : answer.problem.detail;
    };
    expect(await refusedFor({ memo: '7' })).toContain('btc has no memo beside an address');
    expect(await refusedFor({ to: OWNER.address })).toContain('is no address of btc');
    expect(await refusedFor({ withoutTest: false })).toContain('send a test of no more than 25 USD first');
    expect(await stranger.createIndexWithdrawal({ params, body: wish })).toMatchObject({ status: 404 });
    const made = given(
      await audited('createIndexWithdrawal', by(OWNER), () =>
        owner.createIndexWithdrawal({ params, body: wish }),
      ),
    );
    // A tenth of 0.01 BTC as it is, and of 500 USDC sold for it.
    expect(made).toMatchObject({
      ...{ of: 'index', shareBps: 1_000, state: 'selling', amountUnits: '100000', usd: '110', choices: [] },
      sells: [{ symbol: 'USDC', decimals: 6, amountUnits: '50000000', state: 'planned', arrivedUnits: null }],
    });
    expect(await refusedFor({})).toContain('Something of the account is under way');
    const choosing = { params: { ...params, withdrawal: made.id }, body: { choice: 'keep' } as const };
    expect(await owner.chooseIndexWithdrawal(choosing)).toMatchObject({
      ...{ status: 422, problem: { detail: expect.stringContaining('There is nothing to choose') } },
    });
    await admin`update index_legs set leg_end = 'not-sent', ended_at = now() where leg_end is null`;
    await admin`update index_withdrawals set asks_since = now(), asks_why = 'not-all-sold' where leg_id = ${made.id}`;
    expect(given(await owner.listIndexWithdrawals({ params })).rows[0]).toMatchObject({
      ...{ state: 'choose', choices: ['leave', 'keep'] },
      words: expect.stringContaining('USDC was never sent. Nothing leaves before you say'),
    });
    // What waits for its owner is not sold from under it.
    expect(await refusedFor({})).toContain('Something of the account is under way');
    expect(await stranger.chooseIndexWithdrawal(choosing)).toMatchObject({ status: 404 });
    const kept = await audited('chooseIndexWithdrawal', by(OWNER), () =>
      owner.chooseIndexWithdrawal(choosing),
    );
    expect(given(kept)).toMatchObject({ id: made.id, state: 'kept', choices: [] });
    expect(given(await owner.chooseIndexWithdrawal(choosing))).toEqual(given(kept));
    expect(await owner.chooseIndexWithdrawal({ ...choosing, body: { choice: 'leave' } })).toMatchObject({
      status: 422,
    });
  });

  it('is one of ten at most, however many are asked for at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 13 }, () => stranger.createIndexAccount({ body })),
    );
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.problem.code]));
    expect(refused).toEqual(['too-many', 'too-many', 'too-many']);
    const { rows } = given(await stranger.listIndexAccounts());
    expect(new Set(rows.map(({ account }) => account)).size).toBe(10);
  });
});

it('how USDC is moved is chosen, and a look at it asked for, by its owner', async () => {
  const body = { profile: 'balanced' } as const;
  const chosen = given(
    await audited('chooseCashProfile', by(OWNER), () => owner.chooseCashProfile({ body })),
  );
  expect(chosen).toEqual({ profile: 'balanced', policyVersion: 1 });
  const run = () => owner.rebalance({ body: { dryRun: false } });
  expect(given(await audited('rebalance', by(OWNER), run))).toMatchObject({ state: 'due', plan: null });
  expect(await owner.rebalance({ body: {} })).toMatchObject({
    status: 409,
    problem: { code: 'not-looked-at' },
  });
  expect(given(await owner.readCash())).toMatchObject({ profile: 'balanced', valueUsd: null });
});

it('what an account has granted is registered by its owner once it is good, shown, and dropped with a word of what holds on', async () => {
  const anvil = await startAnvil(undefined, CHAIN_ID, ['--hardfork', 'prague']);
  const delegating = await buildDelegationWorld(anvil.rpcUrl);
  const { account, clone, token, guardian } = delegating;
  const holder = account.address.toLowerCase();
  await world.database.admin`
    insert into accounts (kind, chain_id, address, owner, holder, guardian, created_block, created_block_hash)
    values ('delegated', ${CHAIN_ID}, ${clone}, ${holder}, ${holder}, ${guardian}, 1, ${`0x${'1'.repeat(64)}`})`;
  const there = await startWebServer({
    ...{ APP_DB_URL: world.database.urls.app.reveal(), NEXTAUTH_SECRET: 'a secret of thirty-two characters' },
    CHAINS: JSON.stringify({ chains: [delegating.chainEntry] }),
  });
  const visitor = new Visitor(there.url);
  await visitor.logIn(account);
  const client = visitor.client();
  const granted = await delegating.grant();
  const body = {
    ...{ chainId: CHAIN_ID, clone, token, amountUnits: `${AMOUNT_UNITS}`, context: granted.context },
    signedFor: { chainId: CHAIN_ID, manager: delegating.place.manager },
  };
  const longer = { ...body, signedFor: { ...body.signedFor, chainId: 1 } };
  expect(await client.registerDelegation({ body: longer })).toMatchObject({
    status: 422,
    problem: { code: 'delegation-refused', errors: [{ in: 'body', field: 'context.chain' }] },
  });
  expect(given(await client.listDelegations()).rows).toEqual([]);
  const register = () => client.registerDelegation({ body });
  expect(given(await audited('registerDelegation', by(account), register))).toEqual({
    ...{ hash: granted.hash, fresh: true },
  });
  expect(given(await client.listDelegations()).rows).toMatchObject([
    {
      ...{ hash: granted.hash, account: holder, clone, symbol: 'USDC', decimals: 6, status: 'granted' },
      ...{ leftUnits: `${AMOUNT_UNITS}`, usedUnits: '0', why: null, dropped: false },
      caveats: [
        { kind: 'period', words: expect.stringMatching(/^At most 500 USDC a day, counted from /) },
        { kind: 'timestamp', words: expect.stringMatching(/^Only before /) },
      ],
      pause: { to: clone },
    },
  ]);
  const params = { hash: granted.hash };
  expect(await stranger.dropDelegation({ params })).toMatchObject({ status: 404 });
  const drop = () => client.dropDelegation({ params });
  const dropped = given(await audited('dropDelegation', by(account), drop));
  expect(dropped.holdsOn).toMatch(/On chain it holds on until .* unless 0x/);
  // What it names revokes it.
  await delegating.sendByAccount(dropped.revoke);
  expect(await client.registerDelegation({ body })).toMatchObject({
    problem: { code: 'delegation-refused', errors: [{ in: 'body', field: 'context.standing' }] },
  });
  there.stop();
  await anvil.stop();
}, 240_000);

it('whoever logs out elsewhere is in the audit log as well', async () => {
  const other = new Visitor(server.url);
  await other.logIn(OWNER);
  const [session] = given(await other.client().listSessions()).sessions.filter(({ isThis }) => isThis);
  const params = { id: session?.id ?? '' };
  await audited('endSession', by(OWNER), () => owner.endSession({ params }));
  await audited('endSessions', by(OWNER), () => owner.endSessions());
});

it('of every write of the API it is said whether the audit log tells of it, and each that it tells of was done here', () => {
  const writes = ENDPOINTS.filter(({ method }) => method !== 'GET').map(({ id }) => id);
  expect([...Object.keys(AUDITED), ...Object.keys(SILENT)].sort()).toEqual([...writes].sort());
  expect(Object.keys(AUDITED).filter((id) => !seen.has(id))).toEqual([]);
});
