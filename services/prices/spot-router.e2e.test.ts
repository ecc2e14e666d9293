import type { Address } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import {
  buildOrderWorld,
  deployAsset,
  type OrderWorld,
  type WorldAsset,
} from '../../e2e/support/order-world.ts';
import { deploySpotPools, type SpotPools } from '../../e2e/support/spot-pools.ts';
import { createDeployer, type Deployer } from '../../hardhat/deploy/deploy-local.ts';
import type { Chain } from '../../lib/chains/chain.ts';
import { chainOfId } from '../../lib/chains/known-chains.ts';
import type { ReadChainPrices } from '../../lib/ledger/chain-prices.ts';
import type { SourcePrice } from '../../lib/ledger/price-source.ts';
import { type ChainClient, openNodes, readHead } from '../chain/chain-client.ts';
import { readChainPrices } from '../chain/read-chain-prices.ts';
import { Secret } from '../secret.ts';
import { spotRouter } from './spot-router.ts';

const E18 = 10n ** 18n;
const [K, M] = [10n ** 3n, 10n ** 6n];

let anvil: Anvil;
let world: OrderWorld;
let deployer: Deployer;
let pools: SpotPools;
let chain: ChainClient;
let middle: WorldAsset;
let asked = 0;
beforeAll(async () => {
  anvil = await startAnvil();
  world = await buildOrderWorld(anvil.rpcUrl, { publicBook: false });
  deployer = createDeployer({ rpcUrl: anvil.rpcUrl });
  chain = openNodes({ facts: chainOfId(31_337), rpcUrls: [new Secret(anvil.rpcUrl)] }).chain;
  pools = await deploySpotPools(deployer, world.contracts.weth);
  middle = await newAsset('WETH', 18);
  await pools.add({ asset: middle, units: 1_000n * E18 }, { asset: world.usdc, units: 2n * M * M });
});
afterAll(() => anvil?.stop());

const newAsset = (symbol: string, decimals: number) =>
  deployAsset(deployer, world.contracts.feedBoard, { symbol, decimals, answerE8: 10n ** 8n });

/** A token beside dollars: `tokens` whole ones for `usd` dollars. */
const pooled = async (decimals: number, pool: { tokens: bigint; usd: bigint }): Promise<WorldAsset> => {
  const asset = await newAsset('X', decimals);
  await pools.add(
    { asset, units: pool.tokens * 10n ** BigInt(decimals) },
    { asset: world.usdc, units: pool.usd * M },
  );
  return asset;
};

const factsOf = (): Chain => ({
  ...chainOfId(31_337),
  wrappedNative: middle.token,
  spotRouter: { router: pools.router, quoteToken: world.usdc.token },
  feeds: [{ asset: 'USDC', address: world.usdc.feed, heartbeatSeconds: 86_400, pythId: null }],
  tokens: [{ symbol: 'USDC', address: world.usdc.token, decimals: 6, feed: 'USDC' }],
});

const read: ReadChainPrices = (_, question) => {
  asked += 1;
  return readChainPrices(chain, question);
};
const pricesOf = async (assets: readonly { token: Address; decimals: number }[]) => {
  const head = await readHead(chain);
  if (!head.ok) throw new Error(head.error.message);
  const source = spotRouter(read, new Map([[31_337, factsOf()]]), () => head.value.timeSeconds);
  const priced = assets.map(({ token, decimals }) => ({
    ...{ chainId: 31_337, token, symbol: 'X', decimals, feed: null },
  }));
  const prices = await source(priced, head.value);
  return { prices: priced.map((asset) => prices.get(asset)), block: head.value };
};
const priceOf = async (asset: WorldAsset): Promise<SourcePrice | undefined> =>
  (await pricesOf([asset])).prices[0];
/** Within two basis points, the trade's own weight on its pool. */
const near = (price: SourcePrice | undefined, usdE18: bigint): boolean =>
  price?.ok === true &&
  (price.usdE18 > usdE18 ? price.usdE18 - usdE18 : usdE18 - price.usdE18) * 5_000n <= usdE18;

