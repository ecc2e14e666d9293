import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { getSpotPrices } from '../../../app/prices/actions.ts';
import { type Anvil, startAnvil } from '../../../e2e/support/anvil.ts';
import {
  buildOrderWorld,
  deployAsset,
  type OrderWorld,
  type WorldAsset,
} from '../../../e2e/support/order-world.ts';
import { pricedChain } from '../../../e2e/support/priced-chain.ts';
import { deploySpotPools } from '../../../e2e/support/spot-pools.ts';
import { readEnv } from '../../env.ts';
import { createLog } from '../../log.ts';
import { type GetSpotPrices, openSpotPrices } from './spot-prices.ts';

// Outside a request of the web server there are no headers: nobody is logged in.
vi.mock('next/headers', () => ({ headers: async () => new Headers() }));

const LOG = createLog({ level: 'silent', secrets: [] });
const NOBODY = `0x${'12'.repeat(20)}` as const;

let anvil: Anvil;
let world: OrderWorld;
let listedNowhere: WorldAsset;
let chains: string;
beforeAll(async () => {
  anvil = await startAnvil();
  world = await buildOrderWorld(anvil.rpcUrl, { publicBook: false });
  const pools = await deploySpotPools(world.deployer, world.contracts.weth);
  const { feedBoard } = world.contracts;
  listedNowhere = await deployAsset(world.deployer, feedBoard, { symbol: 'NEW', decimals: 18, answerE8: 1n });
  const dollars = { asset: world.usdc, units: 10n ** 12n };
  await pools.add({ asset: world.wbtc, units: 50n * 10n ** 8n }, dollars);
  await pools.add({ asset: listedNowhere, units: 4n * 10n ** 24n }, dollars);
  chains = pricedChain(world, pools.router);
});
afterAll(() => anvil?.stop());

const open = (source: 'FEEDS' | 'ROUTER'): GetSpotPrices =>
  openSpotPrices(readEnv({ CHAINS: chains, PRICE_SOURCE: source }), LOG);
const pricesOf = async (get: GetSpotPrices, tokens: readonly string[]) => {
  const answer = await get({ chain: 'priced', tokens });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};

describe('getSpotPrices', () => {
  it('tells the feeds’ prices of the chain’s tokens in the order asked, with age and source', async () => {
    const { prices, chainId, blockTimeSeconds } = await pricesOf(open('FEEDS'), [
      world.wbtc.token,
      world.usdc.token,
    ]);
    expect(chainId).toBe(31_337);
    expect(prices).toMatchObject([
      { token: world.wbtc.token, ok: true, usd: '20000', source: 'chainlink' },
      { token: world.usdc.token, ok: true, usd: '1', source: 'chainlink' },
    ]);
    for (const price of prices)
      expect(price.ok && price.updatedAtSeconds + price.ageSeconds).toBe(blockTimeSeconds);
  });

  it('says of a token without a feed, and of what is no token, that there is none', async () => {
    const { prices } = await pricesOf(open('FEEDS'), [listedNowhere.token, NOBODY]);
    expect(prices).toEqual([
      { token: listedNowhere.token, ok: false, fault: 'missing', why: 'chainlink does not know it' },
      { token: NOBODY, ok: false, fault: 'missing', why: 'There is no token at that address.' },
    ]);
  });

  it('prices by pools a token that no facts know, and checks one that they know against its feed', async () => {
    const get = open('ROUTER');
    const [fresh, known] = (await pricesOf(get, [listedNowhere.token, world.wbtc.token])).prices;
    expect(fresh?.ok === true && fresh.source === 'router' && fresh.usd.startsWith('0.25')).toBe(true);
    expect(known?.ok === true && known.source).toBe('chainlink, router');
    await world.setPrices(100_000_000n, 2_500_000_000_000n);
    const [moved] = (await pricesOf(get, [world.wbtc.token])).prices;
    expect(moved).toMatchObject({ ok: false, fault: 'disagree' });
    expect(moved?.ok === false && moved.why).toMatch(/chainlink says 25000 USD and router says 200\d\d/);
    await world.setPrices(100_000_000n, 2_000_000_000_000n);
  });

  it.each([
    [null, /request: /],
    ['priced', /request: /],
    [{}, /chain: .*; tokens: /],
    [{ chain: 'priced' }, /tokens: /],
    [{ chain: 'priced', tokens: [] }, /tokens: at least one/],
    [{ chain: 'priced', tokens: ['0x12'] }, /tokens\.0: must be an address/],
    [{ chain: 'priced', tokens: ['0x111111125421cA6dc452d289314280a0f8842A6D'] }, /checksum/],
    [{ chain: 'priced', tokens: [NOBODY, NOBODY] }, /named twice/],
    [
      { chain: 'priced', tokens: Array.from({ length: 51 }, (_, n) => `0x${String(n).padStart(40, '0')}`) },
      /at most 50/,
    ],
    [{ chain: 'priced', tokens: [NOBODY], key: 'x' }, /request: /],
    [{ chain: -1, tokens: [NOBODY] }, /chain: /],
    [{ chain: "'; drop table", tokens: [NOBODY] }, /chain: /],
  ])('refuses %j by field', async (request, words) => {
    const answer = await open('FEEDS')(request);
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect(answer.ok ? '' : answer.error.message).toMatch(words);
  });

  it('refuses a chain that isn’t served by its name', async () => {
    const answer = await open('FEEDS')({ chain: 'pricd', tokens: [NOBODY] });
    expect(answer.ok ? '' : answer.error.message).toContain(
      'No chain pricd is served (did you mean priced?)',
    );
  });

  it('answers sixty questions a minute and no more', async () => {
    const get = open('FEEDS');
    const ask = () => get({ chain: 31_337, tokens: [world.usdc.token] });
    const answers = await Promise.all(Array.from({ length: 61 }, ask));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(60);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'rate-limited' } });
  });

  it('is for nobody who has not logged in', async () => {
    expect(await getSpotPrices({ chain: 'priced', tokens: [NOBODY] })).toMatchObject({
      ...{ ok: false, error: { code: 'unauthorised' } },
    });
  });
});
