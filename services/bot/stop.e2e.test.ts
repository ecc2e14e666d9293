import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { openSettings, type SettingsDesk } from '../wire/operation/database.ts';

let world: BotWorld;
let desk: SettingsDesk;
beforeAll(async () => {
  world = await buildBotWorld();
  desk = openSettings(world.database.urls.bot.reveal());
});
afterAll(async () => {
  await desk?.close();
  await world?.stop();
});

const orders = async () => {
  const rows = await world.database.admin`select status from orders order by signed_at, id`;
  return rows.map(({ status }) => status);
};
const inAll = async () => {
  const [row] = await world.database
    .admin`select orders, revoking, value_usd_e18::float8 / 1e18 as usd from fillable_in_all()`;
  return row;
};
const fund = async () => {
  const [account] = await world.database.admin`select signer from accounts`;
  await world.rpc('anvil_setBalance', [account?.signer, '0x8ac7230489e80000']);
};
const drift = () => world.setPrices(100_000_000n, 2_600_000_000_000n);

it('a stop of all trading kills the open order by the bot’s own transaction, and what comes after it is a new one', async () => {
  await drift();
  expect(await world.tick()).toMatchObject({ acted: 1 });
  expect(await orders()).toEqual(['open']);

  await desk.set('halted', true);
  expect((await inAll())?.orders).toBe(1);
  // The key that signs has never sent anything, and can't pay: the stop holds, and the order lives on.
  expect(await world.tick()).toMatchObject({ held: 1 });
  expect(await world.generation()).toBe(1n);
  expect(await inAll()).toMatchObject({ orders: 1, revoking: 0 });

  await fund();
  await world.rpc('anvil_mine', ['0x3']);
  expect(await world.tick()).toMatchObject({ held: 1 });
  expect(await world.generation()).toBe(2n);
  await expect(world.fillNewest()).rejects.toThrow();
  await world.rpc('anvil_mine', ['0x4']);
  expect(await world.tick()).toMatchObject({ held: 1 });
  expect(await orders()).toEqual(['superseded']);
  expect(await inAll()).toMatchObject({ orders: 0, usd: 0 });

  await desk.set('halted', false);
  expect(await world.tick()).toMatchObject({ acted: 1 });
  expect(await orders()).toEqual(['superseded', 'open']);
  await world.fillNewest();
  await world.tick();
  expect(await world.generation()).toBe(2n);
});
