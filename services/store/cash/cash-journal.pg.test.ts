import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  decodeCashDecision,
  decodeCashPolicy,
  decodeCashSnapshot,
  encodeCashPolicy,
} from '../../../lib/cash/cash-codec.ts';
import { decideCash } from '../../../lib/cash/decide-cash.ts';
import type { DueCash } from '../../../lib/cash/moves/due-cash.ts';
import { replayCash } from '../../../lib/cash/replay-cash.ts';
import { cashOf, chainOf, NOW, openPolicy, usdc, vaultOf } from '../../../lib/cash/testing/cash-builders.ts';
import { vaultMoveCallOf } from '../../../lib/ledger/cash-call.ts';
import { failure } from '../../../lib/result.ts';
import { readLastCashDecision } from '../api/cash-reads.ts';
import { type BotDatabase, openBotDatabase } from '../database.ts';
import { resumePortfolio } from '../pauses.ts';
import { addressOf, arrangePortfolios, CHAIN_ID, hashOf } from '../testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { readOpenCalls } from '../tick/calls.ts';
import { readRecordedCash, readRecordedCashAfter } from '../tick/recorded-decisions.ts';
import { claimCashOwners, failCashLook, readClaimTime, releaseCashOwner } from './cash-claims.ts';
import { type CashEntry, journalCash, type SignedMove } from './cash-journal.ts';
import {
  closeMove,
  noteMoveDone,
  noteMoveUndone,
  noteMoveWaits,
  readOpenMoves,
  wishMoveCall,
} from './cash-moves.ts';
import { readUnjudged, saveCashScore } from './cash-scores.ts';

let database: TestDatabase;
let bot: BotDatabase;
let portfolioId = '';
const ACCOUNT = addressOf(71);
const SIGNER = addressOf(72);
const VAULT = addressOf(73);
const OWNER = addressOf(74);
const POLICY = openPolicy({ chainCaps: [{ chainId: CHAIN_ID, capBps: 10_000 }] });

beforeAll(async () => {
  database = await createTestDatabase();
  bot = openBotDatabase({ url: database.urls.bot });
  const [portfolio] = await arrangePortfolios(database.admin, 1);
  portfolioId = portfolio?.id ?? '';
  await database.admin`delete from leases where id = ${portfolioId}`;
  await database.admin`
    update accounts set kind = 'cash', address = ${ACCOUNT}, owner = ${OWNER}, signer = ${SIGNER}, generation = 1
    where id = (select account_id from portfolios where id = ${portfolioId})`;
});
afterAll(async () => {
  await bot?.close();
  await database?.drop();
});
beforeEach(async () => {
  await database.admin`delete from cash_owners`;
  await database.admin`delete from vault_rates`;
  await database.admin`
    insert into cash_owners (owner, profile, policy)
    values (${OWNER}, 'balanced', ${JSON.stringify(encodeCashPolicy(POLICY))}::text::jsonb)`;
});

const claim = async () =>
  bot.run(async (sql) => {
    const dueBefore = await readClaimTime(sql);
    return claimCashOwners(sql, { holder: 'a test', limit: 10, leaseSeconds: 60, dueBefore });
  });
const claimOne = async (): Promise<DueCash> => {
  const [due] = await claim();
  if (due === undefined) throw new Error('nobody is due');
  return due;
};

const SNAPSHOT = cashOf([chainOf(CHAIN_ID, [vaultOf(VAULT)], { idle: 1_000 })], {
  anchor: [{ chainId: CHAIN_ID, vault: VAULT, shareBps: 10_000 }],
});
const moveOf = (index: number, kind: 'Deposit' | 'Redeem', nonce = BigInt(index) + 300n): SignedMove => ({
  ...{
    id: hashOf(`move ${index} ${nonce}`),
    index,
    portfolioId,
    chainId: CHAIN_ID,
    account: ACCOUNT,
    signer: SIGNER,
  },
  ...{ toChainId: null, units: usdc(1_000), signature: '0x0102', fromBlock: 7n },
  words:
    kind === 'Deposit'
      ? { kind, vault: VAULT, assets: usdc(1_000), minShares: 5n }
      : { kind, vault: VAULT, shares: 9n, minAssets: 8n },
  terms: { nonce, generation: 1, deadline: NOW + 3_600 },
});
const entryOf = (due: DueCash, moves: readonly SignedMove[], more: Partial<CashEntry> = {}): CashEntry => ({
  ...{ due, snapshot: SNAPSHOT, policy: POLICY, decision: decideCash(SNAPSHOT, POLICY), moves },
  ...{ dueInSeconds: 0, held: [], ...more },
});
const journal = (entry: CashEntry) => bot.run((sql) => journalCash(sql, entry));
const open = (finalBlock = 0n) =>
  bot.run((sql) => readOpenMoves(sql, { chainId: CHAIN_ID, finalBlock, limit: 10 }));
