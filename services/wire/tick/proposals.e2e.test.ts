import type { Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, describe, expect, it } from 'vitest';
import { REQUEST } from '../../../e2e/support/bot-world.ts';
import { startFaultyNode } from '../../../e2e/support/faulty-node.ts';
import { killAt } from '../../../e2e/support/kill-at.ts';
import { SIGNER_KEY } from '../../../e2e/support/order-world.ts';
import { BTC_USD, buildProposalWorld, type ProposalWorld } from '../../../e2e/support/proposal-world.ts';
import { rebalanceDtoOf } from '../../portfolios/rebalance-dto-of.ts';
import { openBotDatabase } from '../../store/database.ts';
import { readLoggedOrders, readRebalances } from '../../store/tick/rebalance-log.ts';

/** What the world's feed says; a whole ether has 18 decimals, as a dollar has here. */
const ETHER_USD = 1_500n;
const SIGNER = privateKeyToAccount(SIGNER_KEY).address;
let world: ProposalWorld;
const open = async (bitcoins: bigint) => {
  world = await buildProposalWorld(bitcoins);
};
afterEach(() => world?.stop());

const orders = () => world.database.admin`
  select venue, status, status_reason, router, order_hash, sell_units::text, buy_units::text, filled_buy_units::text
  from orders order by signed_at`;
const calls = () => world.database.admin`
  select c.status, t.status as transaction, t.gas_used::text, t.tx_hash
  from calls c left join transactions t on t.call_id = c.id order by c.created_at, t.attempt`;
const lastLook = async () => {
  const [row] = await world.database.admin`
    select reason, decision::text as decision from decisions order by id desc limit 1`;
  return { reason: row?.['reason'], decision: `${row?.['decision']}` };
};
/** The latest entry of the rebalance log, as the API gives it. */
const readLog = async () => {
  const database = openBotDatabase({ url: world.database.urls.bot });
  const [one, logs] = await database.run(async (sql) => {
    const [rebalance] = await readRebalances(sql, { portfolioId: '1', beforeId: null, limit: 1 });
    const decisionIds = rebalance === undefined ? [] : [rebalance.decisionId];
    return [rebalance, await readLoggedOrders(sql, { decisionIds, fillsEach: 20 })] as const;
  });
  await database.close();
  return one === undefined ? null : rebalanceDtoOf(one, logs);
};
const settle = async () => {
  for (let looks = 0; looks < 5; looks += 1) {
    await world.mine(3);
    await world.tick();
  }
};

