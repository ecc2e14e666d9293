import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld, REQUEST } from '../../../e2e/support/bot-world.ts';
import { BTC_ID, pricedChain, USDC_ID } from '../../../e2e/support/priced-chain.ts';
import { deploySpotPools, type SpotPools } from '../../../e2e/support/spot-pools.ts';
import { readEnv } from '../../env.ts';
import { type FakeService, startFake } from '../../http/testing/fake-service.ts';
import { coingeckoFake } from '../../prices/testing/coingecko-fake.ts';
import { oneinchFake } from '../../prices/testing/oneinch-fake.ts';
import { pythFake, pythPrice } from '../../prices/testing/pyth-fake.ts';
import { openPolicyRegistry } from '../operation/database.ts';
import { openBot } from '../tick/bot.ts';

/** The feeds' price of a bitcoin at which the portfolio is out of its band: it holds half of each at 20,000. */
const FEED_USD = 24_000n;
const USD_E6 = 10n ** 6n;

let world: BotWorld;
let pools: SpotPools;
let gecko: FakeService;
let inch: FakeService;
let hermes: FakeService;
/** What each service says of a bitcoin, in dollars; a dollar is a dollar everywhere. */
const says = { coingecko: FEED_USD, '1inch': FEED_USD, pyth: FEED_USD };

const now = () => Math.floor(Date.now() / 1_000);
const entry = (usd: bigint) => `{"usd":${usd},"last_updated_at":${now()}}`;

beforeAll(async () => {
  world = await buildBotWorld();
  const [usdc, wbtc] = [world.usdc.token, world.wbtc.token];
  gecko = await startFake(coingeckoFake(() => ({ [usdc]: entry(1n), [wbtc]: entry(says.coingecko) })));
  inch = await startFake(oneinchFake(() => ({ [usdc]: '"1"', [wbtc]: `"${says['1inch']}"` }), ['31337']));
  hermes = await startFake(
    pythFake(() => ({ [USDC_ID]: pythPrice('1', now()), [BTC_ID]: pythPrice(`${says.pyth}`, now()) })),
  );
  pools = await deploySpotPools(world.deployer, world.contracts.weth);
  await pools.add(
    { asset: world.wbtc, units: 100n * 10n ** 8n },
    { asset: world.usdc, units: 100n * FEED_USD * USD_E6 },
  );
  await world.tick();
});
afterAll(() => Promise.all([world?.stop(), gecko?.close(), inch?.close(), hermes?.close()]));
beforeEach(async () => {
  Object.assign(says, { coingecko: FEED_USD, '1inch': FEED_USD, pyth: FEED_USD });
  for (const { asked } of [gecko, inch, hermes]) asked.length = 0;
  await world.setPrices(100_000_000n, FEED_USD * 10n ** 8n);
});

const SHORTHAND = { RPC_URL: undefined, FACTORY_ADDRESS: undefined, FACTORY_BLOCK: undefined };

/** One tick of a bot of its own, by this source, of which nothing but its looks is left. */
const tickBy = async (source: 'ORACLE' | 'ROUTER' | 'QUORUM') => {
  const opened = await openBot(
    readEnv({
      ...{ ...world.env, ...SHORTHAND, CHAINS: pricedChain(world, pools.router), PRICE_SOURCE: source },
      ...{ COINGECKO_API_URL: `${gecko.baseUrl}/api/v3`, COINGECKO_API_KEYS: 'demo-key' },
      ...{ ONEINCH_API_URL: inch.baseUrl, ONEINCH_AUTH_KEY: 'inch-key' },
      ...{ PYTH_API_URL: `${hermes.baseUrl}/hermes`, PYTH_API_KEYS: 'pyth-key' },
    }),
  );
  if (!opened.ok) throw new Error(opened.error.message);
  const before = await orderCount();
  const ticked = await opened.value.tick(REQUEST);
  await opened.value.close();
  if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
  const orders = (await orderCount()) - before;
  // The next case starts from an account without an open order.
  await world.database.admin`update orders set status = 'cancelled', closed_at = now() where status = 'open'`;
  return { ...ticked.value, orders, ...(await lastLook()) };
};
const orderCount = async (): Promise<number> =>
  Number((await world.database.admin`select count(*)::int as count from orders`)[0]?.['count']);
const lastLook = async () => {
  const [row] = await world.database.admin`
    select d.kind, d.reason, d.decision::text as decision, s.snapshot::text as snapshot
    from decisions d join snapshots s on s.id = d.snapshot_id order by d.id desc limit 1`;
  return {
    kind: row?.['kind'],
    reason: row?.['reason'],
    decision: `${row?.['decision']}`,
    snapshot: `${row?.['snapshot']}`,
  };
};

const WORDS = {
  ORACLE: /coingecko says 26400 USD/,
  ROUTER: /router says 2[34]\d{3}\.\d+ USD/,
  QUORUM: /quorum of coingecko 26400, 1inch 26400, pyth 26400 says 26400 USD/,
} as const;

