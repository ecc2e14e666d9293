import { createWalletClient, erc20Abi, type Hex, http, size } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld, REQUEST } from '../../e2e/support/bot-world.ts';
import { SIGNER_KEY, TAKER_KEY } from '../../e2e/support/order-world.ts';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import { decodeOrderBlob } from '../../lib/orders/order-blob.ts';
import { publicBookAct } from '../../lib/owner/public-book-action.ts';
import { type OrderbookFake, startOrderbookFake } from '../../stack/oneinch/orderbook-fake.ts';
import { readEnv } from '../env.ts';
import { CHAIN_ID, FEE_INFO, KEY } from '../venues/oneinch/testing/orderbook-world.ts';
import { type Bot, openBot } from './bot.ts';
import { openPolicyRegistry } from './database.ts';

const UNITS = 250_000_000n;

let world: BotWorld;
let fake: OrderbookFake;
let bot: Bot;

const sendAsOwner = async (call: { readonly to: Hex; readonly data: Hex }): Promise<void> => {
  const hash = await world.deployer.walletClient.sendTransaction({ ...call, gas: 2_000_000n });
  expect((await world.client.waitForTransactionReceipt({ hash })).status).toBe('success');
};

/** The owner opens the portfolio to the public book, as the page does, and lets the bot allow up to all of its bitcoin to be sold there. */
const openToPublicBook = async (): Promise<void> => {
  const { call } = await publicBookAct(
    ({ method, params = [] }) => world.rpc(method, params),
    world.portfolio,
    true,
  );
  await sendAsOwner(call);
  const at = { address: world.portfolio, abi: balancerAbi, functionName: 'setAllowanceCeiling' } as const;
  const hash = await world.deployer.walletClient.writeContract({ ...at, args: [world.wbtc.token, UNITS] });
  await world.client.waitForTransactionReceipt({ hash });
  await world.rpc('anvil_setBalance', [privateKeyToAccount(SIGNER_KEY).address, '0xde0b6b3a7640000']);
};

const tradeAtOneinch = async (): Promise<void> => {
  const registry = openPolicyRegistry(world.database.urls.bot.reveal());
  const registered = await registry.registerPolicy({
    ...{ chainId: CHAIN_ID, address: world.portfolio, name: 'at 1inch', shared: true, simulated: true },
    policy: {
      version: 1,
      triggers: [{ kind: 'absolute', bandBps: 200 }],
      limits: { cooldownSeconds: 0, maxTradeUsd: '1000000', dailyVolumeUsd: '10000000' },
      orderTerms: { venue: 'oneinch', expiresInSeconds: 600 },
      lookEverySeconds: 3_600,
    },
  });
  await registry.close();
  if (!registered.ok) throw new Error(registered.error.message);
};

const openAtOneinch = async (): Promise<Bot> => {
  const oneinch = { ONEINCH_API_URL: fake.baseUrl, ONEINCH_AUTH_KEY: KEY, ONEINCH_REQUESTS_PER_SECOND: '50' };
  const opened = await openBot(readEnv({ ...world.env, ...oneinch }));
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
};

beforeAll(async () => {
  world = await buildBotWorld();
  const info = {
    ...FEE_INFO,
    extensionAddress: world.contracts.feeTaker.toLowerCase() as Hex,
    whitelist: { taker: world.taker },
  };
  // Of the fake's own: its clock is behind every block.
  fake = await startOrderbookFake({ chainId: CHAIN_ID, key: KEY, info, nowSeconds: () => 1 });
  await world.tick();
  await tradeAtOneinch();
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

/** The taker that 1inch lets in fills all of an order, from what the orderbook shows. */
const fill = async (signature: Hex, extension: Hex): Promise<void> => {
  const blob = decodeOrderBlob(signature);
  if (blob === null) throw new Error('no order');
  const { order } = blob;
  const taker = privateKeyToAccount(TAKER_KEY);
  const wallet = createWalletClient({
    account: taker,
    chain: world.client.chain,
    transport: http(world.rpcUrl),
  });
  // The amount is the maker's, and the extension comes along.
  const traits = (1n << 255n) | (BigInt(size(extension)) << 224n) | (2n * order.takingAmount);
  const hash = await wallet.writeContract({
    ...{ address: world.contracts.router, abi: limitOrderProtocolAbi, functionName: 'fillContractOrderArgs' },
    ...{ args: [order, signature, order.makingAmount, traits, extension], gas: 3_000_000n, chain: null },
  });
  expect((await world.client.waitForTransactionReceipt({ hash })).status).toBe('success');
};

describe('the bot at 1inch', () => {
  it('holds while the contract is closed to the public book, and says that there is nowhere to trade', async () => {
    await tick();
    expect(await lastReason()).toBe('venue-unavailable');
    expect(await orders()).toEqual([]);
    expect(fake.asked).toEqual([]);
  });

  it('has what its orders need allowed by a transaction of its own, within the ceiling, and is looked at again', async () => {
    await openToPublicBook();
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
    await fill(order.signature, order.extension);
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
