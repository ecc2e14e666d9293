import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { poolSubject, vaultSubject } from '../../../lib/cash/rate-source.ts';
import { openBotDatabase } from '../database.ts';
import { addressOf, CHAIN_ID } from '../testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { readPoolPoints, savePoolRates } from './pool-rates.ts';
import { claimRateSources, clearTroubles, putOffRateSources, readTroubles } from './rate-sources.ts';
import { readShareHistories, saveVaultRates, thinVaultRates } from './vault-rates.ts';

const DAY = 86_400;
const NOW = 20_500 * DAY;
const E18 = 10n ** 18n;
const VAULT = addressOf(1);
const OTHER = addressOf(2);
const POOL = 'aa70268e-4b52-42bf-a116-608b370f9501';

let database: TestDatabase;
let bot: ReturnType<typeof openBotDatabase>;
beforeAll(async () => {
  database = await createTestDatabase();
  bot = openBotDatabase({ url: database.urls.bot });
});
afterAll(async () => {
  await bot?.close();
  await database?.drop();
});
beforeEach(() => database.admin`truncate vault_rates, pool_rates, rate_sources`);

const saveAt = (timeSeconds: number, vaults: readonly string[] = [VAULT], priceE18 = E18) =>
  bot.run((sql) =>
    saveVaultRates(sql, CHAIN_ID, {
      block: { number: BigInt(timeSeconds), timeSeconds },
      snapshots: vaults.map((vault) => ({ vault, reading: { sharePriceE18: priceE18, tvlUnits: 5n } })),
    }),
  );
const thin = (vaults: readonly string[] = [VAULT]) => bot.run((sql) => thinVaultRates(sql, CHAIN_ID, vaults));
const timesOf = async (vault: string): Promise<readonly number[]> => {
  const rows =
    await database.admin`select time_seconds::float8 as at from vault_rates where vault = ${vault} order by 1`;
  return rows.map(({ at }) => at);
};
const historyOf = async (vault: string) => {
  const [history] = await bot.run((sql) => readShareHistories(sql, [{ chainId: CHAIN_ID, vault }], [7]));
  return history?.points.map(({ atSeconds, sharePriceE18 }) => [atSeconds, sharePriceE18]);
};

describe('share prices that are kept', () => {
  it('are of one block for all vaults, and stored once however often they come', async () => {
    await saveAt(NOW, [VAULT, OTHER]);
    await saveAt(NOW, [VAULT, OTHER], 2n * E18);
    expect([await timesOf(VAULT), await timesOf(OTHER)]).toEqual([[NOW], [NOW]]);
    expect(await historyOf(VAULT)).toEqual([[NOW, E18]]);
  });

  it('are read back as the first, the last, and the newest that is a week older than that', async () => {
    for (const [index, daysAgo] of [20, 9, 8, 7, 6, 1, 0].entries())
      await saveAt(NOW - daysAgo * DAY, [VAULT], E18 + BigInt(index));
    await saveAt(NOW, [OTHER], 9n * E18);
    expect(await historyOf(VAULT)).toEqual([
      [NOW - 20 * DAY, E18],
      [NOW - 7 * DAY, E18 + 3n],
      [NOW, E18 + 6n],
    ]);
    expect(await historyOf(OTHER)).toEqual([[NOW, 9n * E18]]);
    expect(await historyOf(addressOf(3))).toEqual([]);
  });

  it('are thinned to the last of an hour after a week and the last of a day after ninety, once a day', async () => {
    const apart = 900;
    const old = Array.from({ length: 8 }, (_, index) => NOW - 100 * DAY + index * apart);
    const week = Array.from({ length: 8 }, (_, index) => NOW - 10 * DAY + index * apart);
    const fresh = Array.from({ length: 8 }, (_, index) => NOW - 2 * DAY + index * apart);
    for (const time of [...old, ...week, ...fresh]) await saveAt(time, [VAULT, OTHER]);
    await saveAt(NOW - apart, [VAULT, OTHER]);
    await saveAt(NOW, [VAULT, OTHER]);
    // The 100th day's last, two hours of the tenth, and all of this week.
    const kept = [old[7], week[3], week[7], ...fresh, NOW - apart, NOW];
    expect(await thin()).toBe(7 + 6);
    expect(await timesOf(VAULT)).toEqual(kept);
    expect(await timesOf(OTHER)).toHaveLength(26);
    await saveAt(NOW + apart);
    await saveAt(NOW - 10 * DAY + 60);
    expect(await thin()).toBe(0);
  });
});

describe('what is said of a pool', () => {
  const point = (atSeconds: number, promisedE18: bigint | null = E18) => ({
    ...{ atSeconds, promisedE18, paidE18: -3n, tvlUnits: null },
    ...{ sharePriceE18: null, utilisationE18: null },
  });
  const save = (...points: ReturnType<typeof point>[]) => bot.run((sql) => savePoolRates(sql, POOL, points));
  const read = async (days: number) => {
    const points = (await bot.run((sql) => readPoolPoints(sql, [POOL], days))).get(POOL);
    return points?.map(({ atSeconds, promisedE18, paidE18 }) => [atSeconds, promisedE18, paidE18]);
  };

  it('is kept by the day, of each the last that was said, and an older word changes nothing', async () => {
    expect(await save(point(NOW - DAY, 1n), point(NOW, 2n), point(NOW + 60, 3n))).toBe(2);
    expect(await save(point(NOW + 30, 9n), point(NOW + 120, null))).toBe(1);
    expect(await save(point(NOW + 60, 9n))).toBe(0);
    expect(await read(7)).toEqual([
      [NOW - DAY, 1n, -3n],
      [NOW + 120, null, -3n],
    ]);
  });

  it('is read for the last days, counted from the newest', async () => {
    await save(...[30, 9, 8, 1].map((daysAgo) => point(NOW - daysAgo * DAY, BigInt(daysAgo))));
    expect((await read(8))?.map(([, promised]) => promised)).toEqual([9n, 8n, 1n]);
  });
});

describe('whom rates are asked of', () => {
  const one = vaultSubject(CHAIN_ID, VAULT);
  const two = poolSubject(POOL);
  const claim = (limit = 10) =>
    bot.run((sql) => claimRateSources(sql, { subjects: [one, two], everySeconds: 900, limit }));

  it('is one process’s turn alone, and due again only after its time', async () => {
    const claims = await Promise.all([claim(), claim(), claim()]);
    expect(claims.flat().sort()).toEqual([two, one]);
    expect(await claim()).toEqual([]);
    await database.admin`update rate_sources set due_at = now() where subject = ${one}`;
    expect(await claim()).toEqual([one]);
  });

  it('is asked as many at once as are wanted', async () => {
    expect([await claim(1), await claim(1), await claim(1)]).toEqual([[two], [one], []]);
  });

  it('is put off with a reason that stands until it answers', async () => {
    await claim();
    await bot.run((sql) =>
      putOffRateSources(sql, [
        { subject: one, why: 'It says that its shares are worth nothing.', retrySeconds: 0 },
      ]),
    );
    const troubles = () => bot.run((sql) => readTroubles(sql, [one, two]));
    expect((await troubles()).get(one)).toMatchObject({ why: 'It says that its shares are worth nothing.' });
    expect((await troubles()).has(two)).toBe(false);
    expect(await claim()).toEqual([one]);
    expect((await troubles()).size).toBe(1);
    await bot.run((sql) => clearTroubles(sql, [one, two]));
    expect((await troubles()).size).toBe(0);
  });
});
