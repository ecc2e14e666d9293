import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hex, keccak256, parseEventLogs, toHex } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Anvil, freePort, startAnvil } from '../../e2e/support/anvil.ts';
import { type BookServer, bookOrderOf, startBookServer } from '../../e2e/support/book-server.ts';
import {
  buildOrderWorld,
  type OrderWorld,
  SERIES,
  signBody,
  TAKER_KEY,
} from '../../e2e/support/order-world.ts';
import {
  killTakers,
  linesOf,
  startTaker,
  type TakerProcess,
  waitUntil,
} from '../../e2e/support/taker-process.ts';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { feeTakerExtension } from '../../lib/orders/fee-taker-extension.ts';
import { orderHasher } from '../../lib/orders/limit-order.ts';
import { buildOrder } from '../../lib/orders/order-terms.ts';
import type { OrderBody } from '../../lib/orders/sign-order.ts';

const WBTC_USD = 22_000n;
const BTC_UNITS = 10n ** 8n;
/** 0.05 WBTC, 1,100 USD; 2,500 USD of WBTC are above target once it has risen from 20,000 to 22,000 USD. */
const SELL_UNITS = 5_000_000n;
const MID_UNITS = (SELL_UNITS * WBTC_USD * 10n ** 6n) / BTC_UNITS;

let anvil: Anvil;
let world: OrderWorld;
let book: BookServer;
let folder: string;

beforeAll(async () => {
  anvil = await startAnvil();
  world = await buildOrderWorld(anvil.rpcUrl, { publicBook: false });
  await world.setPrices(100_000_000n, WBTC_USD * BTC_UNITS);
  book = await startBookServer();
  folder = mkdtempSync(join(tmpdir(), 'taker-'));
  writeFeeds(world, 'feeds.json');
});

const writeFeeds = (of: OrderWorld, name: string): void => {
  const feeds = {
    label: 'test feeds',
    native: of.contracts.weth,
    feeds: { [of.usdc.token]: of.usdc.feed, [of.wbtc.token]: of.wbtc.feed, [of.contracts.weth]: of.wethFeed },
  };
  writeFileSync(join(folder, name), JSON.stringify(feeds));
};

