import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';

let world: BotWorld;
beforeAll(async () => {
  world = await buildBotWorld();
});
afterAll(() => world?.stop());

const orders = () => world.database.admin`
  select id, order_hash, status, filled_sell_units::text as filled, sell_units::text as whole, placed_at is not null as placed
  from orders order by signed_at, id`;
const lastReason = async (): Promise<string> => {
  const [row] = await world.database.admin`select kind, reason from decisions order by id desc limit 1`;
  return row?.reason ?? row?.kind;
};

describe('one portfolio from drift to balance', () => {
  it('is found, gets the policy its owner registered, and is left alone on target', async () => {
    const tick = await world.tick();
    expect(tick).toMatchObject({ checked: 1, held: 1, acted: 0, failed: 0, skipped: 0, remaining: 1 });
    expect(await lastReason()).toBe('in-band');
    const [row] = await world.database.admin`
      select p.name, p.shared, a.owner, a.signer, v.version from portfolios p join accounts a on a.id = p.account_id
      join policies v on v.portfolio_id = p.id`;
    expect(row).toMatchObject({ name: 'half and half', shared: true, version: 1 });
  });

  it('counts what was put in as a cash flow', async () => {
    const rows = await world.database.admin`select direction, units::text from cash_flows order by units`;
    expect(rows.map(({ direction, units }) => [direction, units])).toEqual([
      ['in', '250000000'],
      ['in', '50000000000'],
    ]);
  });

  it('plans in a dry run and stores nothing', async () => {
    await world.setPrices(100_000_000n, 2_400_000_000_000n);
    const before = await world.database
      .admin`select (select count(*) from ticks)::int as t, (select count(*) from orders)::int as o`;
    const tick = await world.tick({ dryRun: true });
    expect(tick.dryRun).toBe(true);
    expect(tick.plans[0]?.decision.plan.kind).toBe('act');
    const after = await world.database
      .admin`select (select count(*) from ticks)::int as t, (select count(*) from orders)::int as o`;
    expect(after).toEqual(before);
  });

  it('asks for what is missing when it drifts, in an order that is signed, stored and shown', async () => {
    const tick = await world.tick();
    expect(tick).toMatchObject({ checked: 1, acted: 1, failed: 0 });
    const [order] = await orders();
    expect(order).toMatchObject({ status: 'open', filled: '0', placed: true });
  });

  it('holds while the order is open', async () => {
    expect(await world.tick()).toMatchObject({ checked: 1, held: 1, acted: 0 });
    expect(await lastReason()).toBe('order-open');
    expect(await orders()).toHaveLength(1);
  });

  it('knows a part that a stranger filled, and the rest', async () => {
    await world.fillNewest(4_000);
    await world.tick();
    const [part] = await orders();
    expect(part?.status).toBe('partially-filled');
    const hash = await world.fillNewest(6_000);
    await world.tick();
    const [row] = await orders();
    console.log(row, hash, await lastReason());
  });
});
