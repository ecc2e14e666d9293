import { type Address, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld, REQUEST, registerPolicy } from '../../../e2e/support/bot-world.ts';
import { type FaultyNode, startFaultyNode } from '../../../e2e/support/faulty-node.ts';
import {
  createPortfolio,
  deployAsset,
  mint,
  SIGNER_KEY,
  type WorldAsset,
} from '../../../e2e/support/order-world.ts';
import { type Turn, turnToken } from '../../../e2e/support/turned-token.ts';
import { readEnv } from '../../env.ts';
import { type Bot, openBot } from './bot.ts';

const signer = privateKeyToAccount(SIGNER_KEY).address;
let world: BotWorld;
let node: FaultyNode;
let bot: Bot;
/** What one portfolio lists beside dollars, and the other doesn't. */
let odd: WorldAsset;
let withOdd: Address;

beforeAll(async () => {
  world = await buildBotWorld();
  const { deployer, contracts, usdc } = world;
  odd = await deployAsset(deployer, contracts.feedBoard, {
    symbol: 'ODD',
    decimals: 18,
    answerE8: 100_000_000n,
  });
  withOdd = await createPortfolio(deployer, contracts.factory, {
    ...{ assets: [usdc, odd], signer, publicBook: false, salt: keccak256(toHex('odd')) },
  });
  await mint(deployer, usdc, { to: withOdd, units: 60_000_000_000n });
  await mint(deployer, odd, { to: withOdd, units: 40_000n * 10n ** 18n });
  await registerPolicy(withOdd, world.database);
  await world.setPrices(100_000_000n, 2_400_000_000_000n);
  node = await startFaultyNode(world.rpcUrl);
  const opened = await openBot(readEnv({ ...world.env, RPC_URL: node.rpcUrl, LOG_LEVEL: 'silent' }));
  if (!opened.ok) throw new Error(opened.error.message);
  bot = opened.value;
});
afterAll(async () => {
  await bot?.close();
  await node?.refuse();
  await world?.stop();
});

/** What a tick decided for each, and how many calls of contracts it took. */
const tick = async () => {
  node.asked();
  const before = await newestDecision();
  const ticked = await bot.tick(REQUEST);
  if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
  const calls = node.asked().filter((method) => method === 'eth_call').length;
  const rows = await world.database.admin`
    select a.address, d.kind, d.reason, d.decision->'plan'->'hold'->>'detail' as detail
    from decisions d join portfolios p on p.id = d.portfolio_id join accounts a on a.id = p.account_id where d.id > ${before}`;
  // The next tick starts from accounts without an open order.
  await world.database.admin`update orders set status = 'cancelled', closed_at = now() where status = 'open'`;
  const of = (address: Address) => {
    const row = rows.find((each) => each['address'] === address);
    return [row?.['kind'], row?.['reason'] ?? null, row?.['detail'] ?? null];
  };
  return { calls, plain: of(world.portfolio), odd: of(withOdd) };
};
const newestDecision = async (): Promise<number> =>
  Number((await world.database.admin`select coalesce(max(id), 0)::int as id from decisions`)[0]?.['id']);
const pass = async (seconds: number): Promise<void> => {
  await world.rpc('evm_increaseTime', [seconds]);
  await world.rpc('anvil_mine', ['0x1']);
};
const TRADES = ['act', null, null];

describe('tokens that are tried while a fleet runs', () => {
  afterEach(() => pass(6 * 3_600));

  it('are tried by one question in six hours, and everybody trades', async () => {
    const first = await tick();
    expect(first).toMatchObject({ plain: TRADES, odd: TRADES });
    const second = await tick();
    expect(second).toMatchObject({ plain: TRADES, odd: TRADES });
    await world.database.admin`delete from token_trials`;
    expect((await tick()).calls - second.calls).toBe(1);
    const rows = await world.database.admin`select token, finding from token_trials`;
    expect(new Set(rows.map(({ token }) => token))).toEqual(
      new Set([world.usdc, world.wbtc, odd].map(({ token }) => token.toLowerCase())),
    );
    expect(new Set(rows.map(({ finding }) => finding))).toEqual(new Set(['whole']));
  });

  it.each<[string, Turn, RegExp]>([
    ['starts taking a fee', { kind: 'fee', keptBps: 9_900 }, /^a transfer of it brought less than was sent/],
    ['is paused', { kind: 'paused' }, /^it could not be transferred when it was tried/],
  ])('hold who needs one that %s, until it is as it was; others trade', async (_title, turn, words) => {
    const turnBack = await turnToken(world.rpc, odd.token, turn);
    const during = await tick();
    expect(during.plain).toEqual(TRADES);
    expect(during.odd).toEqual(['hold', 'asset-unhealthy', expect.stringMatching(words)]);
    await turnBack();
    await pass(900);
    expect(await tick()).toMatchObject({ plain: TRADES, odd: TRADES });
  });

  it('are not what a dry run remembers', async () => {
    await world.database.admin`delete from token_trials`;
    const rehearsed = await bot.tick({ ...REQUEST, dryRun: true });
    expect(rehearsed.ok).toBe(true);
    expect(await world.database.admin`select from token_trials`).toHaveLength(0);
  });
});
