import type { Address } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld, REQUEST } from '../../e2e/support/bot-world.ts';
import { readEnv } from '../env.ts';
import { openPolicyRegistry } from '../wire/operation/database.ts';
import { openBot } from '../wire/tick/bot.ts';

let world: BotWorld;
beforeAll(async () => {
  world = await buildBotWorld();
});
afterAll(() => world?.stop());

const orders = () => world.database.admin`
  select id, order_hash, status, filled_sell_units = sell_units as whole, filled_sell_units > 0 as part,
    placed_at is not null as placed
  from orders order by signed_at, id`;
const lastLook = async () => {
  const [row] = await world.database.admin`
    select d.kind, d.reason, d.tracking_error_bps as te, s.block_number::text as block, s.block_hash as hash
    from decisions d join snapshots s on s.id = d.snapshot_id order by d.id desc limit 1`;
  return row;
};

describe('one portfolio from drift to balance', () => {
  it('is found, gets the policy its owner registered, and is left alone on target', async () => {
    const tick = await world.tick();
    expect(tick).toMatchObject({ checked: 1, held: 1, acted: 0, failed: 0, skipped: 0, remaining: 0 });
    expect(await lastLook()).toMatchObject({ kind: 'hold', reason: 'in-band' });
    const [row] = await world.database.admin`
      select p.name, p.shared, a.signer is not null as signer, v.version from portfolios p
      join accounts a on a.id = p.account_id join policies v on v.portfolio_id = p.id`;
    expect(row).toEqual({ name: 'half and half', shared: true, signer: true, version: 1 });
  });

  it('records the feeds’ answers it looked at, for later histories', async () => {
    const points = await world.database.admin`
      select source, price_usd_e18::text as usd from price_points order by source`;
    expect(points).toHaveLength(2);
    for (const { source } of points) expect(source).toMatch(/^recorded 31337 chainlink 0x[0-9a-f]{40}$/);
  });

  it('knows what was put in, and the contract’s own events', async () => {
    const flows = await world.database.admin`
      select direction, units::text from cash_flows order by cash_flows.units`;
    expect(flows.map(({ direction, units }) => [direction, units])).toEqual([
      ['in', '250000000'],
      ['in', '50000000000'],
    ]);
    const events = await world.database.admin`select distinct name from chain_events`;
    expect(events.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['SignerSet', 'GuardSet', 'AssetSet']),
    );
  });

  it('is planned for in a dry run, of which nothing is stored', async () => {
    await world.setPrices(100_000_000n, 2_400_000_000_000n);
    const stored = () => world.database.admin`
      select (select count(*) from ticks)::int as ticks, (select count(*) from decisions)::int as decisions,
        (select count(*) from orders)::int as orders, (select sum(lease_token) from leases)::int as tokens`;
    const before = await stored();
    const tick = await world.tick({ dryRun: true });
    expect(tick.plans.map(({ decision }) => decision.plan.kind)).toEqual(['act']);
    expect(await stored()).toEqual(before);
  });

  it('is planned for without a key as its own signer would, in a dry run', async () => {
    const opened = await openBot(readEnv({ ...world.env, BOT_SIGNER_PK: undefined }));
    if (!opened.ok) throw new Error(opened.error.message);
    const ticked = await opened.value.tick({ ...REQUEST, dryRun: true });
    await opened.value.close();
    expect(ticked.ok ? ticked.value.plans.map(({ decision }) => decision.plan.kind) : ticked).toEqual([
      'act',
    ]);
  });

  it('gets one order when two ticks, and then twenty, run at the same moment', async () => {
    const bots = [world.bot, await world.openAnother(), await world.openAnother()];
    const run = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => bots[index % bots.length]?.tick(REQUEST)));
    const outcomes = [...(await run(2)), ...(await run(20))];
    await Promise.all(bots.slice(1).map((bot) => bot.close()));
    expect(outcomes.every((outcome) => outcome?.ok === true)).toBe(true);
    const acted = outcomes.map((outcome) => (outcome?.ok === true ? outcome.value.acted : 0));
    expect(acted.reduce((sum, each) => sum + each, 0)).toBe(1);
    expect(await orders()).toMatchObject([{ status: 'open', placed: true, part: false }]);
  });

  it('is held with `order-open` while nobody fills it', async () => {
    expect(await world.tick()).toMatchObject({ checked: 1, held: 1, acted: 0 });
    expect(await lastLook()).toMatchObject({ kind: 'hold', reason: 'order-open' });
    expect(await orders()).toHaveLength(1);
  });

  it('knows the part that a stranger has filled, then all of it, and is back in its band', async () => {
    await world.fillNewest(4_000);
    await world.tick();
    expect(await orders()).toMatchObject([{ status: 'partially-filled', part: true }]);
    const hash = await world.fillNewest(6_000);
    await world.tick();
    expect(await orders()).toMatchObject([{ status: 'filled', whole: true }]);
    expect(await lastLook()).toMatchObject({ kind: 'hold', reason: 'in-band' });
    const fills = await world.database
      .admin`select tx_hash, taker from fills order by block_number, log_index`;
    expect(fills).toHaveLength(2);
    expect(fills[1]).toMatchObject({ tx_hash: hash, taker: world.taker });
    // The two transfers of each fill are no cash flows.
    const [flows] = await world.database.admin`select count(*)::int as count from cash_flows`;
    expect(flows?.count).toBe(2);
  });
});

