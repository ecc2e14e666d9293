import type { Sql } from 'postgres';
import type { Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readOpenOrders, readPlacedOrder } from './book-reads.ts';
import { type BotDatabase, openAppSql } from './database.ts';
import { readFleetIndex } from './pages/fleet-index.ts';
import { saveSetting } from './settings.ts';
import { type ArrangedPortfolio, arrangePortfolios, CHAIN_ID, removePortfolios } from './testing/arrange.ts';
import { EXPIRES_AT, signedOrder } from './testing/looks.ts';
import type { TestDatabase } from './testing/test-database.ts';
import { withTestBot } from './testing/with-test-bot.ts';
import { markPlaced } from './tick/orders.ts';

let database: TestDatabase;
let bot: BotDatabase;
let app: Sql;
let portfolios: readonly ArrangedPortfolio[] = [];
withTestBot((opened) => {
  ({ database, bot } = opened);
});
beforeAll(() => {
  app = openAppSql(database.urls.app);
});
afterAll(() => app?.end());
beforeEach(async () => {
  await removePortfolios(database.admin);
  await database.admin`delete from settings`;
  portfolios = await arrangePortfolios(database.admin, 2);
});

const ADMIN = `user:0x${'ad'.repeat(20)}` as const;
const set = (value: boolean) =>
  bot.run((sql) => saveSetting(sql, { name: 'halted', value, actor: ADMIN, origin: null, version: null }));
const order = async (index: number, salt = 1n): Promise<{ id: Hex; orderHash: Hex }> => {
  const portfolio = portfolios[index];
  if (portfolio === undefined) throw new Error('not arranged');
  const { id, body } = await signedOrder(bot, portfolio, { salt, expiresAt: EXPIRES_AT + index });
  if (body.kind !== 'order') throw new Error('no order');
  return { id, orderHash: body.orderHash };
};
const place = async (id: Hex) => (await bot.run((sql) => markPlaced(sql, [id])))[0];
const page = () => readOpenOrders(app, { chainId: CHAIN_ID, limit: 10, maker: undefined, cursor: undefined });
const halt = async () => {
  const { halted } = await readFleetIndex(app);
  return halted;
};

describe('the stop of all trading', () => {
  it('shows nothing from the next statement on, and what was signed meanwhile once it is over', async () => {
    const [first, second] = [await order(0), await order(1)];
    expect(await place(first.id)).toBe('placed');
    await set(true);
    expect(await place(second.id)).toBe('halted');
    expect(await place(second.id)).toBe('halted');
    expect(await place(first.id)).toBe('already-placed');
    const [row] = await database.admin`select status, placed_at from orders where id = ${second.id}`;
    expect(row).toMatchObject({ status: 'signed', placed_at: null });
    await set(false);
    expect(await place(second.id)).toBe('placed');
  });

  it('holds also with a value that nobody can read', async () => {
    const { id } = await order(0);
    await database.admin`insert into settings (key, value, updated_by) values ('halted', '"perhaps"', 'somebody')`;
    expect(await place(id)).toBe('halted');
  });

  it('hands out no order, and still tells of one whose hash is known', async () => {
    const { id, orderHash } = await order(0);
    await place(id);
    expect(await page()).toHaveLength(1);
    await set(true);
    expect(await page()).toEqual([]);
    expect((await readPlacedOrder(app, { chainId: CHAIN_ID, hash: orderHash }))?.placed.status).toBe('open');
    await set(false);
    expect(await page()).toHaveLength(1);
  });

  it('says since when and by whom, and what can still be filled, to whoever may see none of it', async () => {
    expect(await halt()).toBeNull();
    for (const index of [0, 1]) await place((await order(index)).id);
    await set(true);
    const told = await halt();
    // Each sells 2,000 USD of 7,000.
    expect(told).toMatchObject({
      ...{ by: ADMIN, orders: 2, unpriced: 0, untilSeconds: EXPIRES_AT + 1 },
      valueUsdE18: 4_000n * 10n ** 18n,
    });
    expect(Math.abs((told as { sinceSeconds: number }).sinceSeconds - Date.now() / 1_000)).toBeLessThan(60);
    await database.admin`
      update orders set filled_sell_units = sell_units / 4, status = 'partially-filled'
      where portfolio_id = ${portfolios[0]?.id ?? ''}`;
    expect(await halt()).toMatchObject({ orders: 2, valueUsdE18: 3_500n * 10n ** 18n });
  });

  it('counts no order that its contract would not fill, and no price that is missing', async () => {
    for (const index of [0, 1]) await place((await order(index)).id);
    await set(true);
    const [first, second] = portfolios.map(({ address }) => address);
    await database.admin`update accounts set generation = 2 where address = ${first ?? ''}`;
    expect(await halt()).toMatchObject({ orders: 1, untilSeconds: EXPIRES_AT + 1 });
    await database.admin`
      update snapshots set snapshot = jsonb_set(snapshot, '{assets}', '[]') where portfolio_id = ${portfolios[1]?.id ?? ''}`;
    expect(await halt()).toMatchObject({ orders: 1, unpriced: 1, valueUsdE18: 0n });
    await database.admin`update accounts set paused = true where address = ${second ?? ''}`;
    expect(await halt()).toMatchObject({ orders: 0, valueUsdE18: 0n, untilSeconds: null });
  });

  it('keeps its beginning when it is said again', async () => {
    await set(true);
    await database.admin`update settings set updated_at = updated_at - interval '1 hour'`;
    const before = await halt();
    expect(await set(true)).toEqual({ ok: true, value: 1 });
    expect(await halt()).toEqual(before);
    const [row] = await database.admin`select count(*)::int as count from audit_log`;
    expect(row?.count).toBe(1);
  });
});

describe('a setting', () => {
  const change = (value: unknown, version: number | null) =>
    bot.run((sql) =>
      saveSetting(sql, { name: 'tickIntervalSeconds', value, actor: ADMIN, origin: null, version }),
    );

  it('is changed by who has seen its version, and by nobody who hasn’t', async () => {
    expect(await change(60, 0)).toEqual({ ok: true, value: 1 });
    expect(await change(70, 1)).toEqual({ ok: true, value: 2 });
    for (const version of [0, 1, 3])
      expect(await change(80, version)).toMatchObject({
        error: { code: 'version-stale', message: expect.stringContaining('it is at version 2') },
      });
    expect(await change(90, null)).toEqual({ ok: true, value: 3 });
    const rows = await database.admin`select before, after, actor from audit_log order by position`;
    expect(rows.map((row) => [row.before?.value, row.after.value, row.actor])).toEqual([
      [undefined, 60, ADMIN],
      [60, 70, ADMIN],
      [70, 90, ADMIN],
    ]);
  });

  it('is set by one of many who saw that it was not set', async () => {
    const tries = await Promise.all(Array.from({ length: 8 }, (_, n) => change(100 + n, 0)));
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
    for (const one of tries) if (!one.ok) expect(one.error.code).toBe('version-stale');
    const [row] = await database.admin`select count(*)::int as count from audit_log`;
    expect(row?.count).toBe(1);
  });
});
