import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../../e2e/support/bot-world.ts';
import { decodeDecision, decodeSnapshot } from '../../../lib/engine/codec.ts';
import { decide } from '../../../lib/engine/decide.ts';
import { parsePolicy } from '../../../lib/policy/policy.ts';
import { openPolicyRegistry } from '../operation/database.ts';

const BTC_USD = 2_400_000_000_000n;
const LIFE_SECONDS = 30;

let world: BotWorld;
beforeAll(async () => {
  world = await buildBotWorld();
  const registry = openPolicyRegistry(world.database.urls.bot.reveal());
  const registered = await registry.registerPolicy({
    ...{ chainId: 31_337, address: world.portfolio, name: 'half and half', shared: true, simulated: true },
    policy: {
      version: 1,
      triggers: [{ kind: 'absolute', bandBps: 200 }],
      limits: { cooldownSeconds: 0, maxTradeUsd: '1000000', dailyVolumeUsd: '10000000' },
      orderTerms: { walk: 'measured' },
      lookEverySeconds: 3_600,
    },
  });
  await registry.close();
  if (!registered.ok) throw new Error(registered.error.message);
  await world.tick();
  // Two days of prices as looks would have recorded them: bitcoin goes half a percent up or down every half hour.
  await world.database.admin`
    insert into price_points (asset, source, time_seconds, price_usd_e18)
    select asset, source, time_seconds - 1800 * n, case when asset = 'WBTC' and n % 2 = 1 then price_usd_e18 * 1.005 else price_usd_e18 end
    from price_points cross join generate_series(1, 96) n`;
  // That there were too few is remembered for ten minutes.
  await world.rpc('evm_increaseTime', [601]);
  await world.setPrices(100_000_000n, BTC_USD);
});
afterAll(() => world?.stop());

const orders = async () => {
  const rows = await world.database.admin`
    select o.status, o.sell_units::text as sell, o.buy_units::text as buy, o.expires_at_seconds::int - s.block_time_seconds::int as life
    from orders o join decisions d on d.id = o.decision_id join snapshots s on s.id = d.snapshot_id order by d.id`;
  // Dollars of six decimals for bitcoin of eight, above the feeds' price.
  return rows.map(({ status, sell, buy, life }) => ({
    ...{ status, life },
    aboveBps:
      Number((BigInt(buy) * 100_000_000n * 100n * 1_000_000n) / (BigInt(sell) * BTC_USD)) / 100 - 10_000,
  }));
};

it('asks above what the market can be at first, and lives until the bot comes again', async () => {
  await world.tick();
  const [first, ...others] = await orders();
  expect(others).toEqual([]);
  expect(first).toMatchObject({ status: 'open', life: LIFE_SECONDS });
  // The feed has just answered: what bitcoin may move at 66 % a year within the order's life, and what a block costs.
  expect(first?.aboveBps).toBeGreaterThan(15);
  expect(first?.aboveBps).toBeLessThan(30);
});

it('asks a step less once that order is over, and never before', async () => {
  await world.tick();
  expect(await orders()).toHaveLength(1);
  await world.rpc('evm_increaseTime', [LIFE_SECONDS + 1]);
  await world.rpc('anvil_mine', ['0x1']);
  await world.tick();
  const [first, second] = await orders();
  expect(first?.status).toBe('expired');
  expect(second?.status).toBe('open');
  expect((first?.aboveBps ?? 0) - (second?.aboveBps ?? 0)).toBeGreaterThan(0.5);
  expect((first?.aboveBps ?? 0) - (second?.aboveBps ?? 0)).toBeLessThan(4);
});

it('stores the market that it measured, and decides the same by it again', async () => {
  const rows = await world.database.admin`
    select s.snapshot, d.decision, v.policy from decisions d join snapshots s on s.id = d.snapshot_id
    join policies v on v.portfolio_id = d.portfolio_id and v.version = d.policy_version where d.kind = 'act' order by d.id`;
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    const [snapshot, decision, policy] = [
      decodeSnapshot(row.snapshot),
      decodeDecision(row.decision),
      parsePolicy(row.policy),
    ];
    if (!snapshot.ok || !decision.ok || !policy.ok) throw new Error('a row can’t be read');
    expect(snapshot.value.market?.volatility).toHaveLength(2);
    expect(decide(snapshot.value, policy.value)).toEqual(decision.value);
  }
});
