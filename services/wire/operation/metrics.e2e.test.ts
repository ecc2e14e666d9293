import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BotWorld, buildBotWorld, REQUEST } from '../../../e2e/support/bot-world.ts';
import { type FaultyNode, startFaultyNode } from '../../../e2e/support/faulty-node.ts';
import { killAt } from '../../../e2e/support/kill-at.ts';
import { metricsApart, metricsIn } from '../../../e2e/support/metrics-by-tables.ts';
import { readEnv } from '../../env.ts';
import { type Bot, openBot } from '../tick/bot.ts';

const TOKEN = 'a-token-of-enough-letters';

let world: BotWorld;
let nodes: readonly [FaultyNode, FaultyNode];
let bot: Bot;
let price = 2_000_000_000_000n;

beforeAll(async () => {
  world = await buildBotWorld();
  nodes = [await startFaultyNode(world.rpcUrl), await startFaultyNode(world.rpcUrl)];
  const rpcUrls = nodes.map(({ rpcUrl }) => rpcUrl).join(',');
  const opened = await openBot(readEnv({ ...world.env, RPC_URL: rpcUrls }));
  if (!opened.ok) throw new Error(opened.error.message);
  bot = opened.value;
  vi.stubEnv('APP_DB_URL', world.database.urls.app.reveal());
  vi.stubEnv('METRICS_TOKEN', TOKEN);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await bot?.close();
  for (const node of nodes ?? []) await node.refuse();
  await world?.stop();
});

const scrape = async () => {
  const { GET } = await import('../../../app/api/metrics/route.ts');
  const headers = { authorization: `Bearer ${TOKEN}` };
  return metricsIn(await (await GET(new Request('http://localhost/api/metrics', { headers }))).text());
};

const drift = async () => {
  price = (price * 12n) / 10n;
  await world.setPrices(100_000_000n, price);
};

const sumOf = (metrics: ReadonlyMap<string, number>, ...parts: readonly string[]): number =>
  [...metrics].reduce(
    (sum, [name, value]) => sum + (parts.every((part) => name.includes(part)) ? value : 0),
    0,
  );

const tally = (methods: readonly string[]) =>
  Object.fromEntries(
    [...new Set(methods)].sort().map((method) => [method, methods.filter((one) => one === method).length]),
  );

describe('after ticks that traded', () => {
  it('metrics are what the tables say, and what the nodes were asked is what the nodes say', async () => {
    const asked: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      await drift();
      for (const node of nodes) node.asked();
      await bot.tick(REQUEST);
      asked.push(...nodes.flatMap((node) => node.asked()));
      await world.fillNewest(round === 2 ? 5_000 : 10_000);
    }
    await bot.tick(REQUEST);
    asked.push(...nodes.flatMap((node) => node.asked()));
    const metrics = await scrape();
    const { apart, compared } = await metricsApart(metrics, world.database.admin);
    expect(apart).toEqual([]);
    expect(compared).toBeGreaterThan(6);
    expect(metrics.get('balancer_ticks_total{source="cli"}')).toBe(4);
    expect(metrics.get('balancer_fills')).toBe(3);
    const counted = Object.fromEntries(
      Object.keys(tally(asked)).map((method) => [
        method,
        sumOf(metrics, 'balancer_rpc_requests_total', `method="${method}"`, 'outcome="ok"'),
      ]),
    );
    expect(counted).toEqual(tally(asked));
    expect(sumOf(metrics, 'balancer_rpc_seconds_count')).toBe(asked.length);
    expect(sumOf(metrics, 'balancer_lens_requests_total')).toBeGreaterThan(0);
    expect(sumOf(metrics, 'balancer_rpc_fallbacks_total')).toBe(0);
  });

  it('a node that refuses is counted by its host and outcome, and so is the fallback to the next', async () => {
    nodes[0].set({ kind: 'broken' });
    await drift();
    await bot.tick(REQUEST);
    nodes[0].set({ kind: 'none' });
    const metrics = await scrape();
    expect(
      sumOf(metrics, 'balancer_rpc_requests_total', nodes[0].host, 'outcome="chain-unavailable"'),
    ).toBeGreaterThan(0);
    expect(sumOf(metrics, 'balancer_rpc_fallbacks_total', nodes[0].host)).toBeGreaterThan(0);
    expect((await metricsApart(metrics, world.database.admin)).apart).toEqual([]);
  });

  it('what a killed bot has written is counted by who comes after it', async () => {
    await drift();
    await killAt(world, 'ticks', 'update of finished_at');
    await world.database
      .admin`update ticks set started_at = started_at - interval '3 minutes' where finished_at is null`;
    await bot.tick(REQUEST);
    const metrics = await scrape();
    expect(metrics.get('balancer_tick_errors_total{code="killed"}')).toBe(1);
    expect((await metricsApart(metrics, world.database.admin)).apart).toEqual([]);
  });
});