describe('the bot trading at once, by a proposal', () => {
  it('holds until the owner allows a router, then swaps in the tick that decides, and settles it from the chain', async () => {
    await open(400n);
    await world.tick();
    expect(await lastLook()).toMatchObject({ reason: 'venue-unavailable' });
    await world.setRouter(true);
    const before = await world.balanceOf(world.usdc, world.portfolio);
    expect(await world.tick()).toMatchObject({ acted: 1, failed: 0 });
    const router = world.pools.router.toLowerCase();
    expect(await orders()).toMatchObject([{ venue: 'proposal', status: 'open', router }]);
    expect(await calls()).toMatchObject([{ status: 'pending', transaction: 'sent' }]);
    expect(await readLog()).toMatchObject({
      ...{ gasUsdE18: null, gasUsdMissing: 'A transaction of a proposal is not known to be in a block yet.' },
    });
    await world.tick();
    const [order] = await orders();
    expect(order).toMatchObject({ status: 'filled' });
    const gained = (await world.balanceOf(world.usdc, world.portfolio)) - before;
    expect(order?.['filled_buy_units']).toBe(gained.toString());
    expect(gained).toBeGreaterThanOrEqual(BigInt(order?.['buy_units']));
    const [flow] = await world.database
      .admin`select count(*)::int as flows from cash_flows where block_number > 30`;
    expect(flow?.['flows']).toBe(0);
    await settle();
    const [call] = await calls();
    expect(call).toMatchObject({ status: 'done', transaction: 'included' });
    const gasUsed = Number(call?.['gas_used']);
    expect(gasUsed).toBeGreaterThan(250_000);
    expect(gasUsed).toBeLessThan(330_000);
    expect(await orders()).toHaveLength(1);
    const logged = await readLog();
    expect(logged).toMatchObject({
      ...{ outcome: 'filled', gasUsdMissing: null },
      orders: [{ gasUsed: `${gasUsed}`, swapPath: [world.wbtc.token, world.usdc.token], status: 'filled' }],
    });
    // By the transaction's own receipt, at what the feed says an ether is worth.
    const hash = `${call?.['tx_hash']}` as Hex;
    const { gasUsed: gas, effectiveGasPrice } = await world.client.getTransactionReceipt({ hash });
    expect(logged?.gasUsdE18).toBe(`${gas * effectiveGasPrice * ETHER_USD}`);
    expect(logged?.orders[0]).toMatchObject({ gasUsdE18: logged?.gasUsdE18, gasUsdMissing: null });
    // A fee of 30 basis points, and what 5,000 of ten million dollars move.
    expect(logged?.expectedSlippageBps).toBeGreaterThanOrEqual(30);
    expect(logged?.slippageBps).toBeGreaterThanOrEqual(30);
    expect(logged?.slippageBps).toBeLessThanOrEqual(logged?.expectedSlippageBps ?? 0);
  });

  it('says why its gas is not known in dollars where the feed of the native coin is silent, and settles all the same', async () => {
    await open(400n);
    await world.setRouter(true);
    await world.tick();
    await world.rpc('anvil_setCode', [world.wethFeed, '0x']);
    await settle();
    expect(await calls()).toMatchObject([{ status: 'done' }]);
    const why = "What gas costs can't be told in dollars: the feed of ETH does not answer.";
    expect(await readLog()).toMatchObject({
      ...{ outcome: 'filled', gasUsdE18: null, gasUsdMissing: why },
      orders: [{ gasUsdE18: null, gasUsdMissing: why, gasCostWei: expect.stringMatching(/^[1-9]/) }],
    });
  });

  it('may use as much gas above the estimate as its policy says', async () => {
    await open(400n);
    await world.setRouter(true);
    await world.register({ limits: { gasLimitBufferBps: 17_500 } });
    await world.tick();
    const [wished] = await world.database.admin`select gas_limit::text from calls`;
    const [sent] = await calls();
    const { gasUsed } = await world.client.getTransactionReceipt({ hash: `${sent?.['tx_hash']}` as Hex });
    // An estimate is what the call used, and the little that refunds and calls within it keep back.
    const limit = BigInt(wished?.['gas_limit']);
    expect(limit * 4n).toBeGreaterThanOrEqual(gasUsed * 7n);
    expect(limit * 4n).toBeLessThan((gasUsed * 7n * 14n) / 10n);
  });

  it('is held back by its impact limit, says so, and sells as much as the limit lets it', async () => {
    await open(40n);
    await world.setRouter(true);
    await world.register({ limits: { priceImpactBpsMax: 0 } });
    await world.tick();
    expect(await lastLook()).toMatchObject({ reason: 'impact-too-high' });
    expect(await orders()).toEqual([]);
    // The pool holds 960,000 dollars of bitcoin: ten basis points of that are 960.
    await world.register({ limits: { priceImpactBpsMax: 10 } });
    await world.tick();
    const [order] = await orders();
    const soldUsd = (BigInt(order?.['sell_units']) * BTC_USD) / 10n ** 8n;
    expect(soldUsd).toBeGreaterThan(900n);
    expect(soldUsd).toBeLessThanOrEqual(960n);
    expect((await lastLook()).decision).toContain('impact-too-high');
  });

  it('trades a leg in parts over its time, none twice in one, as its journal remembers it', async () => {
    await open(400n);
    await world.setRouter(true);
    await world.register({ orderTerms: { inParts: { parts: 3, overSeconds: 900 } } });
    const began = await world.blockTimeSeconds();
    const soldUsd = async () => {
      const rows = await world.database
        .admin`select sell_units::text as units from fills order by block_number`;
      return rows.map(({ units }) => Number((BigInt(units) * BTC_USD) / 10n ** 8n));
    };
    const lookAt = async (afterSeconds: number) => {
      await world.rpc('evm_setNextBlockTimestamp', [began + afterSeconds]);
      await world.mine(1);
      await world.tick();
      // What it has sent is mined; the next look settles it.
      await world.mine(9);
      await world.tick();
    };
    await lookAt(10);
    expect(await soldUsd()).toHaveLength(1);
    expect(await lastLook()).toMatchObject({ reason: 'part-traded' });
    await lookAt(100);
    expect(await soldUsd()).toHaveLength(1);
    await lookAt(330);
    expect(await soldUsd()).toHaveLength(2);
    await lookAt(650);
    const sold = await soldUsd();
    expect(sold).toHaveLength(3);
    // Each a third of what brings it to half of its band, but for what the swaps cost.
    for (const usd of sold) expect(Math.abs(usd - (sold[0] ?? 0))).toBeLessThan(20);
    await lookAt(1_000);
    expect(await lastLook()).toMatchObject({ reason: 'in-band' });
    const parts = await world.database.admin`
      select distinct part_started_at_seconds::int as started from legs order by 1`;
    expect(parts).toHaveLength(1);
  });

  it('signs nothing where the pool pays less than the policy’s slippage allows', async () => {
    await open(400n);
    await world.setRouter(true);
    // Somebody sold into the pool: it is 4 % below the feeds.
    await world.pools.sell({ asset: world.wbtc, units: 8n * 10n ** 8n }, world.usdc);
    expect(await world.tick()).toMatchObject({ acted: 0 });
    expect(await orders()).toEqual([]);
  });

  it('sends nothing whose router the owner has taken back since it was signed, nor what the pool would not pay any more', async () => {
    await open(400n);
    await world.setRouter(true);
    await killAt(world, 'calls', 'insert');
    await world.setRouter(false);
    await world.tick();
    expect(await orders()).toMatchObject([{ status: 'superseded' }]);
    await world.setRouter(true);
    await killAt(world, 'calls', 'insert');
    await world.pools.sell({ asset: world.wbtc, units: 4n * 10n ** 8n }, world.usdc);
    await world.tick();
    expect((await orders())[1]).toMatchObject({
      status: 'rejected',
      status_reason: expect.stringMatching(/^order-not-fillable: .*INSUFFICIENT_OUTPUT_AMOUNT/),
    });
    expect(await calls()).toEqual([]);
  });
});