const EVENT = {
  ...{ txHash: hashOf('tx'), blockNumber: 50n, blockHash: hashOf('50'), blockSeconds: NOW },
  ...{ receivedUnits: usdc(999), lossUnits: usdc(1) },
};
const finish = (id: SignedMove['id'], more: Partial<Parameters<typeof noteMoveDone>[1]> = {}) =>
  bot.run((sql) =>
    noteMoveDone(sql, { id, event: EVENT, shift: { from: null, to: null }, expectedGasUnits: 7n, ...more }),
  );

describe("owners' cash is looked at by one at a time", () => {
  it('once each by claimants that overlap, with policy, starting place and lead', async () => {
    const [one, other] = await Promise.all([claim(), claim()]);
    expect([...one, ...other]).toMatchObject([
      { owner: OWNER, policy: { ok: true, value: POLICY }, anchor: [], leadE18: 0n },
    ]);
  });

  it('again when a claim lapses, and what the first one writes then is void', async () => {
    const slow = await claimOne();
    await database.admin`update cash_owners set visible_at = now()`;
    const quick = await claimOne();
    expect(await journal(entryOf(slow, [moveOf(0, 'Deposit')]))).toBeNull();
    expect(
      await bot.run((sql) => failCashLook(sql, { due: slow, failure: failure('bug', 'x'), againSeconds: 1 })),
    ).toBeNull();
    expect(await open()).toEqual([]);
    expect(await journal(entryOf(quick, [moveOf(0, 'Deposit')]))).not.toBeNull();
  });

  it('not while a move of theirs may still come, and again once it has', async () => {
    await journal(entryOf(await claimOne(), [moveOf(0, 'Deposit')]));
    expect(await claim()).toEqual([]);
    await finish(moveOf(0, 'Deposit').id);
    expect(await claim()).toHaveLength(1);
  });

  it('and what a decision holds back is read with it', async () => {
    const shift = {
      ...({ kind: 'invest', from: { chainId: CHAIN_ID, vault: null }, units: usdc(1_000) } as const),
      ...{ to: { chainId: CHAIN_ID, vault: VAULT }, earnedUnits: 9n, costUnits: 1n, neededUnits: 1n },
    };
    const due = await claimOne();
    await journal(entryOf(due, [], { held: [{ shift, lossUnits: 4_000_000n, mostUnits: 2_500_000n }] }));
    const last = await database.admin.begin((sql) => readLastCashDecision(sql, due.ownerId));
    expect(last?.held).toEqual([
      { chainId: CHAIN_ID, vault: VAULT, units: usdc(1_000), lossUnits: 4_000_000n, mostUnits: 2_500_000n },
    ]);
  });

  it('given back, they are due at once', async () => {
    const due = await claimOne();
    await bot.run((sql) => releaseCashOwner(sql, due));
    expect(await claim()).toHaveLength(1);
  });

  it('later and later when they fail by themselves, in the end no more, and soon after others’ trouble', async () => {
    const again = async (code: 'guard-refused' | 'venue-unavailable') => {
      await database.admin`update cash_owners set visible_at = now() where visible_at < 'infinity'`;
      const due = await claimOne();
      return bot.run((sql) => failCashLook(sql, { due, failure: failure(code, 'why'), againSeconds: 60 }));
    };
    const inSeconds = async () => {
      const [row] = await database.admin<{ wait: number; failures: number; code: string }[]>`
        select extract(epoch from visible_at - now())::float8 as wait, failures, failure_code as code from cash_owners`;
      return row;
    };
    expect(await again('venue-unavailable')).toBe('again');
    expect(await inSeconds()).toMatchObject({ failures: 0, code: 'venue-unavailable' });
    expect(await again('guard-refused')).toBe('again');
    expect(await again('guard-refused')).toBe('again');
    const late = await inSeconds();
    expect(late?.failures).toBe(2);
    expect(late?.wait).toBeGreaterThan(110);
    expect(await again('guard-refused')).toBe('set-aside');
    expect(await claim()).toEqual([]);
    const resumed = await bot.run((sql) => resumePortfolio(sql, ACCOUNT));
    expect(resumed).toEqual({ ok: true, value: 'guard-refused' });
    expect(await claim()).toHaveLength(1);
  });
});

