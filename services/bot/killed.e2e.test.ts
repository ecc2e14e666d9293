import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { killAt } from '../../e2e/support/kill-at.ts';

let world: BotWorld;
let price = 2_000_000_000_000n;
beforeAll(async () => {
  world = await buildBotWorld();
});
afterAll(() => world?.stop());

const orders = () => world.database.admin`
  select order_hash, status, placed_at is not null as placed from orders order by signed_at, id`;

beforeEach(async () => {
  // Each story starts drifted, from a portfolio that was in balance.
  price = (price * 12n) / 10n;
  await world.setPrices(100_000_000n, price);
});

/** Brings the portfolio back into balance, so that the next story starts from there. */
const settleUp = async () => {
  await world.fillNewest();
  await world.tick();
  expect((await orders()).at(-1)).toMatchObject({ status: 'filled' });
};

describe('a bot killed with SIGKILL', () => {
  it('between journal and placing leaves a signed order, which the next tick places: the same, not a second one', async () => {
    await killAt(world, 'orders', 'update of placed_at');
    const [signed, ...none] = await orders();
    expect(none).toEqual([]);
    expect(signed).toMatchObject({ status: 'signed', placed: false });
    expect(await world.tick()).toMatchObject({ checked: 1, held: 1, acted: 0 });
    expect(await orders()).toEqual([{ order_hash: signed?.order_hash, status: 'open', placed: true }]);
    await settleUp();
  });

  it('while writing the journal leaves nothing of it, and the next tick writes it whole', async () => {
    const before = (await orders()).length;
    await killAt(world, 'orders', 'insert');
    expect(await orders()).toHaveLength(before);
    const [row] = await world.database.admin`
      select count(*)::int as halves from decisions d where kind = 'act' and not exists (select from orders o where o.decision_id = d.id)`;
    expect(row?.halves).toBe(0);
    expect(await world.tick()).toMatchObject({ acted: 1 });
    expect((await orders()).at(-1)).toMatchObject({ status: 'open', placed: true });
    await settleUp();
  });

  it('after placing and before the end of its lease leaves one order, and the next tick holds', async () => {
    const before = (await orders()).length;
    await killAt(world, 'ticks', 'update of finished_at');
    expect(await orders()).toHaveLength(before + 1);
    expect(await world.tick()).toMatchObject({ held: 1, acted: 0 });
    expect(await orders()).toHaveLength(before + 1);
    await settleUp();
  });

  it('while it stores what it has read of the chain leaves no half of it', async () => {
    await world.tick();
    await world.fillNewest();
    await killAt(world, 'fills', 'insert');
    const count = async () =>
      (await world.database.admin`select count(*)::int as fills from fills`)[0]?.fills;
    const before = await count();
    await world.tick();
    expect(await count()).toBe(before + 1);
    expect((await orders()).at(-1)).toMatchObject({ status: 'filled' });
  });
});
