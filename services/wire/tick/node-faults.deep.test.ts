import { parseEventLogs } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ticked, tickInProcess } from '../../../e2e/support/bot-process.ts';
import { type BotWorld, buildBotWorld } from '../../../e2e/support/bot-world.ts';
import { type Fault, type FaultyNode, startFaultyNode } from '../../../e2e/support/faulty-node.ts';
import { balancerAbi } from '../../../lib/abi/balancer-abi.ts';
import { type Fate, reorganise } from '../../../sim/reorganise.ts';

const CASE_MS = 180_000;
/** WBTC a fifth dearer than in the beginning: far out of the band. */
const DRIFTED_E8 = 2_400_000_000_000n;

/** Each case has a chain, a database and a node of its own: nothing is left over from the one before. */
let world: BotWorld;
let node: FaultyNode;
beforeEach(async () => {
  world = await buildBotWorld();
  node = await startFaultyNode(world.rpcUrl);
  await world.tick();
  await world.setPrices(100_000_000n, DRIFTED_E8);
}, 120_000);
afterEach(async () => {
  await node?.refuse();
  await world?.stop();
});

/** `npm run bot -- once` as a process of its own that knows these nodes. */
const tick = (...urls: readonly string[]): Promise<Ticked> =>
  tickInProcess({ ...world.env, RPC_URL: urls.join(',') });

const liveOrders = async (): Promise<number> => {
  const [row] = await world.database.admin`
    select count(*)::int as live from orders where status in ('signed', 'open', 'partially-filled', 'unfillable')`;
  return row?.['live'];
};

const fillsOnChain = async (): Promise<readonly string[]> => {
  const logs = await world.client.getLogs({ address: world.portfolio, fromBlock: 0n, toBlock: 'latest' });
  return parseEventLogs({ abi: balancerAbi, eventName: 'Filled', logs }).map(
    ({ blockHash, args }) => `${blockHash} ${args.orderHash} ${args.amountOut}`,
  );
};

const fillsStored = async (): Promise<readonly string[]> => {
  const rows = await world.database.admin<{ fill: string }[]>`
    select concat_ws(' ', block_hash, order_hash, sell_units) as fill from fills order by block_number, log_index`;
  return rows.map(({ fill }) => fill);
};

/** The one order is filled, and the next tick knows it and has nothing more to do. */
const isFilledAndDone = async (): Promise<void> => {
  expect(await liveOrders()).toBe(1);
  await world.fillNewest();
  const last = await tick(node.rpcUrl);
  expect(last.code, last.error).toBe(0);
  expect(await liveOrders()).toBe(0);
  expect(await fillsStored()).toEqual(await fillsOnChain());
  expect(await fillsStored()).toHaveLength(1);
};

/** What a node may do wrong, and what the bot's process says of it: a code, and words for a person. */
const FAULTS: readonly (readonly [Fault['kind'], Fault, RegExp])[] = (
  [
    ['hanging', /chain-timeout|chain-unavailable/],
    ['rate-limited', /chain-busy/],
    ['broken', /chain-unavailable/],
    ['bad-gateway', /chain-unavailable/],
    ['truncated', /chain-answer-malformed|chain-unavailable/],
    ['cut-body', /chain-answer-malformed|chain-unavailable|chain-timeout/],
    ['empty', /chain-answer-malformed|chain-unavailable/],
    ['reset', /chain-unavailable/],
    ['answer-lost', /chain-unavailable/],
    ['stuck-body', /chain-timeout|chain-unavailable/],
    ['other-id', /chain-answer-malformed/],
  ] as const
).map(([kind, said]) => [kind, { kind }, said]);

describe('a bot whose only node goes wrong', () => {
  it.each(FAULTS)(
    'ends its tick with a reason, doubles nothing, and the next quiet tick places one order: %s',
    async (_kind, fault, said) => {
      node.set(fault);
      const troubled = await tick(node.rpcUrl);
      expect([troubled.code, troubled.out]).toEqual([1, '']);
      expect(troubled.error).toMatch(said);
      expect(await liveOrders()).toBe(0);
      node.set({ kind: 'none' });
      const quiet = await tick(node.rpcUrl);
      expect(quiet.code, quiet.error).toBe(0);
      expect(JSON.parse(quiet.out)).toMatchObject({ checked: 1, acted: 1, failed: 0 });
      await isFilledAndDone();
    },
    CASE_MS,
  );

  it(
    'concludes nothing from a node that is behind what is known, and waits for a slow one',
    async () => {
      await world.tick();
      await world.fillNewest();
      await world.tick();
      node.set({ kind: 'lagging', blocks: 1n });
      const behind = await tick(node.rpcUrl);
      expect(JSON.parse(behind.out)).toMatchObject({ checked: 1, held: 1, acted: 0 });
      expect(await fillsStored()).toEqual(await fillsOnChain());
      await world.setPrices(100_000_000n, DRIFTED_E8 * 2n);
      node.set({ kind: 'slow-body' });
      await tick(node.rpcUrl);
      expect(await liveOrders()).toBeLessThanOrEqual(1);
      node.set({ kind: 'none' });
      await tick(node.rpcUrl);
      expect(await liveOrders()).toBe(1);
    },
    CASE_MS,
  );
});