describe('a decision about cash', () => {
  it('is written with its moves, and read back as it was', async () => {
    const id = await journal(entryOf(await claimOne(), [moveOf(0, 'Redeem'), moveOf(1, 'Deposit')]));
    const [row] = await database.admin<
      { snapshot: unknown; decision: unknown; policy: unknown; kind: string }[]
    >`
      select snapshot, decision, policy, kind from cash_decisions where id = ${id}`;
    const snapshot = decodeCashSnapshot(row?.snapshot);
    const policy = decodeCashPolicy(row?.policy);
    if (!snapshot.ok || !policy.ok) throw new Error('not read');
    expect(decodeCashDecision(row?.decision)).toEqual({
      ok: true,
      value: decideCash(snapshot.value, policy.value),
    });
    expect(row?.kind).toBe('move');
    const recorded = await bot.run((sql) => readRecordedCash(sql, id ?? ''));
    expect(recorded && replayCash(recorded)).toEqual({ kind: 'identical', sameEngine: true });
    expect(await bot.run((sql) => readRecordedCashAfter(sql, { id: '0', rowsMax: 5 }))).toEqual([recorded]);
    expect(await open()).toMatchObject([
      {
        index: 0,
        kind: 'redeem',
        shares: 9n,
        least: 8n,
        vault: VAULT,
        paid: 'yes',
        fromBlock: 7n,
        account: ACCOUNT,
      },
      {
        index: 1,
        kind: 'deposit',
        shares: null,
        least: 5n,
        units: usdc(1_000),
        paid: 'not-yet',
        signer: SIGNER,
      },
    ]);
  });

  it('keeps the starting place that was chosen first', async () => {
    await journal(entryOf(await claimOne(), []));
    const other = [{ chainId: CHAIN_ID, vault: addressOf(75), shareBps: 1 }];
    await journal(entryOf(await claimOne(), [], { snapshot: { ...SNAPSHOT, anchor: other } }));
    expect(await claimOne()).toMatchObject({ anchor: SNAPSHOT.anchor });
  });

  it('is not written where one of its nonces may still be used, nor anything of it', async () => {
    await journal(entryOf(await claimOne(), [moveOf(0, 'Deposit')]));
    await database.admin`update cash_moves set transfer_id = null, status = 'done', tx_hash = ${hashOf('t')}, block_number = 1,
      block_hash = ${hashOf('b')}, done_at_seconds = 1`;
    const due = await claimOne();
    await expect(
      journal(entryOf(due, [moveOf(1, 'Redeem'), { ...moveOf(2, 'Deposit', 300n) }])),
    ).rejects.toThrow();
    expect(await database.admin`select from cash_decisions`).toHaveLength(1);
  });
});