describe('an order that nobody fills', () => {
  it('is noticed when a block is past its expiry, and replaced by another at once', async () => {
    await world.setPrices(100_000_000n, 3_000_000_000_000n);
    expect(await world.tick()).toMatchObject({ acted: 1 });
    await world.rpc('evm_increaseTime', [601]);
    await world.setPrices(100_000_000n, 3_000_000_000_000n);
    expect(await world.tick()).toMatchObject({ acted: 1 });
    const [, expired, next] = await orders();
    expect([expired?.status, next?.status]).toEqual(['expired', 'open']);
    expect(next?.order_hash).not.toBe(expired?.order_hash);
  });
});

describe('a reorganisation', () => {
  it('that takes a fill away reopens its order, and the fill that comes back counts once', async () => {
    await world.fillNewest();
    await world.tick();
    expect((await orders()).at(-1)).toMatchObject({ status: 'filled' });
    await world.rpc('anvil_reorg', [1, []]);
    await world.tick();
    expect((await orders()).at(-1)).toMatchObject({ status: 'open', part: false });
    expect(await lastLook()).toMatchObject({ reason: 'order-open' });
    const [undone] = await world.database.admin`select count(*)::int as fills from fills`;
    expect(undone?.fills).toBe(2);
    await world.fillNewest();
    await world.tick();
    const [again] = await world.database.admin`select count(*)::int as fills from fills`;
    expect(again?.fills).toBe(3);
    expect((await orders()).at(-1)).toMatchObject({ status: 'filled' });
  });

  it('of a chain that has lost its last blocks concludes nothing until it is past them, then undoes them', async () => {
    await world.setPrices(100_000_000n, 2_400_000_000_000n);
    await world.tick();
    const saved = await world.rpc('evm_snapshot');
    await world.fillNewest();
    await world.tick();
    expect((await orders()).at(-1)).toMatchObject({ status: 'filled' });
    await world.rpc('evm_revert', [saved]);
    expect(await world.tick()).toMatchObject({ checked: 1, held: 1 });
    expect(await lastLook()).toMatchObject({ kind: 'hold', reason: 'chain-lagging' });
    expect((await orders()).at(-1)).toMatchObject({ status: 'filled' });
    await world.rpc('anvil_mine', ['0x3']);
    await world.tick();
    expect((await orders()).at(-1)).toMatchObject({ status: 'open', part: false });
    await world.fillNewest();
    await world.tick();
    expect((await orders()).at(-1)).toMatchObject({ status: 'filled' });
  });
});

describe('a bot without a key', () => {
  it('holds every portfolio for that reason, and says so', async () => {
    const opened = await openBot(readEnv({ ...world.env, BOT_SIGNER_PK: undefined }));
    if (!opened.ok) throw new Error(opened.error.message);
    expect(await opened.value.tick(REQUEST)).toMatchObject({ ok: true, value: { held: 1 } });
    await opened.value.close();
    expect(await lastLook()).toMatchObject({ kind: 'hold', reason: 'no-key' });
  });
});

describe('defaults of policies', () => {
  it('that can’t be read stop the tick, which names them and gives back what it had claimed', async () => {
    const { admin } = world.database;
    await admin`insert into settings (key, value, updated_by) values ('policyDefaults', '{"bandBps":0}', 'test')`;
    expect(await world.bot.tick(REQUEST)).toMatchObject({
      ok: false,
      error: { code: 'setting-invalid', message: expect.stringContaining('policyDefaults.bandBps') },
    });
    await admin`delete from settings where key = 'policyDefaults'`;
    expect(await world.tick()).toMatchObject({ checked: 1, failed: 0 });
  });
});

describe('a policy that asks for what the contract will not do', () => {
  it('is registered with a word about each such field, once the contract has been seen', async () => {
    const registry = openPolicyRegistry(world.database.urls.bot.reveal());
    const registered = (address: Address, bandBps: number) =>
      registry.registerPolicy({
        ...{ chainId: 31_337, address, name: 'narrow', shared: true, simulated: true },
        policy: { version: 1, triggers: [{ kind: 'absolute', bandBps }] },
      });
    const narrow = await registered(world.portfolio, 1);
    expect(narrow.ok && narrow.value.warnings).toEqual([
      expect.stringMatching(/^triggers\.0 must fire outside the contract's minDriftBps \(\d+\)/),
    ]);
    expect(await registered(world.portfolio, 1_000)).toMatchObject({ ok: true, value: { warnings: [] } });
    expect(await registered(world.taker, 1)).toMatchObject({ ok: true, value: { warnings: [] } });
    await registry.close();
  });
});
