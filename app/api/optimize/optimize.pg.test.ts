import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ApiWorld, askRoute, buildApiWorld } from '../../../e2e/support/api-world.ts';
import { type OptimizedDto, optimize } from '../../../lib/api/optimize.ts';
import { E18 } from '../../../lib/money/fixed-point.ts';
import { saveVaultRates } from '../../../services/store/cash/vault-rates.ts';
import { addressOf } from '../../../services/store/testing/arrange.ts';

const CHAIN_ID = 31_337;
const DAY = 86_400;
const AHEAD = addressOf(91);
const FORGOTTEN = addressOf(92);
const YOUNG = addressOf(93);
/** So far the newest block of a chain is ahead of this machine's clock. */
const AHEAD_SECONDS = 50;

let world: ApiWorld;

const listed = (name: string, address: string) => ({ name, protocol: 'Any', address, decimals: 6 });

/** Share prices of so many days up to a time, each day's growth by 4 % a year. */
const live = async (vault: string, { days, until }: { readonly days: number; readonly until: number }) => {
  for (let day = days; day >= 0; day -= 1) {
    const sharePriceE18 = E18 + (BigInt(days - day) * 4n * E18) / 36_500n;
    const reading = { sharePriceE18, tvlUnits: 40_000_000_000_000n };
    const block = { number: BigInt(1_000 - day), timeSeconds: until - day * DAY };
    await world.database.admin.begin((sql) =>
      saveVaultRates(sql, CHAIN_ID, { block, snapshots: [{ vault, reading }] }),
    );
  }
};

beforeAll(async () => {
  world = await buildApiWorld();
  const chain = {
    ...{ id: CHAIN_ID, slug: 'vaults', name: 'A chain with vaults', nativeSymbol: 'ETH' },
    ...{ blockTimeSeconds: 1, finalityBlocks: 64 },
    feeds: [{ asset: 'USDC', address: addressOf(94) }],
    tokens: [{ symbol: 'USDC', address: addressOf(95), decimals: 6, feed: 'USDC' }],
    vaults: [listed('Ahead', AHEAD), listed('Forgotten', FORGOTTEN), listed('Young', YOUNG)],
  };
  // Nobody listens there: what gas costs is not known.
  const served = { chain, rpcUrls: ['http://127.0.0.1:9'], factoryAddress: addressOf(96), factoryBlock: 1 };
  vi.stubEnv('CHAINS', JSON.stringify({ chains: [served] }));
  const now = Math.floor(Date.now() / 1_000);
  await live(AHEAD, { days: 35, until: now + AHEAD_SECONDS });
  await live(FORGOTTEN, { days: 35, until: now - 3 * DAY });
  await live(YOUNG, { days: 8, until: now - 600 });
});
afterAll(() => world?.stop());

describe('what an amount would do, by what is stored', () => {
  it('is told to anybody, with every input’s source and age, and null with why where nobody tells', async () => {
    const { status, body } = await askRoute('POST', '/api/optimize', { body: { amountUsd: '10000' } });
    expect(status).toBe(200);
    expect(optimize.answer?.parse(body)).toEqual(body);
    const { vaults, costs, plan } = body as OptimizedDto;
    const [ahead, forgotten, young] = vaults;
    expect(ahead?.paidMonthPercent).toMatchObject({ source: 'own share price', why: null });
    expect(Number(ahead?.paidMonthPercent.value)).toBeCloseTo(4, 1);
    expect(ahead?.promisedPercent).toMatchObject({ value: null, why: 'nobody tells what it promises' });
    expect(forgotten).toMatchObject({ reason: 'rate-stale', amountUsd: '0' });
    expect(forgotten?.paidNowPercent.ageSeconds).toBeGreaterThanOrEqual(3 * DAY);
    expect(young).toMatchObject({ reason: 'rate-missing', amountUsd: '0', expectedPercent: null });
    expect(young?.paidMonthPercent).toMatchObject({
      value: null,
      why: 'its growth is not known over thirty days',
    });
    expect(costs).toMatchObject({ gasUsd: null, chains: [{ gasPriceWei: null, why: expect.any(String) }] });
    expect(plan.moves).toMatchObject([{ kind: 'deposit', vaultName: 'Ahead' }]);
  });

  it('goes by a rate that was read of a block a little ahead of this machine’s clock, as of now', async () => {
    const { body } = await askRoute('POST', '/api/optimize', { body: { amountUsd: '10000' } });
    const { vaults, expected } = body as OptimizedDto;
    expect(vaults[0]).toMatchObject({ reason: null, why: null });
    expect(vaults[0]?.paidNowPercent.ageSeconds).toBeGreaterThanOrEqual(0);
    expect(expected.why).toBeNull();
    expect(Number(expected.apyPercent)).toBeGreaterThan(0);
  });

  it('names a chain that is not served', async () => {
    const asked = { body: { amountUsd: '10', preferredChains: [CHAIN_ID, 5] } };
    const { status, body } = await askRoute('POST', '/api/optimize', asked);
    expect(status).toBe(400);
    expect(body.errors ?? body.fields).toMatchObject([{ field: 'preferredChains.1' }]);
  });
});