describe('a move of cash', () => {
  const call = (round = 0) =>
    vaultMoveCallOf(
      { chainId: CHAIN_ID, portfolioId, sender: SIGNER, target: ACCOUNT, data: '0x0a', gasLimit: 300_000n },
      round,
    );
  const wish = (round = 0) =>
    bot.run((sql) => wishMoveCall(sql, { call: call(round), id: moveOf(0, 'Deposit').id, generation: 1n }));
  beforeEach(async () => {
    await journal(entryOf(await claimOne(), [moveOf(0, 'Deposit')]));
  });

  it('has one call at a time, and another round once it is over', async () => {
    expect([await wish(), await wish(), await wish(1)]).toEqual([true, false, false]);
    const [state] = await bot.run((sql) => readOpenCalls(sql, CHAIN_ID));
    expect(state).toMatchObject({ call: call(), isWanted: true });
    expect(await open()).toMatchObject([{ isBeingSent: true, rounds: 0, hasReverted: false }]);
    await database.admin`update calls set status = 'reverted', closed_at = now()`;
    expect(await open()).toMatchObject([{ isBeingSent: false, rounds: 1, hasReverted: true }]);
    expect([await wish(), await wish(1)]).toEqual([false, true]);
  });

  it('is not wanted any more when it is given up, when moves are stopped, or its portfolio is set aside', async () => {
    await wish();
    const isWanted = async () => (await bot.run((sql) => readOpenCalls(sql, CHAIN_ID)))[0]?.isWanted;
    await database.admin`update portfolios set quarantined_at = now(), quarantine_reason = 'paused by the operator'`;
    expect(await isWanted()).toBe(false);
    expect(await open()).toMatchObject([{ isHeld: true }]);
    await database.admin`update portfolios set quarantined_at = null, quarantine_reason = null`;
    expect(await isWanted()).toBe(true);
    const { id } = moveOf(0, 'Deposit');
    await bot.run((sql) => closeMove(sql, { id, status: 'abandoned', why: 'its time is over' }));
    expect(await isWanted()).toBe(false);
    expect(await open()).toEqual([]);
    expect(await claim()).toHaveLength(1);
  });

  it('is done with what it cost and what shares were worth, and wanted again where its block is gone', async () => {
    const { id } = moveOf(0, 'Deposit');
    await database.admin`insert into vault_rates (chain_id, vault, time_seconds, block_number, share_price_e18, tvl_units)
      values (${CHAIN_ID}, ${VAULT}, ${NOW - 60}, 5, 1100000000000000000, 1), (${CHAIN_ID}, ${VAULT}, ${NOW + 60}, 6, 1200000000000000000, 1)`;
    await wish();
    await database.admin`update calls set status = 'done', closed_at = now()`;
    await database.admin`insert into transactions (chain_id, tx_hash, call_id, attempt, sender, nonce, bump, raw, max_fee_wei,
        max_priority_fee_wei, status, block_number, block_hash, gas_used, gas_price_wei, native_usd_e18)
      values (${CHAIN_ID}, ${hashOf('tx')}, ${call().id}, 1, ${SIGNER}, 0, 0, '0x', 1, 1, 'included', 50, ${hashOf('50')}, 200000,
        1000000000, 2000000000000000000000)`;
    await finish(id, { shift: { from: null, to: { chainId: CHAIN_ID, vault: VAULT } } });
    const [row] = await database.admin<object[]>`
      select status, received_units::text as received, cost_units::text as cost, from_price_e18::text as "from",
        to_price_e18::text as "to", arrived_at_seconds::float8 as arrived from cash_moves`;
    // 0.0002 ether at 2,000 dollars, and the dollar that the contract charged.
    expect(row).toEqual({
      ...{ status: 'done', received: '999000000', cost: '1400000', from: null, to: '1100000000000000000' },
      arrived: NOW,
    });
    expect(await open(49n)).toMatchObject([{ stored: { status: 'done', place: { blockNumber: 50n } } }]);
    expect(await open(50n)).toEqual([]);
    await bot.run((sql) => noteMoveUndone(sql, id));
    expect(await open()).toMatchObject([{ stored: { status: 'wanted', place: null } }]);
  });

  it('costs what its gas was expected to where the price of its block is not known, and nothing where others sent it', async () => {
    const { id } = moveOf(0, 'Deposit');
    const cost = async () =>
      (await database.admin<{ cost: string }[]>`select cost_units::text as cost from cash_moves`)[0]?.cost;
    await finish(id);
    expect(await cost()).toBe('1000000');
    await bot.run((sql) => noteMoveUndone(sql, id));
    await wish();
    await database.admin`insert into transactions (chain_id, tx_hash, call_id, attempt, sender, nonce, bump, raw, max_fee_wei,
        max_priority_fee_wei, status, block_number, block_hash, gas_used, gas_price_wei)
      values (${CHAIN_ID}, ${hashOf('tx')}, ${call().id}, 1, ${SIGNER}, 0, 0, '0x', 1, 1, 'included', 50, ${hashOf('50')}, 1, 1)`;
    await finish(id);
    expect(await cost()).toBe('1000007');
  });

  it('is judged once it is a week old, and by all that were, the owner is ahead of staying or behind', async () => {
    const { id } = moveOf(0, 'Deposit');
    await finish(id);
    const week = 7 * 86_400;
    const unjudged = (nowSeconds: number) => bot.run((sql) => readUnjudged(sql, { nowSeconds, limit: 10 }));
    expect(await unjudged(NOW + week - 1)).toEqual([]);
    const [one] = await unjudged(NOW + week);
    expect(one).toMatchObject({ id, index: 0, units: usdc(1_000), costUnits: usdc(1) });
    await bot.run((sql) => saveCashScore(sql, { id, ownerId: one?.ownerId ?? '', scoreUnits: -usdc(2) }));
    await bot.run((sql) => saveCashScore(sql, { id, ownerId: one?.ownerId ?? '', scoreUnits: usdc(9) }));
    expect(await unjudged(NOW + week)).toEqual([]);
    // 2 of 1,000 dollars.
    expect(await claimOne()).toMatchObject({ leadE18: -(2n * 10n ** 15n) });
  });

  it('says why it waits', async () => {
    await bot.run((sql) =>
      noteMoveWaits(sql, { id: moveOf(0, 'Deposit').id, why: 'the vault is empty'.repeat(40) }),
    );
    const [row] = await database.admin<{ why: string }[]>`select why from cash_moves`;
    expect(row?.why).toHaveLength(400);
  });
});
