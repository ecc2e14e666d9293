import { type Address, erc4626Abi } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../../e2e/support/anvil.ts';
import { REQUEST } from '../../../e2e/support/bot-world.ts';
import { deployVault } from '../../../e2e/support/lending-vault.ts';
import { buildOrderWorld, mint, type OrderWorld, SIGNER_KEY } from '../../../e2e/support/order-world.ts';
import { startWebServer, type WebServer } from '../../../e2e/support/web-server.ts';
import type { RatesDto } from '../../../lib/api/rates.ts';
import { llamaFake, llamaPoint } from '../../cash/testing/llama-fake.ts';
import { readEnv } from '../../env.ts';
import { type FakeService, startFake } from '../../http/testing/fake-service.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { type Bot, openBot } from '../tick/bot.ts';

// Real vaults on a real chain, read by ticks as they are wired; only DefiLlama is an imitation.

const DAY = 86_400;
const POOL = 'aa70268e-4b52-42bf-a116-608b370f9501';
const USDC = 1_000_000n;
/** Nobody's contract, and one that burns whatever gas it gets. */
const EMPTY: Address = `0x${'e0'.repeat(20)}`;
const BURNER: Address = `0x${'b0'.repeat(20)}`;

let anvil: Anvil;
let world: OrderWorld;
let llama: FakeService;
let database: TestDatabase;
let bot: Bot;
let web: WebServer;
let growing: Address;
let still: Address;
const startSeconds = Math.floor(Date.now() / 1_000) - 9 * DAY;

const listed = (name: string, address: Address, more: object = {}) => ({
  ...{ name, protocol: 'OpenZeppelin', address, decimals: 6 },
  ...more,
});

beforeAll(async () => {
  anvil = await startAnvil(undefined, 31_337, ['--timestamp', String(startSeconds)]);
  world = await buildOrderWorld(anvil.rpcUrl, { publicBook: false });
  growing = await deployVault(world.deployer, world.usdc, 1_000_000n * USDC);
  still = await deployVault(world.deployer, world.usdc, 5_000n * USDC);
  await rpc('anvil_setCode', [BURNER, '0x5b600056']);
  llama = await startFake(llamaFake(() => [llamaPoint(new Date().toISOString())]));
  database = await createTestDatabase();
  const chain = {
    ...{ id: 31_337, slug: 'vaults', name: 'A chain with vaults', nativeSymbol: 'ETH' },
    ...{ blockTimeSeconds: 1, finalityBlocks: 64 },
    feeds: [{ asset: 'USDC', address: world.usdc.feed }],
    tokens: [{ symbol: 'USDC', address: world.usdc.token, decimals: 6, feed: 'USDC' }],
    vaults: [
      listed('Growing', growing, { llamaPool: POOL }),
      listed('Still', still),
      listed('Nobody', EMPTY),
      listed('Burner', BURNER),
    ],
  };
  const chains = [
    { chain, rpcUrls: [anvil.rpcUrl], factoryAddress: world.contracts.factory, factoryBlock: 1 },
  ];
  const CHAINS = JSON.stringify({ chains });
  web = await startWebServer({ CHAINS, APP_DB_URL: database.urls.app.reveal() });
  const opened = await openBot(
    readEnv({
      CHAINS,
      DEFILLAMA_API_URL: llama.baseUrl,
      BOT_SIGNER_PK: SIGNER_KEY,
      DB_URL: database.urls.bot.reveal(),
      LOG_LEVEL: 'silent',
    }),
  );
  if (!opened.ok) throw new Error(opened.error.message);
  bot = opened.value;
});
afterAll(async () => {
  web?.stop();
  await bot?.close();
  await database?.drop();
  await llama?.close();
  await anvil?.stop();
});

const rpc = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
  world.client.request({ method, params } as never);
const tick = async () => {
  const ticked = await bot.tick(REQUEST);
  if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
};
const beDue = () => database.admin`update rate_sources set due_at = now()`;
/** What a million whole shares are worth, as the chain says. */
const worthOf = (vault: Address): Promise<bigint> =>
  world.client.readContract({
    ...{ address: vault, abi: erc4626Abi, functionName: 'convertToAssets' },
    args: [10n ** 12n],
  });