describe('a proposal on its way', () => {
  const sold = async (before: bigint) => before - (await world.balanceOf(world.wbtc, world.portfolio));

  it('is sent again as it was when the node has dropped it, and paid more for when it is stuck', async () => {
    await open(400n);
    await world.setRouter(true);
    const before = await world.balanceOf(world.wbtc, world.portfolio);
    await world.rpc('evm_setAutomine', [false]);
    await world.tick();
    const [sent] = await calls();
    await world.rpc('anvil_dropTransaction', [sent?.['tx_hash']]);
    await world.mine(3);
    await world.tick();
    expect(await calls()).toMatchObject([{ tx_hash: sent?.['tx_hash'], transaction: 'sent' }]);
    // Four blocks whose base fee is above what it offers.
    for (let blocks = 0; blocks < 5; blocks += 1) {
      await world.rpc('anvil_setNextBlockBaseFeePerGas', ['0x2540be400']);
      await world.mine(1);
    }
    await world.tick();
    expect(await calls()).toHaveLength(2);
    await world.rpc('anvil_setNextBlockBaseFeePerGas', ['0x1']);
    await world.mine(1);
    await world.tick();
    const [order] = await orders();
    expect(order).toMatchObject({ status: 'filled' });
    expect(await sold(before)).toBe(BigInt(order?.['sell_units']));
  });

  it('whose block a reorganisation takes away is live again, sent again, and carried out once', async () => {
    await open(400n);
    await world.setRouter(true);
    const before = await world.balanceOf(world.wbtc, world.portfolio);
    await world.tick();
    await world.mine(1);
    await world.tick();
    expect(await orders()).toMatchObject([{ status: 'filled' }]);
    await world.rpc('anvil_reorg', [2, []]);
    expect(await sold(before)).toBe(0n);
    await world.mine(4);
    await world.tick();
    await world.mine(1);
    await settle();
    const after = await orders();
    expect(after).toMatchObject([{ status: 'filled' }]);
    expect(await sold(before)).toBe(BigInt(after[0]?.['sell_units']));
    expect((await calls()).at(-1)).toMatchObject({ status: 'done', transaction: 'included' });
  });
});

