import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../../e2e/support/api-world.ts';
import {
  arrangeBurnt,
  arrangeCashAccount,
  arrangeCashLook,
  arrangeCashMove,
  arrangeCashOwner,
  cashChain,
  cashVault,
  usdc,
} from '../../../e2e/support/cash-rows.ts';
import { listCashMoves, readCash, rebalance } from '../../../lib/api/cash.ts';
import { compareStrategies } from '../../../lib/api/strategies.ts';
import type { CashPolicy } from '../../../lib/cash/cash-policy.ts';
import type { CashSnapshot } from '../../../lib/cash/cash-snapshot.ts';
import { profileFor } from '../../../lib/cash/optimize-snapshot.ts';
import { addressOf } from '../../../services/store/testing/arrange.ts';

const OWNER = ownerOf(1);
const FIRST = { chainId: 31_337, name: 'First', address: addressOf(71) };
const SECOND = { chainId: 31_338, name: 'Second', address: addressOf(72) };
const NORTH = addressOf(81);
const SOUTH = addressOf(82);
const POLICY: CashPolicy = profileFor('balanced', [FIRST.chainId, SECOND.chainId]);

let world: ApiWorld;
let owner: Credentials;
let stranger: Credentials;
let ownerId: string;
let portfolioId: string;
let nowSeconds: number;
let decisionId: string;

beforeAll(async () => {
  world = await buildApiWorld();
  const { admin } = world.database;
  [owner, stranger] = [await world.session(OWNER), await world.session(ownerOf(2))];
  nowSeconds = Math.floor(Date.now() / 1_000) - 1_200;
  portfolioId = await arrangeCashAccount(admin, { owner: OWNER, ...FIRST });
  await arrangeCashAccount(admin, { owner: OWNER, ...SECOND });
  await arrangeCashAccount(admin, { owner: ownerOf(2), chainId: FIRST.chainId, address: addressOf(73) });
  ownerId = await arrangeCashOwner(admin, OWNER, POLICY);
  const look = await arrangeCashLook(admin, ownerId, { snapshot: snapshotOf(), policy: POLICY });
  decisionId = look.id;
  const move = { decisionId, portfolioId, chainId: FIRST.chainId, units: usdc(500) };
  await arrangeCashMove(admin, 0, { ...move, vault: NORTH, daysAgo: 20, scoreUnits: 1_250_000n });
  await arrangeCashMove(admin, 1, { ...move, vault: SOUTH, daysAgo: 12, scoreUnits: -400_000n });
  await arrangeCashMove(admin, 2, { ...move, vault: NORTH, daysAgo: 2, scoreUnits: null });
  await arrangeCashMove(admin, 3, { ...move, vault: NORTH, daysAgo: 15, scoreUnits: -100_000n });
  await arrangeBurnt(admin, { portfolioId, from: FIRST, to: SECOND, units: usdc(1_000) });
});
afterAll(() => world?.stop());

/** 7,000 here, 2,000 over there, 1,000 on its way. */
const snapshotOf = (): CashSnapshot => {
  const [one, two] = [FIRST, SECOND].map(({ chainId }) => chainId) as [number, number];
  const north = cashVault('North', NORTH, { rate: 4, held: 4_000, nowSeconds });
  const south = cashVault('South', SOUTH, { rate: 4, held: 0, nowSeconds, utilisationE18: null });
  const away = cashVault('Away', addressOf(83), { rate: 4, held: 2_000, nowSeconds });
  return {
    ...{ nowSeconds, halted: false, leadE18: 0n },
    chains: [
      cashChain(FIRST, [north, south], { idle: 3_000, siblings: [two], nowSeconds, paused: true }),
      cashChain(SECOND, [away], {
        ...{ idle: 0, siblings: [one], nowSeconds },
        arriving: [{ units: usdc(1_000), dueAtSeconds: nowSeconds + 3_600 }],
      }),
    ],
    anchor: [{ chainId: one, vault: NORTH, shareBps: 4_000 }],
  };
};

const ask = (method: string, path: string, as: Credentials, body?: unknown) =>
  askRoute(method, path, { as, body });
const notes = async () =>
  (await world.database.admin`select action, actor from audit_log order by position`).map((row) => ({
    ...row,
  }));

