import { join } from 'node:path';
import type { Address } from 'viem';
import { afterEach, describe, expect, it } from 'vitest';
import { REQUEST } from '../../../e2e/support/bot-world.ts';
import {
  buildDelegatedWorld,
  type DelegatedWorld,
  type HolderKind,
} from '../../../e2e/support/delegated-world.ts';
import { mint, type WorldAsset } from '../../../e2e/support/order-world.ts';
import { portfolioViewSchema } from '../../../lib/api/portfolio-view.ts';
import { replay } from '../../../lib/ledger/replay.ts';
import type { Granted } from '../../../stack/delegated/sign-grant.ts';
import { readEnv } from '../../env.ts';
import { asNamedViewer } from '../../store/as-viewer.ts';
import { openAppSql } from '../../store/database.ts';
import { readFleetIndex } from '../../store/pages/fleet-index.ts';
import { readPortfolioPage, readSettingsPage } from '../../store/pages/portfolio-page.ts';
import { examine } from '../operation/doctor.ts';
import { openRecords } from '../operation/records.ts';
import { openBot } from '../tick/bot.ts';
import { openGrantRegistry } from './grant-registry.ts';

const DAY_SECONDS = 86_400;

let world: DelegatedWorld;
const open = async (kind: HolderKind) => {
  world = await buildDelegatedWorld(kind);
};
afterEach(() => world?.stop());

/** By the service that pages and the API grant through. */
const register = async (asset: WorldAsset, amountUnits: bigint, granted: Granted, clone = world.clone) => {
  const registry = openGrantRegistry({
    ...{ botUrl: world.database.urls.bot.reveal(), rpcUrl: world.rpcUrl },
    ...{ chainId: 31_337, contracts: world.delegated },
  });
  const outcome = await registry.grant({
    ...{ chainId: 31_337, clone, token: asset.token, amountUnits, context: granted.context },
    ...{ signedFor: { chainId: 31_337, manager: world.delegated.manager }, moreIsMeant: false },
  });
  await registry.close();
  if (!outcome.ok) throw new Error(outcome.error.message);
};
const grant = async (asset: WorldAsset, amountUnits: bigint) => {
  const granted = await world.grant(asset, amountUnits);
  await register(asset, amountUnits, granted);
  return granted;
};

const lastReason = async () => {
  const [row] = await world.database.admin`select reason from decisions order by id desc limit 1`;
  return row?.['reason'];
};
const orders = () => world.database.admin`
  select venue, status, sell_token as token, sell_units::text as units, delegation_context as context from orders order by signed_at`;
const statuses = async () =>
  (await world.database.admin`select status from delegations order by id`).map(({ status }) => status);
const held = async () => [
  await world.balanceOf(world.usdc, world.holder),
  await world.balanceOf(world.wbtc, world.holder),
];

/** Beside what it holds, so that it is out of its band again. */
const earn = () => mint(world.deployer, world.wbtc, { to: world.holder, units: 50_000_000n });

describe.each(['upgraded-key', 'hybrid'] as const)('an account that keeps its own tokens, a %s,', (kind) => {
  it('waits for a grant, is traded by it, and holds with the reason once it is paused or revoked', async () => {
    await open(kind);
    // 60,000 dollars of bitcoin beside 50,000: out of its band, and nothing is granted.
    expect(await world.tick()).toMatchObject({ checked: 1, held: 1, failed: 0 });
    expect(await lastReason()).toBe('delegation-missing');

    await world.pass(DAY_SECONDS);
    const granted = await grant(world.wbtc, 1_000_000_000n);
    const [usdc = 0n, wbtc = 0n] = await held();
    expect(await world.tick()).toMatchObject({ acted: 1, failed: 0 });
    expect(await orders()).toMatchObject([
      {
        ...{ venue: 'proposal', status: 'open', context: granted.context },
        token: world.wbtc.token.toLowerCase(),
      },
    ]);
    await world.tick();
    const [order] = await orders();
    expect(order).toMatchObject({ status: 'filled' });
    const [moreUsdc = 0n, lessWbtc = 0n] = await held();
    expect(wbtc - lessWbtc).toBe(BigInt(order?.['units']));
    expect(moreUsdc).toBeGreaterThan(usdc);
    // What the trade moved is no flow of its owner's.
    expect(await world.database.admin`select token from cash_flows where direction = 'out'`).toEqual([]);
    expect(await lastReason()).toBe('in-band');

    await earn();
    await world.pauseByGuardian();
    await world.tick();
    expect(await lastReason()).toBe('paused');
    await world.unpause();
    expect(await world.tick()).toMatchObject({ acted: 1, failed: 0 });
    await world.tick();
    expect((await orders()).map(({ status }) => status)).toEqual(['filled', 'filled']);

    await earn();
    await world.revoke(granted);
    const [, before] = await held();
    expect(await world.tick()).toMatchObject({ held: 1, acted: 0, failed: 0 });
    expect(await lastReason()).toBe('delegation-revoked');
    expect((await held())[1]).toBe(before);
    expect(await statuses()).toEqual(['revoked']);
    const told = await world.database
      .admin`select actor, after from audit_log where action = 'delegation-seen'`;
    expect(told).toMatchObject([{ actor: 'system', after: { hash: granted.hash, status: 'revoked' } }]);
  });
});

