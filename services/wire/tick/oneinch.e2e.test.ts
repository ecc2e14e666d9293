import { erc20Abi, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld, REQUEST } from '../../../e2e/support/bot-world.ts';
import {
  fillAtOneinch,
  oneinchEnv,
  openToPublicBook,
  startOneinchFor,
  tradeAtOneinch,
} from '../../../e2e/support/oneinch-world.ts';
import { SIGNER_KEY } from '../../../e2e/support/order-world.ts';
import type { OrderbookFake } from '../../../stack/oneinch/orderbook-fake.ts';
import { readEnv } from '../../env.ts';
import { type Bot, openBot } from './bot.ts';

const UNITS = 250_000_000n;

let world: BotWorld;
let fake: OrderbookFake;
let bot: Bot;

const openAtOneinch = async (): Promise<Bot> => {
  const opened = await openBot(readEnv({ ...world.env, ...oneinchEnv(fake.baseUrl) }));
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
};

beforeAll(async () => {
  world = await buildBotWorld();
  fake = await startOneinchFor(world);
  await world.tick();
  await tradeAtOneinch(world);
  bot = await openAtOneinch();
  await world.setPrices(100_000_000n, 24_000n * 10n ** 8n);
});
afterAll(async () => {
  await bot?.close();
  await fake?.close();
  await world?.stop();
});

const tick = async () => {
  const ticked = await bot.tick(REQUEST);
  if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
  return ticked.value;
};
const orders = () =>
  world.database.admin<
    { order_hash: Hex; venue: string; status: string; placed: boolean; signature: Hex; extension: Hex }[]
  >`select order_hash, venue, status, placed_at is not null as placed, signature, extension from orders order by signed_at`;
const allowance = () =>
  world.client.readContract({
    ...{ address: world.wbtc.token, abi: erc20Abi, functionName: 'allowance' },
    args: [world.portfolio, world.contracts.router],
  });
const dueNow = async () =>
  (await world.database.admin`select count(*)::int as due from leases where visible_at <= now()`)[0]?.['due'];
const lastReason = async () =>
  (await world.database.admin`select reason from decisions order by id desc limit 1`)[0]?.['reason'];

describe('the bot at 1inch', () => {
  it('holds while the contract is closed to the public book, and says that there is nowhere to trade', async () => {
    await tick();
    expect(await lastReason()).toBe('venue-unavailable');
    expect(await orders()).toEqual([]);
    expect(fake.asked).toEqual([]);
  });

  it('has what its orders need allowed by a transaction of its own, within the ceiling, and is looked at again', async () => {
    await openToPublicBook(world);
    await world.rpc('anvil_setBalance', [privateKeyToAccount(SIGNER_KEY).address, '0xde0b6b3a7640000']);
    await tick();
    expect(await lastReason()).toBe('allowance-low');
    const [call] = await world.database.admin`select token, status from calls`;
    expect(call).toEqual({ token: world.wbtc.token.toLowerCase(), status: 'pending' });
    await world.rpc('anvil_mine', ['0x4']);
    const allowed = await allowance();
    expect(allowed).toBeGreaterThan(0n);
    expect(allowed).toBeLessThan(UNITS);
    await world.database.admin`update leases set visible_at = now() + interval '1 hour'`;
    // Looks at nobody, sees the transaction in its block, and has the portfolio looked at by the next one.
    expect(await tick()).toMatchObject({ checked: 0 });
    expect(await dueNow()).toBe(1);
  });

  it('hands one order to it, though the first answer says that it was not taken', async () => {
    fake.fault.current = (asked, right) => (asked.method === 'POST' ? { status: 500, body: '{}' } : right);
    await tick();
    expect(await orders()).toMatchObject([{ venue: 'oneinch', status: 'signed', placed: false }]);
    fake.fault.current = null;
    // The process still leaves 1inch alone: another one need not.
    await bot.close();
    bot = await openAtOneinch();
    await tick();
    await tick();
    const [order, ...others] = await orders();
    expect(others).toEqual([]);
    expect(order).toMatchObject({ venue: 'oneinch', status: 'open', placed: true });
    expect(fake.shown()).toEqual([order?.order_hash]);
  });

  it('has its order filled through FeeTaker, and settles the fill from the chain', async () => {
    const [order] = await orders();
    if (order === undefined) throw new Error('no order');
    await fillAtOneinch(world, order.signature, order.extension);
    await tick();
    expect(await orders()).toMatchObject([{ order_hash: order.order_hash, status: 'filled' }]);
    const [row] = await world.database.admin`select taker, sell_units::text as sold from fills`;
    expect(row).toMatchObject({ taker: world.taker });
  });

  it('has nothing allowed any more once everything is in its band and no order is left', async () => {
    await world.rpc('anvil_mine', ['0x20']);
    await tick();
    expect(await lastReason()).toBe('in-band');
    expect(await allowance()).toBeGreaterThanOrEqual(0n);
    for (let looks = 0; looks < 4 && (await allowance()) > 0n; looks += 1) {
      await world.rpc('anvil_mine', ['0x4']);
      await tick();
    }
    expect(await allowance()).toBe(0n);
    expect(await world.database.admin`select 1 from calls where status = 'reverted'`).toEqual([]);
  });
});