describe('a bot whose policy asks a price, and lets legs go at once', () => {
  it('waits for its order while that lives, and swaps once its patience is used up; the decision says why', async () => {
    await open(400n);
    await world.setRouter(true);
    await world.register({
      orderTerms: { venue: 'order-book', expiresInSeconds: 60, immediate: { patienceSeconds: 90 } },
    });
    await world.tick();
    expect(await orders()).toMatchObject([{ venue: 'order-book', status: 'open' }]);
    await world.rpc('evm_increaseTime', [61]);
    await world.setPrices(100_000_000n, BTC_USD * 10n ** 8n);
    await world.tick();
    expect(await orders()).toMatchObject([{ status: 'expired' }, { venue: 'order-book', status: 'open' }]);
    await world.rpc('evm_increaseTime', [61]);
    await world.setPrices(100_000_000n, BTC_USD * 10n ** 8n);
    await world.tick();
    await world.tick();
    expect((await orders()).map(({ venue, status }) => [venue, status])).toEqual([
      ['order-book', 'expired'],
      ['order-book', 'expired'],
      ['proposal', 'filled'],
    ]);
    const [act] = await world.database
      .admin`select decision::text as decision from decisions where kind = 'act' order by id desc limit 1`;
    expect(act?.['decision']).toContain('"routed": "patience"');
  });
});

const RELAY_FAULTS = [
  'hanging',
  'rate-limited',
  'bad-gateway',
  'truncated',
  'reset',
  'other-id',
  'answer-lost',
] as const;

describe('a bot that sends through a relay', () => {
  it.each(RELAY_FAULTS)('sends nowhere else while it is %s, and swaps once it is back', async (kind) => {
    await open(400n);
    await world.setRouter(true);
    const relay = await startFaultyNode(world.rpcUrl);
    const bot = await world.openBehind(relay.rpcUrl);
    try {
      relay.set({ kind });
      expect(await bot.tick(REQUEST)).toMatchObject({ ok: true, value: { acted: 1, failed: 0 } });
      const sent = async () => Number(await world.rpc('eth_getTransactionCount', [SIGNER, 'pending']));
      expect(await sent()).toBe(0);
      expect(await orders()).toMatchObject([{ status: 'open' }]);
      relay.set({ kind: 'none' });
      await world.mine(4);
      // The process leaves a node alone that has failed: another one need not.
      const another = await world.openBehind(relay.rpcUrl);
      await another.tick(REQUEST);
      await another.tick(REQUEST);
      await another.close();
      expect(await sent()).toBe(1);
      expect(await orders()).toMatchObject([{ status: 'filled' }]);
      expect(relay.asked()).toContain('eth_sendRawTransaction');
    } finally {
      await bot.close();
      await relay.refuse();
    }
  });
});

describe('a bot that trades at once, killed with SIGKILL', () => {
  it.each([
    ['between journal and wish', 'calls', 'insert'],
    ['between wish and signature', 'transactions', 'insert'],
    ['after it has sent, before it could note that', 'transactions', 'update of sent_at_block'],
  ])('%s, swaps once all the same', async (_when, table, event) => {
    await open(400n);
    await world.setRouter(true);
    const before = await world.balanceOf(world.wbtc, world.portfolio);
    await killAt(world, table, event);
    const [signed, ...none] = await orders();
    expect(none).toEqual([]);
    await world.tick();
    await settle();
    const after = await orders();
    expect(after).toMatchObject([{ order_hash: signed?.['order_hash'], status: 'filled' }]);
    expect(await calls()).toMatchObject([{ status: 'done', transaction: 'included' }]);
    const sold = before - (await world.balanceOf(world.wbtc, world.portfolio));
    expect(sold).toBe(BigInt(after[0]?.['sell_units']));
  });
});
