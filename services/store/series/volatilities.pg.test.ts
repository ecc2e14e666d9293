import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBotDatabase } from '../database.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { savePricePoints } from './price-points.ts';
import { readVolatilities } from './volatilities.ts';

const NOW = 1_794_974_400;
const HOUR = 3_600;
const E18 = 10n ** 18n;

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

/** So many prices of an asset, so many seconds apart, the last of them now, going up and down by one percent. */
const save = (asset: string, count: number, apartSeconds: number, untilSeconds = NOW) =>
  bot.run((sql) =>
    savePricePoints(
      sql,
      Array.from({ length: count }, (_, index) => ({
        ...{ asset, source: 'recorded 1 feed', knownAtSeconds: untilSeconds - index * apartSeconds },
        priceUsdE18: index % 2 === 0 ? 100n * E18 : 101n * E18,
      })),
    ),
  );
const measured = (...assets: readonly string[]) =>
  bot.run((sql) =>
    readVolatilities(sql, {
      series: assets.map((asset) => ({ asset, source: 'recorded 1 feed' })),
      nowSeconds: NOW,
    }),
  );

describe('a volatility', () => {
  it('is the root of the squared moves by the time they took, a year’s', async () => {
    await save('HOURLY', 25, HOUR);
    // ln 1.01 an hour × √8,766 hours.
    const annualBps = Math.ceil(Math.log(1.01) * Math.sqrt(8_766) * 10_000);
    expect(await measured('HOURLY')).toEqual([{ asset: 'HOURLY', source: 'recorded 1 feed', annualBps }]);
  });

  it('counts the time between uneven answers, as a feed gives them that waits for a move', async () => {
    await save('UNEVEN', 13, 60, NOW - 20 * HOUR);
    await save('UNEVEN', 13, HOUR);
    const seconds = 20 * HOUR + 12 * 60;
    const [one] = await measured('UNEVEN');
    expect(one?.annualBps).toBe(Math.ceil(Math.log(1.01) * Math.sqrt((24 / seconds) * 31_557_600) * 10_000));
  });

  it('is left out where there are too few prices, too close ones, or only those of another week', async () => {
    await save('FEW', 12, HOUR);
    await save('CLOSE', 30, 60);
    await save('OLD', 30, HOUR, NOW - 8 * 86_400);
    expect(await measured('FEW', 'CLOSE', 'OLD', 'NONE')).toEqual([]);
  });
});
