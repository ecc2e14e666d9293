import type { Address } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld, REQUEST } from '../../e2e/support/bot-world.ts';
import { type FaultyNode, startFaultyNode } from '../../e2e/support/faulty-node.ts';
import { createHonest } from '../../e2e/support/hostile-fleet.ts';
import { mint } from '../../e2e/support/order-world.ts';
import { readEnv } from '../env.ts';
import { type Bot, openBot } from '../wire/tick/bot.ts';

/** Of the local chain. */
const SURE_DEPTH = 64;

let world: BotWorld;
let node: FaultyNode;
let bot: Bot;

beforeEach(async () => {
  world = await buildBotWorld();
  node = await startFaultyNode(world.rpcUrl);
  const opened = await openBot(readEnv({ ...world.env, RPC_URL: node.rpcUrl }));
  if (!opened.ok) throw new Error(opened.error.message);
  bot = opened.value;
  await tick();
  await world.setPrices(100_000_000n, 2_400_000_000_000n);
  expect(await tick()).toMatchObject({ acted: 1 });
}, 120_000);
afterEach(async () => {
  await bot?.close();
  await node?.refuse();
  await world?.stop();
});

const tick = async () => {
  const ticked = await bot.tick(REQUEST);
  if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
  return ticked.value;
};

const mine = (blocks: number) => world.rpc('anvil_mine', [`0x${blocks.toString(16)}`, '0x1']);

const stored = async (portfolio: Address) => {
  const [row] = await world.database.admin`
    select (select count(*)::int from fills) as fills, (select array_agg(status order by signed_at) from orders) as orders,
      (select count(*)::int from cash_flows where units = 777) as deposits, (select count(*)::int from cash_flows) as flows,
      (select count(*)::int from accounts where address = ${portfolio}) as created`;
  return row;
};

describe('a name with several nodes behind it, of which the one that is asked for logs is behind', () => {
  it('costs no fill, no deposit and no portfolio: each is known once it is as deep as every node is', async () => {
    const before = await stored(world.portfolio);
    await world.fillNewest();
    await mint(world.deployer, world.usdc, { to: world.portfolio, units: 777n });
    const created = await createHonest(world, 1);
    node.set({ kind: 'behind-in-logs', blocks: 30n });
    await tick();
    expect(await stored(created)).toEqual({ ...before, created: 0 });

    node.set({ kind: 'none' });
    await mine(SURE_DEPTH - 2);
    await tick();
    await mine(SURE_DEPTH - 2);
    await tick();
    expect(await stored(created)).toEqual({
      // The portfolio that was found has drifted, and trades.
      ...{ fills: 1, orders: ['filled', 'open'], deposits: 1, created: 1 },
      flows: (before?.['flows'] ?? 0) + 3,
    });
    const [reached] = await world.database.admin`select max(block_number)::int as number from cursors`;
    expect(BigInt(reached?.['number'])).toBe(await world.client.getBlockNumber());
  }, 120_000);
});