/** Faults of one of two nodes that cost the tick no more than the question. */
const QUICK: readonly Fault[] = [
  ...(['rate-limited', 'broken', 'bad-gateway', 'truncated', 'cut-body', 'empty'] as const).map((kind) => ({
    kind,
  })),
  ...(['reset', 'answer-lost', 'other-id', 'left-out'] as const).map((kind) => ({ kind })),
  { kind: 'lagging', blocks: 20n },
];

describe('a bot with a second node', () => {
  it.each(QUICK)(
    'goes on with it in the same tick: $kind',
    async (fault) => {
      await world.rpc('anvil_mine', ['0x20', '0x1']);
      node.set(fault);
      const ticked = await tick(node.rpcUrl, world.rpcUrl);
      expect(ticked.code, ticked.error).toBe(0);
      expect(JSON.parse(ticked.out)).toMatchObject({ checked: 1, acted: 1, failed: 0 });
      node.set({ kind: 'none' });
      await isFilledAndDone();
    },
    CASE_MS,
  );

  it.each(['hanging', 'stuck-body', 'slow-body'] as const)(
    'shows one order at most while it waits for the first, and one in the end: %s',
    async (kind) => {
      node.set({ kind });
      await tick(node.rpcUrl, world.rpcUrl);
      expect(await liveOrders()).toBeLessThanOrEqual(1);
      node.set({ kind: 'none' });
      await tick(node.rpcUrl, world.rpcUrl);
      await isFilledAndDone();
    },
    CASE_MS,
  );

  it.each([1n, 5n, 20n])(
    'keeps to one order and to the facts while the two are on branches that parted %i blocks ago',
    async (blocks) => {
      await world.rpc('anvil_mine', ['0x20', '0x1']);
      for (const urls of [
        [node.rpcUrl, world.rpcUrl],
        [world.rpcUrl, node.rpcUrl],
        [node.rpcUrl, world.rpcUrl],
      ]) {
        node.set({ kind: 'other-branch', blocks });
        const ticked = await tick(...urls);
        expect(ticked.code, ticked.error).toBe(0);
        expect(await liveOrders()).toBe(1);
      }
      node.set({ kind: 'none' });
      await isFilledAndDone();
    },
    CASE_MS,
  );
});

const DEPTHS = [1, 2, 7, 20, 64];
const BRANCHES = DEPTHS.flatMap((depth) =>
  (['dropped', 're-included'] as const).map((fate): readonly [number, Fate] => [depth, fate]),
);

describe('a bot whose chain leaves a branch', () => {
  it.each(BRANCHES)(
    'stands at the fills that there are, with one order at most: %i deep, the fill %s',
    async (depth, fate) => {
      await world.rpc('anvil_autoImpersonateAccount', [true]);
      await world.rpc('anvil_mine', ['0x46', '0x1']);
      expect((await tick(node.rpcUrl)).code).toBe(0);
      await world.fillNewest();
      if (depth > 1) await world.rpc('anvil_mine', [`0x${(depth - 1).toString(16)}`, '0x1']);
      expect((await tick(node.rpcUrl)).code).toBe(0);
      expect(await fillsStored()).toHaveLength(1);

      const gone = await reorganise(world.rpc, depth, fate);
      expect(gone).toHaveLength(depth);
      const after = await tick(node.rpcUrl);
      expect(after.code, after.error).toBe(0);
      expect(await fillsStored()).toEqual(await fillsOnChain());
      expect(await fillsStored()).toHaveLength(fate === 'dropped' ? 0 : 1);
      expect(await liveOrders()).toBe(fate === 'dropped' ? 1 : 0);
      if (fate === 'dropped') await isFilledAndDone();
    },
    CASE_MS,
  );
});