describe('a router’s price', () => {
  it.each([
    [18, { tokens: 200n * K, usd: 500n * K }, (5n * E18) / 2n],
    [8, { tokens: 10n, usd: 600n * K }, 60_000n * E18],
    [6, { tokens: 200n * K, usd: 200n * K }, E18],
    [2, { tokens: 300n * K, usd: 300n * K }, E18],
    [18, { tokens: 10n ** 15n, usd: 200n * K }, 2n * 10n ** 8n],
  ])(
    'of a token of %i decimals is its pool’s, free of the pool’s fee, at the block’s time',
    async (decimals, pool, usdE18) => {
      const asset = await pooled(decimals, pool);
      const { prices, block } = await pricesOf([asset]);
      expect([near(prices[0], usdE18), prices[0]]).toMatchObject([
        true,
        { ok: true, source: 'router', updatedAtSeconds: block.timeSeconds },
      ]);
    },
  );

  it('goes through the native coin where that way is the deeper one', async () => {
    const asset = await pooled(18, { tokens: 10n, usd: 50n });
    await pools.add({ asset, units: 100n * K * E18 }, { asset: middle, units: 100n * E18 });
    expect(near(await priceOf(asset), 2n * E18)).toBe(true);
  });

  it('is counted in the quote token at its feed’s price', async () => {
    const asset = await pooled(18, { tokens: 200n * K, usd: 200n * K });
    await world.setPrices(90_000_000n, 2_000_000_000_000n);
    expect(near(await priceOf(asset), (9n * E18) / 10n)).toBe(true);
    expect(await priceOf(world.usdc)).toMatchObject({ ok: true, usdE18: (9n * E18) / 10n });
    await world.setPrices(100_000_000n, 2_000_000_000_000n);
  });

  it.each([
    [
      'a pool below a hundred thousand dollars',
      18,
      { tokens: 99n * K, usd: 99n * K },
      /holds 99000 USD, and 100000 are needed/,
    ],
    ['dust', 18, { tokens: 1n, usd: 1n }, /holds 1 USD/],
    ['a token of few units', 0, { tokens: 5n * K, usd: 500n * K }, /no pool to price it by/],
    ['a token of coarse units', 0, { tokens: 2n * M, usd: 500n * K }, /too few units/],
  ])('is none for %s', async (_, decimals, pool, says) => {
    expect(await priceOf(await pooled(decimals, pool))).toMatchObject({
      ...{ ok: false, fault: 'missing', detail: expect.stringMatching(says) },
    });
  });

  it('is none for a token without a pool, and for one that is no contract', async () => {
    const { prices } = await pricesOf([
      await newAsset('X', 18),
      { token: `0x${'12'.repeat(20)}`, decimals: 18 },
      middle,
    ]);
    expect(prices).toMatchObject([
      { ok: false, fault: 'missing', detail: 'router has no pool to price it by' },
      { ok: false, fault: 'missing' },
      { ok: true },
    ]);
  });

  it('follows a pool that is moved, and is read at the block that is asked for', async () => {
    const asset = await pooled(18, { tokens: 200n * K, usd: 200n * K });
    const before = await readHead(chain);
    await pools.sell({ asset, units: 100n * K * E18 }, world.usdc);
    const moved = await priceOf(asset);
    expect(moved?.ok === true && moved.usdE18 < E18 / 2n).toBe(true);
    if (!before.ok) throw new Error(before.error.message);
    const then = await readChainPrices(chain, {
      ...{ block: before.value, tokens: [asset.token], feeds: [] },
      spot: { router: pools.router, quoteToken: world.usdc.token, middleToken: null },
    });
    expect(then).toMatchObject({ ok: true, value: { spots: [{ direct: { depth: 200n * K * M } }] } });
  });

  it('of a hundred tokens is one question', async () => {
    const asset = await pooled(18, { tokens: 200n * K, usd: 200n * K });
    const strangers = Array.from({ length: 98 }, (_, id) => ({
      ...{ token: `0x${(id + 1).toString(16).padStart(40, 'a')}` as const, decimals: 18 },
    }));
    const before = asked;
    const { prices } = await pricesOf([middle, ...strangers, asset]);
    expect(asked - before).toBe(1);
    expect([prices[0]?.ok, prices[50]?.ok, prices[99]?.ok]).toEqual([true, false, true]);
  });

  it('is none when the quote token’s feed is old', async () => {
    const asset = await pooled(18, { tokens: 200n * K, usd: 200n * K });
    await fetch(anvil.rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'anvil_mine', params: ['0x1', '0x16000'] }),
    });
    await fetch(anvil.rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'anvil_mine', params: ['0x2', '0x16000'] }),
    });
    expect(await priceOf(asset)).toMatchObject({
      ...{ ok: false, fault: 'missing', detail: expect.stringMatching(/the feed of USDC is \d+ s old/) },
    });
  });
});