describe('an owner’s cash', () => {
  it('is one value over all chains, what is on its way counted once, where it goes', async () => {
    const { status, body } = await ask('GET', '/api/cash', owner);
    expect(status).toBe(200);
    expect(readCash.answer?.parse(body)).toEqual(body);
    expect(body).toMatchObject({ valueUsd: '10000', profile: 'balanced', policyVersion: 1, failure: null });
    expect(
      body.chains.map((chain: Record<string, unknown>) => [
        chain.chainName,
        chain.valueUsd,
        chain.arrivingUsd,
      ]),
    ).toEqual([
      ['First', '7000', '0'],
      ['Second', '3000', '1000'],
    ]);
    expect(body.chains[0]).toMatchObject({ address: FIRST.address, paused: true, onHandUsd: '3000' });
    expect(body.chains[0].vaults[0]).toMatchObject({
      name: 'North',
      heldUsd: '4000',
      expectedPercent: '4.0000',
    });
  });

  it('is told with what is on its way, its step, and how to mint it oneself', async () => {
    const { transfers } = (await ask('GET', '/api/cash', owner)).body;
    expect(transfers).toMatchObject([
      {
        ...{ amountUsd: '1000', step: 'burnt', overdue: false, why: 'Circle has not attested it yet.' },
        mintYourself: { state: 'not-attested', chainId: SECOND.chainId, data: null },
      },
    ]);
    expect(transfers[0].mintYourself.askPath).toMatch(/^\/v2\/messages\/0\?transactionHash=0x[0-9a-f]{64}$/);
  });

  it('is told with the newest decision in words, and how moves were judged', async () => {
    const { decision, score, moves } = (await ask('GET', '/api/cash', owner)).body;
    expect(decision).toMatchObject({ kind: 'stay', reason: 'paused', moves: [] });
    expect(decision.why).toMatch(/^Stay: the portfolio is paused: First\./);
    expect(score).toEqual({ usd: '0.75', judged: 3, good: 1, bad: 2, waiting: 1 });
    expect(moves.map((move: { score: unknown }) => move.score)).toMatchObject([
      { state: 'too-young', usd: null },
      { state: 'judged', usd: '-0.4' },
      { state: 'judged', usd: '-0.1' },
      { state: 'judged', usd: '1.25' },
    ]);
  });

  it('is told with why a move was not carried out', async () => {
    const { admin } = world.database;
    const move = { decisionId, portfolioId, chainId: FIRST.chainId, vault: NORTH, units: usdc(5) };
    await arrangeCashMove(admin, 4, { ...move, daysAgo: 1, scoreUnits: null });
    await admin`update cash_moves set status = 'failed', why = 'The vault gave too little.' where move_index = 4`;
    const { moves, score } = (await ask('GET', '/api/cash', owner)).body;
    expect(moves[0]).toMatchObject({
      ...{ status: 'failed', why: 'The vault gave too little.' },
      score: { state: 'not-done', usd: null },
    });
    expect(score.waiting).toBe(1);
    await admin`delete from cash_moves where move_index = 4`;
  });

  it('is told with what a decision holds back, by names and amounts', async () => {
    const { admin } = world.database;
    const held = {
      chainId: FIRST.chainId,
      vault: NORTH,
      units: '500000000',
      lossUnits: '3000000',
      mostUnits: '1250000',
    };
    await admin`update cash_decisions set held = ${JSON.stringify([held])}::text::jsonb where id = ${decisionId}`;
    const { body } = await ask('GET', '/api/cash', owner);
    expect(readCash.answer?.parse(body)).toEqual(body);
    expect(body.decision.held).toEqual([
      {
        ...{ chainId: FIRST.chainId, chainName: expect.any(String), vault: NORTH, vaultName: 'North' },
        ...{ amountUsd: '500', lossUsd: '3', mostUsd: '1.25' },
      },
    ]);
    await admin`update cash_decisions set held = null where id = ${decisionId}`;
  });

  it('is told with the contracts that nothing looks after: of several on one chain the first is', async () => {
    const { admin } = world.database;
    const others = [
      { chainId: FIRST.chainId, address: addressOf(91) },
      { chainId: 31_339, address: addressOf(92) },
    ];
    for (const place of others) await arrangeCashAccount(admin, { owner: OWNER, ...place });
    await admin`update accounts set refresh = true where address = ${addressOf(92)}`;
    const { body } = await ask('GET', '/api/cash', owner);
    expect(readCash.answer?.parse(body)).toEqual(body);
    expect(body.chains.map(({ address }: { address: string }) => address)).toEqual([
      FIRST.address,
      SECOND.address,
    ]);
    expect(body.leftAlone).toMatchObject([
      { address: addressOf(91), reason: 'another-first' },
      { address: addressOf(92), reason: 'other-signer' },
    ]);
    // The first gives the bot's key up: the other one is looked after from now on.
    await admin`update accounts set refresh = true where address = ${FIRST.address}`;
    const later = (await ask('GET', '/api/cash', owner)).body;
    expect(later.chains[0].address).toBe(addressOf(91));
    expect(later.leftAlone).toMatchObject([{ address: FIRST.address, reason: 'other-signer' }, {}]);
    await admin`update accounts set refresh = false where address = ${FIRST.address}`;
    await admin`delete from accounts where address in (${addressOf(91)}, ${addressOf(92)})`;
  });

  it('is told by pages of moves, the newest first, each once', async () => {
    const seen: { id: string; wishedAtSeconds: number }[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await ask('GET', `/api/cash/moves?limit=2${after}`, owner);
      expect(listCashMoves.answer?.parse(body)).toEqual(body);
      seen.push(...body.rows);
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(4);
    const times = seen.map(({ wishedAtSeconds }) => wishedAtSeconds);
    expect(times).toEqual(times.toSorted((one, other) => other - one));
    expect(times).toHaveLength(4);
  });

  it('is nobody else’s: another owner sees their contract, no value and no move', async () => {
    const { body } = await ask('GET', '/api/cash', stranger);
    expect(readCash.answer?.parse(body)).toEqual(body);
    expect(body).toMatchObject({ valueUsd: null, profile: null, decision: null, transfers: [], moves: [] });
    expect(body.chains).toMatchObject([{ address: addressOf(73), valueUsd: null }]);
    expect((await ask('GET', '/api/cash/moves', stranger)).body).toEqual({ rows: [], nextCursor: null });
    expect((await askRoute('GET', '/api/cash')).status).toBe(401);
  });
});

describe('a look that is asked for', () => {
  beforeEach(
    () => world.database.admin`
      update cash_owners set looked_at = now() - interval '1 minute', visible_at = now() + interval '1 hour', lease_owner = null`,
  );
  const isDue = async () =>
    (await world.database.admin`select visible_at <= now() as due from cash_owners where id = ${ownerId}`)[0]
      ?.due;

  it('dry says what the next would do by the last look, and changes nothing', async () => {
    const { status, body } = await ask('POST', '/api/rebalance', owner, {});
    expect([status, body.state, body.plan.kind, body.plan.reason]).toEqual([
      200,
      'planned',
      'stay',
      'paused',
    ]);
    expect(rebalance.answer?.parse(body)).toEqual(body);
    expect(await isDue()).toBe(false);
  });

  it('is made due once, by whoever owns it, and told of in the audit log', async () => {
    const before = (await notes()).length;
    expect((await ask('POST', '/api/rebalance', owner, { dryRun: false })).body).toEqual({
      ...{ dryRun: false, state: 'due', plan: null },
    });
    expect(await isDue()).toBe(true);
    expect((await notes()).slice(before)).toEqual([
      { action: 'cash-look-asked-for', actor: `user:${OWNER}` },
    ]);
  });

  it('is not asked for while one is under way, just after one, or where nothing is chosen', async () => {
    const run = (as: Credentials) => ask('POST', '/api/rebalance', as, { dryRun: false });
    expect((await run(stranger)).body).toMatchObject({ status: 409, code: 'not-served' });
    await world.database.admin`update cash_owners set looked_at = now()`;
    expect((await run(owner)).body).toMatchObject({ status: 429, code: 'cooldown' });
    await world.database.admin`update cash_owners set lease_owner = 'somebody'`;
    expect((await run(owner)).body).toMatchObject({ state: 'under-way' });
    expect(await isDue()).toBe(false);
  });

  it('is nothing that a token without the scope may ask for', async () => {
    const reading = await world.token(OWNER, ['portfolios:read', 'portfolios:write']);
    expect((await ask('POST', '/api/rebalance', reading, {})).status).toBe(403);
    const running = await world.token(OWNER, ['portfolios:run']);
    expect((await ask('POST', '/api/rebalance', running, {})).status).toBe(200);
  });
});

describe('a profile', () => {
  it('is chosen with a line in the audit log, and choosing it again changes nothing', async () => {
    const before = (await notes()).length;
    const choose = (as: Credentials, profile: string) => ask('PUT', '/api/cash/profile', as, { profile });
    expect((await choose(owner, 'conservative')).body).toEqual({ profile: 'conservative', policyVersion: 2 });
    expect((await choose(owner, 'conservative')).body).toEqual({ profile: 'conservative', policyVersion: 2 });
    expect((await choose(stranger, 'aggressive')).body).toEqual({ profile: 'aggressive', policyVersion: 1 });
    expect((await choose(owner, 'reckless')).status).toBe(400);
    expect((await notes()).slice(before)).toEqual([
      { action: 'cash-profile-chosen', actor: `user:${OWNER}` },
      { action: 'cash-profile-chosen', actor: `user:${ownerOf(2)}` },
    ]);
    expect((await ask('GET', '/api/cash', owner)).body).toMatchObject({
      profile: 'conservative',
      valueUsd: '10000',
    });
  });
});

describe('strategies', () => {
  it('are not compared over days that nobody has stored, and that is said in words', async () => {
    const { status, body } = await askRoute('GET', '/api/strategies?profile=aggressive');
    expect(status).toBe(200);
    expect(compareStrategies.answer?.parse(body)).toEqual(body);
    expect(body).toMatchObject({ profile: 'aggressive', amountUsd: '10000' });
    expect(body.spans.map(({ why }: { why: string }) => why)).toEqual([
      'Not enough history: 61 days of two vaults are needed, 0 are stored.',
      'Not enough history: 121 days of two vaults are needed, 0 are stored.',
    ]);
    expect((await askRoute('GET', '/api/strategies?profile=reckless')).status).toBe(400);
  });
});
