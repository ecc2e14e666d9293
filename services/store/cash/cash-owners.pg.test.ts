import { expect, it } from 'vitest';
import { CASH_PRESETS } from '../../../lib/cash/cash-policy.ts';
import { asNamedViewer } from '../as-viewer.ts';
import { openAppSql } from '../database.ts';
import { addressOf, CHAIN_ID, hashOf } from '../testing/arrange.ts';
import { type TestBot, withTestBot } from '../testing/with-test-bot.ts';
import {
  type CashState,
  readCashAccounts,
  readCashReach,
  saveCashCreations,
  saveCashStates,
  takeCashToRead,
} from './cash-accounts.ts';
import { type CashChoice, chooseCashProfile, readChosenCash } from './cash-owners.ts';

let world: TestBot;
withTestBot((opened) => {
  world = opened;
});

const [ANN, BOB, SIGNER] = [addressOf(1), addressOf(2), addressOf(9)];
const FACTORY = addressOf(20);
const choiceOf = (profile: 'conservative' | 'aggressive'): CashChoice => ({
  ...{ owner: ANN, profile, policy: CASH_PRESETS[profile], actor: `user:${ANN}`, origin: null },
});

it('an owner chooses a profile for their own cash alone, with a line in the log for each change and none for a repetition', async () => {
  const app = openAppSql(world.database.urls.app);
  const as = <T>(address: typeof ANN, work: Parameters<typeof asNamedViewer<T>>[2]) =>
    asNamedViewer<T>(app, { address, role: 'user' }, work);
  expect(await as(ANN, (sql) => readChosenCash(sql, ANN))).toBeNull();
  expect(await as(ANN, (sql) => chooseCashProfile(sql, choiceOf('conservative')))).toBe(true);
  expect(await as(ANN, (sql) => chooseCashProfile(sql, choiceOf('conservative')))).toBe(false);
  await world.database.admin`update cash_owners set visible_at = 'infinity', anchor = '[]'`;
  expect(await as(ANN, (sql) => chooseCashProfile(sql, choiceOf('aggressive')))).toBe(true);
  const chosen = { profile: 'aggressive', policy: { ok: true, value: CASH_PRESETS.aggressive }, version: 2 };
  expect(await as(ANN, (sql) => readChosenCash(sql, ANN))).toEqual(chosen);
  const [row] = await world.database.admin`select visible_at <= now() as is_due, anchor from cash_owners`;
  expect(row).toEqual({ is_due: true, anchor: [] });
  const log = await world.database.admin`
    select actor, before, after from audit_log where action = 'cash-profile-chosen' order by id`;
  expect(log.map((line) => ({ ...line }))).toEqual([
    { actor: `user:${ANN}`, before: null, after: { owner: ANN, profile: 'conservative' } },
    {
      ...{ actor: `user:${ANN}`, before: { profile: 'conservative', version: 1 } },
      after: { owner: ANN, profile: 'aggressive' },
    },
  ]);
  expect(await as(BOB, (sql) => readChosenCash(sql, ANN))).toBeNull();
  await expect(as(BOB, (sql) => chooseCashProfile(sql, choiceOf('conservative')))).rejects.toThrow(
    /row-level security/,
  );
  await app.end();
});

const creationOf = (n: number, block: bigint) => ({
  ...{ address: addressOf(n), owner: ANN, blockNumber: block, blockHash: hashOf(`block ${block}`) },
});
const stateOf = (n: number, more: Partial<CashState> = {}): CashState => ({
  ...{ address: addressOf(n), owner: ANN, signer: SIGNER, generation: 1n, paused: false },
  ...more,
});

it('found cash is asked for its signer ever more seldom, becomes a portfolio once it names ours, and is none of ours when it is gone', async () => {
  const { bot } = world;
  const key = { chainId: CHAIN_ID, factory: FACTORY };
  const find = (fromBlock: bigint, toBlock: bigint, creations: ReturnType<typeof creationOf>[]) =>
    bot.run((sql) => saveCashCreations(sql, { ...key, fromBlock, toBlock, creations }));
  const due = () => bot.run((sql) => takeCashToRead(sql, { chainId: CHAIN_ID, limit: 10 }));
  const states = (...all: CashState[]) =>
    bot.run((sql) => saveCashStates(sql, { chainId: CHAIN_ID, states: all, signers: [SIGNER] }));
  const accounts = async () => {
    const read = await bot.run((sql) =>
      readCashAccounts(sql, { owners: [ANN, BOB], chainIds: [CHAIN_ID], signers: [SIGNER] }),
    );
    return read.map(({ address, owner }) => [address, owner]);
  };
  expect(await bot.run((sql) => readCashReach(sql, key))).toBeNull();
  await find(1n, 100n, [creationOf(31, 90n), creationOf(32, 95n)]);
  expect(await bot.run((sql) => readCashReach(sql, key))).toBe(100n);
  expect(await due()).toEqual([addressOf(31), addressOf(32)]);
  expect(await due()).toEqual([]);
  await states(stateOf(31, { signer: BOB }), stateOf(32));
  expect(await accounts()).toEqual([[addressOf(32), ANN]]);
  await states(stateOf(31));
  // Of two on a chain the first that was found.
  expect(await accounts()).toEqual([[addressOf(31), ANN]]);
  await states(stateOf(31, { owner: BOB }));
  expect(await accounts()).toEqual([
    [addressOf(32), ANN],
    [addressOf(31), BOB],
  ]);
  await find(94n, 97n, []);
  expect(await accounts()).toEqual([[addressOf(31), BOB]]);
  expect(await due()).toEqual([addressOf(32)]);
  await find(94n, 101n, [creationOf(32, 96n)]);
  await states(stateOf(32, { signer: null }));
  expect(await accounts()).toEqual([[addressOf(31), BOB]]);
  await states(stateOf(32));
  expect(await accounts()).toHaveLength(2);
});