describe('an account that keeps its own tokens', () => {
  const granting = async (amountUnits: bigint) => {
    await open('upgraded-key');
    await world.tick();
    await world.pass(DAY_SECONDS);
    return grant(world.wbtc, amountUnits);
  };

  it('sells no more than its delegation leaves, waits for the next period, and its looks replay to what was decided', async () => {
    // 0.1 bitcoin a day, of the 0.16 that bring it to the edge of its band.
    await granting(10_000_000n);
    await world.tick();
    await world.tick();
    const [first] = await orders();
    expect(first).toMatchObject({ status: 'filled' });
    expect(BigInt(first?.['units'])).toBeLessThanOrEqual(10_000_000n);
    expect(BigInt(first?.['units'])).toBeGreaterThan(9_990_000n);
    // A unit or so of the period is left by rounding: too little for a leg.
    expect(await lastReason()).toBe('delegation-exhausted');
    expect(await orders()).toHaveLength(1);

    await world.pass(DAY_SECONDS);
    expect(await world.tick()).toMatchObject({ acted: 1, failed: 0 });
    await world.tick();
    expect((await orders()).map(({ status }) => status)).toEqual(['filled', 'filled']);
    const sold = (await orders()).map(({ units }) => BigInt(units));
    expect(sold.every((units) => units <= 10_000_000n)).toBe(true);

    const records = openRecords(world.database.urls.bot.reveal());
    const stored = await records.decisionsAfter('0', 100);
    await records.close();
    if (!stored.ok) throw new Error(stored.error.message);
    expect(stored.value.length).toBeGreaterThanOrEqual(4);
    expect(stored.value.map((one) => replay(one).kind)).toEqual(stored.value.map(() => 'identical'));
  });

  it('is a portfolio like others: in lists, on its pages and for doctor, to its owner and its guardian, and to no stranger', async () => {
    await granting(1_000_000_000n);
    await world.tick();
    await world.tick();
    await world.database.admin`update portfolios set shared = false`;
    const app = openAppSql(world.database.urls.app);
    const place = { chainId: 31_337, address: world.clone };
    const view = portfolioViewSchema.parse({});
    const pageFor = (address: Address) =>
      asNamedViewer(app, { address, role: 'user' }, async (sql) => ({
        list: await readFleetIndex(sql),
        page: await readPortfolioPage(sql, place, view),
        settings: await readSettingsPage(sql, place),
      }));
    const { holder, guardian, clone } = world;
    for (const [who, owned] of [
      [holder, true],
      [guardian, false],
    ] as const) {
      const { list, page, settings } = await pageFor(who);
      expect(list.rows).toMatchObject([{ address: clone, fillCount: 1 }]);
      expect(page).toMatchObject({
        ...{ owned, told: true },
        portfolio: {
          kind: 'delegated',
          holder,
          guardian,
          address: clone,
          lastFills: [{ taker: expect.anything() }],
        },
      });
      expect(settings).toMatchObject({ owned, portfolio: { owner: holder } });
    }
    const stranger = await pageFor(`0x${'9'.repeat(40)}`);
    expect(stranger).toMatchObject({ list: { rows: [] }, page: null, settings: null });
    await app.end();

    const migrations = join(import.meta.dirname, '..', '..', '..', 'supabase', 'migrations');
    const { findings } = await examine({
      variables: world.env,
      migrations,
      only: ['portfolios', 'prices'],
      timeoutMs: 60_000,
    });
    expect(findings.map(({ check, state }) => `${check} ${state}`)).toEqual(['portfolios ok', 'prices ok']);
  });

  it('that makes another contract has the former one set aside with its reason, and is told what it granted to that one', async () => {
    await granting(1_000_000_000n);
    const next = await world.createClone(1n);
    await world.register(next);
    expect(await world.tick()).toMatchObject({ checked: 1, acted: 0, failed: 0 });
    expect(await lastReason()).toBe('delegation-superseded');
    expect(await statuses()).toEqual(['superseded']);
    const portfolios = await world.database.admin`
      select a.address, a.retired_block is not null as retired, p.archived_at is not null as archived
      from portfolios p join accounts a on a.id = p.account_id where a.kind = 'delegated' order by a.id`;
    expect(portfolios).toEqual([
      { address: world.clone, retired: true, archived: true },
      { address: next, retired: false, archived: false },
    ]);
    const told = await world.database
      .admin`select actor, before, after from audit_log where action = 'clone-retired'`;
    expect(told).toEqual([{ actor: 'system', before: { clone: world.clone }, after: { current: next } }]);

    const granted = await world.grant(world.wbtc, 1_000_000_000n, { clone: next });
    await register(world.wbtc, 1_000_000_000n, granted, next);
    await world.pass(DAY_SECONDS);
    expect(await world.tick()).toMatchObject({ acted: 1, failed: 0 });
  });

  it('holds with the reason, and shows it, where the chain’s facts name no feed of what gas is paid in', async () => {
    await open('upgraded-key');
    const file = JSON.parse(world.env['CHAINS'] ?? '');
    const [entry] = file.chains;
    entry.chain.feeds = entry.chain.feeds.filter(({ asset }: { asset: string }) => asset !== 'ETH');
    const bot = await openBot(readEnv({ ...world.env, CHAINS: JSON.stringify(file) }));
    if (!bot.ok) throw new Error(bot.error.message);
    const ticked = await bot.value.tick(REQUEST);
    await bot.value.close();
    expect(ticked).toMatchObject({ ok: true, value: { checked: 1, held: 1, failed: 0 } });
    const [row] = await world.database
      .admin`select reason, decision->'plan'->'hold'->>'detail' as detail from decisions`;
    expect(row).toMatchObject({
      reason: 'venue-unavailable',
      detail: expect.stringContaining('name no feed of ETH'),
    });
  });

  it('holds while the chain’s manager takes nobody’s delegations, and once its own has expired', async () => {
    await open('upgraded-key');
    await world.tick();
    await world.pass(DAY_SECONDS);
    const granted = await world.grant(world.wbtc, 1_000_000_000n, { days: 1 });
    await register(world.wbtc, 1_000_000_000n, granted);
    await world.pauseManager();
    await world.tick();
    expect(await lastReason()).toBe('delegations-paused');
    await world.pass(DAY_SECONDS);
    await world.tick();
    expect(await lastReason()).toBe('delegation-expired');
    expect(await orders()).toEqual([]);
  });

  it('is stopped with all others: nothing is signed, and what is out is revoked on chain', async () => {
    await granting(1_000_000_000n);
    await world.setAutomine(false);
    expect(await world.tick()).toMatchObject({ acted: 1 });
    await world.database.admin`
      insert into settings (key, value, updated_by) values ('halted', 'true'::jsonb, 'test')
      on conflict (key) do update set value = excluded.value, version = settings.version + 1`;
    const before = await world.generation();
    await world.tick();
    await world.setAutomine(true);
    await world.mine(3);
    await world.tick();
    expect(await lastReason()).toBe('halted');
    expect(await world.generation()).toBe(before + 1);
    await earn();
    await world.tick();
    expect(await orders()).toHaveLength(1);
  });
});
