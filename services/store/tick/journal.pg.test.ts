import { beforeEach, describe, expect, it } from 'vitest';
import { decodeDecision, decodeSnapshot } from '../../../lib/engine/codec.ts';
import type { BotDatabase } from '../database.ts';
import { type ArrangedPortfolio, arrangePortfolios, CHAIN_ID } from '../testing/arrange.ts';
import { lookOf } from '../testing/looks.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { withTestBot } from '../testing/with-test-bot.ts';
import { writeJournal } from './journal.ts';
import { claimDue } from './leases.ts';
import { hideOrder, markPlaced, readLiveOrders, readOrderStatus, rejectOrder } from './orders.ts';
import { finishTick, startTick } from './ticks.ts';

let database: TestDatabase;
let bot: BotDatabase;
let tickId: string;
let portfolios: readonly ArrangedPortfolio[];
withTestBot((opened) => {
  ({ database, bot } = opened);
});
beforeEach(async () => {
  await database.admin`delete from orders`;
  await database.admin`delete from accounts`;
  portfolios = await arrangePortfolios(database.admin, 2);
  const tick = await bot.run((sql) => startTick(sql, { source: 'cli', schedulerExecutionId: 'run 7' }));
  tickId = tick.id;
});

const claim = async () => {
  const leases = await bot.run((sql) =>
    claimDue(sql, { chainId: CHAIN_ID, owner: 't', limit: 500, leaseSeconds: 60, dueBefore: 'infinity' }),
  );
  return leases.map((lease) => {
    const portfolio = portfolios.find(({ id }) => id === lease.portfolioId);
    if (portfolio === undefined) throw new Error('unknown portfolio');
    return { lease, portfolio };
  });
};
const write = (entries: Parameters<typeof writeJournal>[2]) =>
  bot.run((sql) => writeJournal(sql, tickId, entries));
const counts = async () => {
  const [row] = await database.admin`
    select (select count(*) from snapshots)::int as snapshots, (select count(*) from decisions)::int as decisions,
      (select count(*) from legs)::int as legs, (select count(*) from orders)::int as orders`;
  return { ...row };
};