afterAll(async () => {
  await book?.close();
  await anvil?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let snapshot: Hex;
const request = (method: string, params: unknown[] = []): Promise<unknown> =>
  (world.client.request as (call: { method: string; params: unknown[] }) => Promise<unknown>)({
    method,
    params,
  });
beforeEach(async () => {
  snapshot = (await request('evm_snapshot')) as Hex;
});
afterEach(async () => {
  killTakers();
  book.fail(null);
  book.show([]);
  await request('evm_revert', [snapshot]);
});

const start = (...args: string[]): TakerProcess => {
  const feeds = join(folder, 'feeds.json');
  return startTaker(['--book', book.url, '--rpc', anvil.rpcUrl, '--feeds', feeds, ...args], TAKER_KEY);
};

const once = async (...args: string[]): Promise<TakerProcess & { code: number | null }> => {
  const taker = start('--once', ...args);
  return { ...taker, code: await taker.exited };
};

type Terms = { readonly own: OrderWorld; readonly extension: Hex };

/** An order of the portfolio to sell WBTC for USDC, `offMidBps` above (+) or below (−) the mid. */
const sellWbtc = async (name: string, offMidBps: bigint, terms?: Terms): Promise<OrderBody> => {
  const { own, extension } = terms ?? { own: world, extension: '0x' as const };
  const order = buildOrder({
    contentId: keccak256(toHex(name)),
    maker: own.portfolio,
    generation: await own.generation(),
    fillMode: { kind: 'parts', series: SERIES, epoch: await own.epoch() },
    nowSeconds: await own.blockTimeSeconds(),
    orderTtlMaxSeconds: 86_400,
    leg: {
      sellToken: own.wbtc.token,
      buyToken: own.usdc.token,
      sellUnits: SELL_UNITS,
      buyUnits: (MID_UNITS * (10_000n + offMidBps)) / 10_000n,
      limit: { expiresInSeconds: 86_400 },
    },
    publicBook: extension === '0x' ? null : { extension, feeTaker: own.contracts.feeTaker },
  });
  return signBody({ order, extension }, { hashOrder: orderHasher(31337), sign: own.sign });
};

/** Every fill the portfolio reports, straight from its logs. */
const fillsOnChain = async () => {
  const logs = await world.client.getLogs({ address: world.portfolio, fromBlock: 0n });
  return parseEventLogs({ abi: balancerAbi, eventName: 'Filled', logs }).map(({ args, transactionHash }) => ({
    ...args,
    transactionHash,
  }));
};

const takerNonce = (): Promise<number> => world.client.getTransactionCount({ address: world.taker });

describe('the reference taker', () => {
  it('fills a profitable order in parts, then the rest, and reports what the chain confirms', async () => {
    const signed = await sellWbtc('in parts', -50n);
    book.show([bookOrderOf(signed)]);
    const first = await once('--partial-rate', '1', '--seed', '7');
    expect(first.code, first.raw()).toBe(0);
    const second = await once('--partial-rate', '0');
    expect(second.code, second.raw()).toBe(0);
    const [part] = linesOf(first, 'fill');
    const [rest] = linesOf(second, 'fill');
    expect(part, first.raw()).toMatchObject({
      orderHash: signed.orderHash,
      partial: true,
      prices: 'test feeds',
    });
    expect(rest, second.raw()).toMatchObject({ orderHash: signed.orderHash, partial: false });
    const onChain = await fillsOnChain();
    expect(onChain).toHaveLength(2);
    for (const [index, line] of [part, rest].entries()) {
      const fill = onChain[index];
      expect(fill).toMatchObject({ orderHash: signed.orderHash, transactionHash: line?.txHash });
      expect(fill?.amountOut.toString()).toBe(line?.makingAmount);
      expect(fill?.amountIn.toString()).toBe(line?.takingAmount);
      expect(fill?.taker.toLowerCase()).toBe(world.taker);
      const receipt = await world.client.getTransactionReceipt({ hash: line?.txHash as Hex });
      expect(receipt.from).toBe(world.taker);
      // Recounted by another path, in 1e-18 USD: WBTC in, USDC out at 1.00, gas at 1,500 USD an ether.
      const valueIn = ((fill?.amountOut ?? 0n) * WBTC_USD * 10n ** 18n) / BTC_UNITS;
      const valueOut = (fill?.amountIn ?? 0n) * 10n ** 12n;
      const gas = receipt.gasUsed * receipt.effectiveGasPrice * 1_500n;
      expect(line?.profitUsdE18).toBe((valueIn - valueOut - gas).toString());
      expect(BigInt(String(line?.profitUsdE18)) >= 0n).toBe(true);
    }
    expect(onChain.reduce((sum, { amountOut }) => sum + amountOut, 0n)).toBe(SELL_UNITS);
  });

  it('leaves an order alone that does not pay at its own prices, and sends nothing', async () => {
    book.show([
      bookOrderOf(await sellWbtc('above mid', 10n)),
      bookOrderOf(await sellWbtc('gas eats it', -1n)),
    ]);
    const nonce = await takerNonce();
    const taker = await once('--edge-bps', '0');
    expect(taker.code, taker.raw()).toBe(0);
    expect(linesOf(taker, 'skipped').map(({ why }) => why)).toEqual([
      'not profitable',
      'not profitable after gas',
    ]);
    expect(linesOf(taker, 'fill')).toEqual([]);
    // Only the standing approval for the token it would pay with, once an order looked profitable before gas.
    expect(linesOf(taker, 'approve')).toHaveLength(1);
    expect(await takerNonce()).toBe(nonce + 1);
    const edge = await once('--edge-bps', '100');
    expect(linesOf(edge, 'skipped').map(({ why }) => why)).toEqual(['not profitable', 'not profitable']);
  });

  it('refuses broken and lying entries one by one and fills the good one among them', async () => {
    const [good, lie] = [await sellWbtc('good', -50n), await sellWbtc('a lie', -50n)];
    const honest = bookOrderOf(lie);
    book.show([
      null,
      { orderHash: 'nonsense' },
      { ...bookOrderOf(good), orderHash: `0x${'12'.repeat(32)}`, signature: 'not bytes' },
      { ...honest, data: { ...honest.data, takingAmount: '1' } },
      { ...honest, orderHash: `0x${'34'.repeat(32)}` },
      { ...honest, data: { ...honest.data, makerTraits: `${1n << 256n}` } },
      bookOrderOf(good),
    ]);
    const taker = await once();
    expect(taker.code, taker.raw()).toBe(0);
    expect(linesOf(taker, 'refused').length, taker.raw()).toBeGreaterThanOrEqual(5);
    expect(linesOf(taker, 'fill').map(({ orderHash }) => orderHash)).toEqual([good.orderHash]);
  });

  it('never sends what the chain would refuse: a dead generation, a foreign signature, an unknown token', async () => {
    const dead = await sellWbtc('dead generation', -50n);
    const unsigned = await signBody(
      { order: (await sellWbtc('foreign signature', -50n)).order, extension: '0x' },
      { hashOrder: orderHasher(31337), sign: async () => `0x${'11'.repeat(65)}` },
    );
    await request('evm_mine');
    const { order } = dead;
    const other = { ...order, salt: order.salt + (1n << 160n) };
    const wrong = await signBody(
      { order: other, extension: '0x' },
      { hashOrder: orderHasher(31337), sign: world.sign },
    );
    book.show([bookOrderOf(wrong), bookOrderOf(unsigned)]);
    const taker = await once();
    expect(taker.code, taker.raw()).toBe(0);
    expect(linesOf(taker, 'skipped').map(({ why }) => why)).toEqual([
      'maker refuses: wrong-generation',
      'reverts: BadSignature',
    ]);
    expect(await fillsOnChain()).toEqual([]);
  });

  it('waits out a book and a chain that are away, says which, and goes on', async () => {
    book.show([bookOrderOf(await sellWbtc('after outages', -50n))]);
    book.fail(503);
    const taker = start('--poll-ms', '100');
    await waitUntil(() => linesOf(taker, 'outage').length > 1, taker);
    expect(linesOf(taker, 'outage')[0]).toMatchObject({ what: 'book', why: 'the book answered 503' });
    book.fail(null);
    await waitUntil(() => linesOf(taker, 'fill').length === 1, taker);
    taker.child.kill('SIGTERM');
    expect(await taker.exited).toBe(0);
    const nowhere = start('--rpc', `http://127.0.0.1:${await freePort()}`);
    await waitUntil(() => linesOf(nowhere, 'outage').length > 0, nowhere);
    expect(linesOf(nowhere, 'outage')[0]).toMatchObject({ what: 'rpc' });
  });

  it('looks when the book’s stream tells of a change, long before its clock would', async () => {
    book.show([]);
    const taker = start('--poll-ms', '600000');
    await waitUntil(() => linesOf(taker, 'start').length > 0, taker);
    // The stream's own beginning makes it look once.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    book.show([bookOrderOf(await sellWbtc('told of', -50n))]);
    book.tell();
    await waitUntil(() => linesOf(taker, 'fill').length === 1, taker);
    taker.child.kill('SIGTERM');
    expect(await taker.exited).toBe(0);
  });

  it('may be killed at any moment: nothing is filled twice, and the rest is filled later', async () => {
    const orders = [await sellWbtc('kill 1', -50n), await sellWbtc('kill 2', -60n)];
    book.show(orders.map(bookOrderOf));
    for (let kill = 0; kill < 5; kill += 1) {
      const taker = start('--poll-ms', '50', '--partial-rate', '0.9', '--seed', String(kill));
      await new Promise((resolve) => setTimeout(resolve, 700 + 150 * kill));
      taker.child.kill('SIGKILL');
      await taker.exited;
    }
    const last = start('--poll-ms', '50');
    await waitUntil(async () => {
      const filled = (await fillsOnChain()).reduce((sum, { amountOut }) => sum + amountOut, 0n);
      return filled === 2n * SELL_UNITS;
    }, last);
    // Those killed may have filled everything: it must be up before it can be asked to stop.
    await waitUntil(() => linesOf(last, 'start').length > 0, last);
    last.child.kill('SIGTERM');
    expect(await last.exited).toBe(0);
    const fills = await fillsOnChain();
    for (const { orderHash } of orders) {
      const sum = fills
        .filter((fill) => fill.orderHash === orderHash)
        .reduce((total, { amountOut }) => total + amountOut, 0n);
      expect(sum).toBe(SELL_UNITS);
    }
    expect(new Set(fills.map(({ transactionHash }) => transactionHash)).size).toBe(fills.length);
  });

  it('never prints its key', async () => {
    book.show([bookOrderOf(await sellWbtc('quiet', -50n))]);
    const taker = await once();
    expect(linesOf(taker, 'fill')).toHaveLength(1);
    expect(taker.raw().toLowerCase()).not.toContain(TAKER_KEY.slice(2).toLowerCase());
  });
});

describe("the reference taker at 1inch's terms", () => {
  it('fills an order with a fee, pays the fee on top, and still at a profit', async () => {
    const own = await buildOrderWorld(anvil.rpcUrl, { publicBook: true });
    await own.setPrices(100_000_000n, WBTC_USD * BTC_UNITS);
    for (const functionName of ['setAllowanceCeiling', 'setAllowance'] as const) {
      const args = [own.wbtc.token, SELL_UNITS] as const;
      const hash = await own.deployer.walletClient.writeContract({
        address: own.portfolio,
        abi: balancerAbi,
        functionName,
        args,
      });
      await own.client.waitForTransactionReceipt({ hash });
    }
    const { feeTaker } = own.contracts;
    const [integrator, protocol] = [`0x${'aa'.repeat(20)}`, `0x${'bb'.repeat(20)}`] as const;
    const extension = feeTakerExtension({
      feeTaker,
      maker: own.portfolio,
      integratorFeeRecipient: integrator,
      protocolFeeRecipient: protocol,
      integratorFeeE5: 30,
      integratorSharePercent: 50,
      resolverFeeE5: 20,
      whitelistDiscountNumeratorPercent: 100,
      whitelist: [own.taker],
    });
    const signed = await sellWbtc('at terms', -100n, { own, extension });
    book.show([bookOrderOf(signed)]);
    writeFeeds(own, 'own-feeds.json');
    const taker = await once('--feeds', join(folder, 'own-feeds.json'));
    const [fill] = linesOf(taker, 'fill');
    expect(fill, taker.raw()).toMatchObject({ orderHash: signed.orderHash, partial: false });
    const fees = (await own.balanceOf(own.usdc, integrator)) + (await own.balanceOf(own.usdc, protocol));
    // 0.05 % of what the maker gets, on top of it.
    expect(fees > 0n).toBe(true);
    expect(BigInt(String(fill?.takingAmount))).toBe(
      signed.order.takingAmount + (signed.order.takingAmount * 5n + 9_999n) / 10_000n,
    );
    expect(BigInt(String(fill?.profitUsdE18)) >= 0n).toBe(true);
  });
});