const stored = async (vault: Address) => {
  const rows = await database.admin`
    select time_seconds::float8 as at, share_price_e18::text as price, tvl_units::text as tvl from vault_rates
    where vault = ${vault.toLowerCase()} order by time_seconds`;
  return rows.map(({ at, price, tvl }) => ({ at, price: BigInt(price), tvl: BigInt(tvl) }));
};

describe('rates of listed vaults, kept by ticks', () => {
  it('are share prices as the chain says them, all of one block, and not again before they are due', async () => {
    await tick();
    await tick();
    const [[one, ...more], [other]] = [await stored(growing), await stored(still)];
    expect(more).toEqual([]);
    expect(one).toMatchObject({ price: (await worthOf(growing)) * 10n ** 6n, tvl: 1_000_000n * USDC });
    expect(other).toMatchObject({ at: one?.at, tvl: 5_000n * USDC });
    expect(llama.asked.map(({ url }) => url.pathname)).toEqual([`/chart/${POOL}`]);
    const pools = await database.admin`select pool::text as pool, promised_e18 > 0 as told from pool_rates`;
    expect(pools.map(({ pool, told }) => ({ pool, told }))).toEqual([{ pool: POOL, told: true }]);
  });

  it('say of who can’t be read why, and take nothing from the others for it', async () => {
    const rows =
      await database.admin`select subject, why from rate_sources where why is not null order by subject`;
    expect(rows.map(({ subject, why }) => [subject, why])).toEqual([
      [`vault:31337:${BURNER}`, 'It doesn’t say that it holds the chain’s USDC.'],
      [`vault:31337:${EMPTY}`, 'It doesn’t say that it holds the chain’s USDC.'],
    ]);
    expect([...(await stored(EMPTY)), ...(await stored(BURNER))]).toEqual([]);
  });

  it('grow as the vault has grown on chain', async () => {
    // A thousandth in eight days.
    await mint(world.deployer, world.usdc, { to: growing, units: 1_000n * USDC });
    await rpc('evm_setNextBlockTimestamp', [startSeconds + 8 * DAY + 600]);
    await rpc('evm_mine');
    await beDue();
    await tick();
    const [before, after] = await stored(growing);
    expect(after?.price).toBe((await worthOf(growing)) * 10n ** 6n);
    expect(Number(after?.price) / Number(before?.price)).toBeCloseTo(1.001, 8);
    expect((await stored(still)).map(({ price }) => price)).toEqual([10n ** 18n, 10n ** 18n]);
  });

  it('are told by the API and the page as what was paid, beside what is promised', async () => {
    const told: RatesDto = await (await fetch(`${web.url}/api/rates`)).json();
    const [before, after] = await stored(growing);
    if (before === undefined || after === undefined) throw new Error('not stored');
    const yearly = ((Number(after.price) / Number(before.price) - 1) * 365 * DAY) / (after.at - before.at);
    const [grown, flat, nobody] = told.vaults;
    expect(Number(grown?.realised.percent)).toBeCloseTo(100 * yearly, 3);
    expect(grown?.realised).toMatchObject({
      source: 'own share price',
      overDays: 7,
      atSeconds: after.at,
      fault: null,
    });
    expect(Number(grown?.promised.percent)).toBeCloseTo(100 * Math.log(1.042), 3);
    expect(grown?.promised.source).toBe('DefiLlama');
    expect(flat?.realised.percent).toBe('0.0000');
    expect(flat?.promised.fault?.why).toBe('no pool of DefiLlama is listed for it');
    expect(nobody).toMatchObject({
      realised: { percent: null, fault: { why: 'its share price can’t be read' } },
      trouble: { why: 'It doesn’t say that it holds the chain’s USDC.' },
    });
    const page = (await (await fetch(`${web.url}/usdc`)).text()).replaceAll('\u00a0', ' ');
    for (const text of [`${(100 * yearly).toFixed(2)} %`, '4.11 %', 'can’t be read', 'no pool of DefiLlama'])
      expect(page).toContain(text);
  });

  it('that a chain or a service doesn’t tell are told by none, and asked for again soon', async () => {
    llama.fault.current = { status: 500, body: '{}' };
    await beDue();
    await tick();
    const [row] = await database.admin`
      select why, extract(epoch from due_at - now())::float8 as later from rate_sources where subject = ${`pool:${POOL}`}`;
    expect(row?.why).toBe('DefiLlama is in trouble (500)');
    expect(row?.later).toBeLessThan(60);
    expect(await stored(growing)).toHaveLength(2);
  });
});