describe('a tick by a price from outside', () => {
  it.each([
    ['ORACLE', 'coingecko'],
    ['ROUTER', 'router'],
    ['QUORUM', 'quorum of'],
  ] as const)(
    '%s that agrees with the feeds trades, and the look says whose price it was',
    async (source, name) => {
      const tick = await tickBy(source);
      expect(tick).toMatchObject({ checked: 1, acted: 1, failed: 0, orders: 1, kind: 'act' });
      expect(tick.snapshot).toContain(name);
    },
  );

  it.each(['ORACLE', 'ROUTER', 'QUORUM'] as const)(
    '%s that is a tenth off the feeds holds, and the reason names both',
    async (source) => {
      Object.assign(says, { coingecko: 26_400n, '1inch': 26_400n, pyth: 26_400n });
      // The pool stays where it is, and the feed is a tenth below it.
      if (source === 'ROUTER') await world.setPrices(100_000_000n, 2_181_800_000_000n);
      const tick = await tickBy(source);
      expect(tick).toMatchObject({ checked: 1, held: 1, acted: 0, orders: 0, reason: 'prices-disagree' });
      const feedUsd = source === 'ROUTER' ? 21_818 : 24_000;
      expect(tick.decision).toContain(`chainlink ${world.wbtc.feed} says ${feedUsd} USD and `);
      expect(tick.decision).toMatch(WORDS[source]);
      expect(tick.decision).toMatch(/\d{3,4} bps apart, and \d+ are allowed/);
    },
  );

  it('QUORUM leaves out the one that is far off, by name, and trades on the others', async () => {
    says.pyth = 30_000n;
    const tick = await tickBy('QUORUM');
    expect(tick).toMatchObject({ acted: 1, orders: 1 });
    expect(tick.snapshot).toContain('left out: pyth 30000 is too far off');
  });

  it('QUORUM that finds no two of a mind holds, and the reason names them all', async () => {
    Object.assign(says, { '1inch': 27_000n, pyth: 30_000n });
    const tick = await tickBy('QUORUM');
    expect(tick).toMatchObject({ held: 1, orders: 0, reason: 'prices-disagree' });
    expect(tick.decision).toContain('the sources disagree: coingecko 24000, 1inch 27000, pyth 30000');
  });

  it.each([
    ['ORACLE', 'coingecko is in trouble (500)'],
    ['QUORUM', 'only 0 of 3 sources has a fresh price'],
  ] as const)('%s whose services are away holds with their reason', async (source, words) => {
    for (const fake of [gecko, inch, hermes]) fake.fault.current = { status: 500, body: '{}' };
    const tick = await tickBy(source);
    for (const fake of [gecko, inch, hermes]) fake.fault.current = null;
    expect(tick).toMatchObject({ held: 1, orders: 0, reason: 'price-missing' });
    expect(tick.decision).toContain(words);
    // A service that answers 500 is left alone for 30 seconds; the policy looks every hour.
    const { nextLookAt, decidedAt } = JSON.parse(tick.decision);
    expect(nextLookAt - decidedAt).toBeLessThan(120);
  });

  it('ROUTER whose pool is shallow holds', async () => {
    const deep = pools;
    pools = await deploySpotPools(world.deployer, world.contracts.weth);
    await pools.add({ asset: world.wbtc, units: 10n ** 8n }, { asset: world.usdc, units: FEED_USD * USD_E6 });
    const tick = await tickBy('ROUTER');
    pools = deep;
    expect(tick).toMatchObject({ held: 1, orders: 0, reason: 'price-missing' });
    expect(tick.decision).toContain('holds 24000 USD, and 100000 are needed');
  });

  it('signs nothing that the contract’s own feeds don’t bear out, however far apart a policy lets them be', async () => {
    const registry = openPolicyRegistry(world.database.urls.bot.reveal());
    const limits = { cooldownSeconds: 0, maxTradeUsd: '1000000', dailyVolumeUsd: '10000000' };
    const registered = await registry.registerPolicy({
      ...{ chainId: 31_337, address: world.portfolio, name: 'trusting', shared: true, simulated: true },
      policy: {
        version: 1,
        triggers: [{ kind: 'absolute', bandBps: 200 }],
        limits: { ...limits, priceDisagreementBpsMax: 10_000 },
        orderTerms: { expiresInSeconds: 600 },
        lookEverySeconds: 3_600,
      },
    });
    await registry.close();
    expect(registered).toMatchObject({ ok: true });
    // It would sell bitcoin a twentieth below what the feeds say.
    says.coingecko = 22_800n;
    expect(await tickBy('ORACLE')).toMatchObject({ checked: 1, failed: 1, acted: 0, orders: 0 });
    const [row] = await world.database.admin`select failures, quarantined_at from portfolios`;
    expect(row).toMatchObject({ failures: 0, quarantined_at: null });
    says.coingecko = FEED_USD;
    expect(await tickBy('ORACLE')).toMatchObject({ acted: 1, orders: 1 });
  });
});