describe('writing a look', () => {
  it('stores snapshot, decision, leg and signed order of every portfolio of the batch, exactly as they were', async () => {
    const looks = (await claim()).map(({ lease, portfolio }) => lookOf(lease, portfolio));
    const written = await write(looks);
    expect(await counts()).toEqual({ snapshots: 2, decisions: 2, legs: 2, orders: 2 });
    expect(written.flatMap(({ actionIds }) => actionIds).sort()).toEqual(
      looks.flatMap(({ actions }) => actions.map(({ id }) => id)).sort(),
    );
    const [row] = await database.admin`
      select s.snapshot, d.decision, d.tick_id from decisions d join snapshots s on s.id = d.snapshot_id
      where d.portfolio_id = ${looks[0]?.lease.portfolioId ?? ''}`;
    expect(decodeSnapshot(row?.snapshot)).toEqual({ ok: true, value: looks[0]?.look.snapshot });
    expect(decodeDecision(row?.decision)).toEqual({ ok: true, value: looks[0]?.look.decision });
    const [order] = await bot.run((sql) => readLiveOrders(sql, [looks[0]?.lease.portfolioId ?? '']));
    expect(order?.order).toEqual({
      ok: true,
      value: {
        ...looks[0]?.actions[0],
        status: 'signed',
        statusReason: null,
        filledSellUnits: 0n,
        filledBuyUnits: 0n,
        placedAtMicros: null,
      },
    });
  });

  it('numbers looks in the order of the batch, wherever leases lie in their table and whatever finds them', async () => {
    const claimed = await claim();
    // The first one is written anew, behind the other.
    await database.admin`
      with gone as (delete from leases where id = ${portfolios[0]?.id ?? ''} returning *) insert into leases select * from gone`;
    await bot.run(async (sql) => {
      for (const way of ['enable_nestloop', 'enable_mergejoin', 'enable_indexscan', 'enable_bitmapscan'])
        await sql.unsafe(`set local ${way} = off`);
      return writeJournal(
        sql,
        tickId,
        claimed.map(({ lease, portfolio }) => lookOf(lease, portfolio)),
      );
    });
    const rows = await database.admin`
      select s.portfolio_id::text from snapshots s join decisions d on d.snapshot_id = s.id order by s.id, d.id`;
    expect(rows.map((row) => row['portfolio_id'])).toEqual(claimed.map(({ lease }) => lease.portfolioId));
  });

  it('writes nothing at all of a portfolio whose lease has gone to somebody else, and all of the others', async () => {
    const claimed = await claim();
    await database.admin`update leases set lease_token = lease_token + 1 where id = ${portfolios[0]?.id ?? ''}`;
    const written = await write(claimed.map(({ lease, portfolio }) => lookOf(lease, portfolio)));
    expect(written.map(({ portfolioId }) => portfolioId)).toEqual([portfolios[1]?.id]);
    expect(await counts()).toEqual({ snapshots: 1, decisions: 1, legs: 1, orders: 1 });
  });

  it('waits for a claim under way instead of writing past it', async () => {
    const [first] = await claim();
    if (first === undefined) throw new Error('nothing claimed');
    let written: Promise<unknown> = Promise.resolve();
    await database.admin.begin(async (sql) => {
      await sql`update leases set lease_token = lease_token + 1 where id = ${first.lease.portfolioId}`;
      written = write([lookOf(first.lease, first.portfolio)]);
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    expect(await written).toEqual([]);
    expect(await counts()).toMatchObject({ snapshots: 0, orders: 0 });
  });

  it('keeps one order when the same one is written twice, and never a second live one for a leg', async () => {
    const [first] = await claim();
    if (first === undefined) throw new Error('nothing claimed');
    const once = await write([lookOf(first.lease, first.portfolio)]);
    const twice = await write([lookOf(first.lease, first.portfolio)]);
    expect(twice[0]?.actionIds).toEqual(once[0]?.actionIds);
    const other = await write([lookOf(first.lease, first.portfolio, { salt: 2n })]);
    expect(other[0]?.actionIds).toEqual([]);
    expect(await counts()).toMatchObject({ decisions: 3, orders: 1 });
    await expect(
      database.admin`
        insert into orders select (jsonb_populate_record(o, jsonb_build_object('id', '0x' || repeat('1', 64),
          'order_hash', '0x' || repeat('1', 64)))).* from orders o`,
    ).rejects.toThrow(/orders_one_live_per_leg/);
  });

  it('lets a new order follow once the old one is closed', async () => {
    const [first] = await claim();
    if (first === undefined) throw new Error('nothing claimed');
    await write([lookOf(first.lease, first.portfolio)]);
    await database.admin`update orders set status = 'expired'`;
    const next = await write([lookOf(first.lease, first.portfolio, { salt: 2n })]);
    expect(next[0]?.actionIds).toHaveLength(1);
  });
});

describe('the hands of the book', () => {
  const journaled = async () => {
    const [first] = await claim();
    if (first === undefined) throw new Error('nothing claimed');
    const [written] = await write([lookOf(first.lease, first.portfolio)]);
    const id = written?.actionIds[0];
    if (id === undefined) throw new Error('nothing written');
    return id;
  };

  it('show an order once, say so the second time, and never revive a closed or unknown one', async () => {
    const id = await journaled();
    expect(await bot.run((sql) => markPlaced(sql, [id]))).toEqual(['placed']);
    expect(await bot.run((sql) => markPlaced(sql, [id]))).toEqual(['already-placed']);
    await database.admin`update orders set status = 'superseded'`;
    expect(await bot.run((sql) => markPlaced(sql, [id]))).toEqual(['closed']);
    expect(await bot.run((sql) => markPlaced(sql, [`0x${'9'.repeat(64)}`]))).toEqual(['unknown']);
  });

  it('hide an order without calling it over: who has seen it can fill it', async () => {
    const id = await journaled();
    expect(await bot.run((sql) => hideOrder(sql, id))).toBe(false);
    await bot.run((sql) => markPlaced(sql, [id]));
    expect(await bot.run((sql) => hideOrder(sql, id))).toBe(true);
    expect(await bot.run((sql) => readOrderStatus(sql, id))).toMatchObject({ status: 'open' });
  });

  it('reject only what nobody has seen', async () => {
    const id = await journaled();
    await bot.run((sql) => markPlaced(sql, [id]));
    await bot.run((sql) => rejectOrder(sql, { orderId: id, reason: 'no' }));
    expect(await bot.run((sql) => readOrderStatus(sql, id))).toMatchObject({ status: 'open' });
    await database.admin`update orders set placed_at = null, status = 'signed'`;
    await bot.run((sql) => rejectOrder(sql, { orderId: id, reason: 'no' }));
    const [row] = await database.admin`select status, status_reason from orders`;
    expect(row).toEqual({ status: 'rejected', status_reason: 'no' });
  });
});

describe('a tick', () => {
  it('is kept with its source, the scheduler’s own id, and its counts', async () => {
    const numbers = { checked: 5, held: 3, acted: 1, failed: 1, skipped: 2, remaining: 7, durationMs: 12 };
    await bot.run((sql) => finishTick(sql, { id: tickId, ...numbers, error: null }));
    const [row] = await database.admin`select * from ticks where id = ${tickId}`;
    expect(row).toMatchObject({
      source: 'cli',
      scheduler_execution_id: 'run 7',
      checked: 5,
      remaining: 7,
      duration_ms: 12,
    });
  });
});
