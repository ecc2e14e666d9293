import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Address, numberToHex, parseEventLogs } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCommand } from '../../../cli/command/run-command.ts';
import { HOUSE } from '../../../cli/commands/house.ts';
import { type BotWorld, buildBotWorld, REQUEST, registerPolicy } from '../../../e2e/support/bot-world.ts';
import { createPortfolio, mint, SIGNER_KEY } from '../../../e2e/support/order-world.ts';
import { balancerAbi } from '../../../lib/abi/balancer-abi.ts';
import { readEnv } from '../../env.ts';
import { createBareDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { openBot } from '../tick/bot.ts';

const WBTC_UNITS = 100_000_000n;
const dir = mkdtempSync(join(tmpdir(), '1balancer-restore-'));
const [file, registrations] = [join(dir, 'backup.jsonl.gz'), join(dir, 'registrations.jsonl')];

let world: BotWorld;
let restored: TestDatabase;
let second: Address;
beforeAll(async () => {
  world = await buildBotWorld();
  restored = await createBareDatabase();
  second = await portfolioOf(1);
  await mint(world.deployer, world.usdc, { to: second, units: 50_000_000_000n });
  await mint(world.deployer, world.wbtc, { to: second, units: 250_000_000n });
  await registerPolicy(second, world.database);
});
afterAll(async () => {
  await world?.stop();
  await restored?.drop();
  rmSync(dir, { recursive: true, force: true });
});

const portfolioOf = (number: number): Promise<Address> =>
  createPortfolio(world.deployer, world.contracts.factory, {
    ...{ assets: [world.usdc, world.wbtc], signer: privateKeyToAccount(SIGNER_KEY).address },
    ...{ publicBook: false, salt: numberToHex(number, { size: 32 }) },
  });

/** `npm run 1balancer -- …words`, on one of the two databases. */
const command = async (words: readonly string[], { adminUrl, urls }: TestDatabase) => {
  const on = { DB_URL: urls.bot.reveal(), DB_DIRECT_URL: adminUrl.reveal() };
  for (const [name, value] of Object.entries({ ...world.env, ...on })) vi.stubEnv(name, value);
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  try {
    return { code: await runCommand(HOUSE, words, { out: say, error: say }), said: said.join('\n') };
  } finally {
    vi.unstubAllEnvs();
  }
};

const ordersOf = async ({ admin }: TestDatabase) =>
  (
    await admin`
      select a.address, o.order_hash as hash, o.status, o.filled_sell_units::text as filled
      from orders o join portfolios p on p.id = o.portfolio_id join accounts a on a.id = p.account_id order by o.signed_at, o.id`
  ).map((row) => ({ ...row }));

/** Everything that is read off the chain, by what stands there and not by our own numbers. */
const chainFactsOf = async ({ admin }: TestDatabase) => {
  const [row] = await admin`
    with named as (select p.id, a.address from portfolios p join accounts a on a.id = p.account_id)
    select
      (select json_agg(json_build_array(address, owner, signer, generation, paused) order by address) from accounts) as accounts,
      (select json_agg(json_build_array(n.address, tx_hash, log_index, block_hash, order_hash, sell_units, buy_units) order by block_number, log_index)
        from fills join named n on n.id = portfolio_id) as fills,
      (select json_agg(json_build_array(n.address, tx_hash, log_index, block_hash, token, direction, units) order by block_number, log_index)
        from cash_flows join named n on n.id = portfolio_id) as flows,
      (select json_agg(json_build_array(n.address, tx_hash, log_index, name, details) order by block_number, log_index)
        from chain_events join named n on n.id = portfolio_id) as events,
      (select max(block_number) from cursors) as block`;
  return { ...row };
};

/** What the database makes of flows and fills, and what the token says. */
const holdingsOf = async ({ admin }: TestDatabase) => {
  const rows = await admin<{ address: Address; token: Address; units: string }[]>`
    select a.address, m.token, sum(m.units)::text as units from (
      select portfolio_id, token, case direction when 'in' then units else -units end as units from cash_flows
      union all select portfolio_id, buy_token, buy_units from fills
      union all select portfolio_id, sell_token, -sell_units from fills
    ) m join portfolios p on p.id = m.portfolio_id join accounts a on a.id = p.account_id group by 1, 2 order by 1, 2`;
  return Promise.all(
    rows.map(async ({ address, token, units }) => {
      const asset = token === world.usdc.token ? world.usdc : world.wbtc;
      return { address, token, stored: BigInt(units), onChain: await world.balanceOf(asset, address) };
    }),
  );
};

const fillsOnChain = async () => {
  const logs = await world.client.getLogs({ address: [world.portfolio, second], fromBlock: 0n });
  return parseEventLogs({ abi: balancerAbi, eventName: 'Filled', logs }).length;
};

it('a database that is lost comes back from its back-up: two orders were open then, one was filled since, and after a reconcile its state is the chain’s', async () => {
  await world.setPrices(100_000_000n, 2_600_000_000_000n);
  expect(await world.tick()).toMatchObject({ acted: 2 });
  expect((await ordersOf(world.database)).map(({ status }) => status)).toEqual(['open', 'open']);
  expect(await command(['db', 'backup', file], world.database)).toMatchObject({ code: 0 });

  // After the back-up: a fill, a deposit, and a portfolio that is made and registered.
  await world.fillNewest();
  await mint(world.deployer, world.wbtc, { to: second, units: WBTC_UNITS });
  const third = await portfolioOf(2);
  await registerPolicy(third, world.database);

  const back = await command(['db', 'restore', file], restored);
  expect(back, back.said).toMatchObject({ code: 0 });
  expect((await ordersOf(restored)).map(({ status }) => status)).toEqual(['open', 'open']);
  // What no chain says: the registration of a portfolio that came after the back-up. Its list is exported more often.
  writeFileSync(registrations, (await command(['db', 'registrations', '--json'], world.database)).said);
  const registered = await command(['db', 'register', '--signed', registrations, '--unsigned-too'], restored);
  expect(registered.said).toContain(`${third}: registered`);
  const reconciled = await command(['bot', 'reconcile'], restored);
  expect(reconciled, reconciled.said).toMatchObject({ code: 0 });

  expect((await ordersOf(restored)).map(({ status }) => status).sort()).toEqual(['filled', 'open']);
  expect(await fillsOnChain()).toBe(1);
  const holdings = await holdingsOf(restored);
  expect(holdings).toHaveLength(4);
  for (const { stored, onChain } of holdings) expect(stored).toBe(onChain);
  for (const one of [restored, world.database])
    expect(await command(['bot', 'reconcile'], one)).toMatchObject({ code: 0 });
  expect(await chainFactsOf(restored)).toEqual(await chainFactsOf(world.database));
  expect(await ordersOf(restored)).toEqual(await ordersOf(world.database));
});

it('the bot goes on from there: the open order stays the one there is, is filled, and every decision and the audit log can still be checked', async () => {
  const bot = await openBot(readEnv({ ...world.env, DB_URL: restored.urls.bot.reveal() }));
  if (!bot.ok) throw new Error(bot.error.message);
  const before = await ordersOf(restored);
  expect(await bot.value.tick(REQUEST)).toMatchObject({ ok: true, value: { failed: 0 } });
  expect((await ordersOf(restored)).slice(0, 2)).toEqual(before);
  await world.fillNewest();
  expect(await bot.value.tick(REQUEST)).toMatchObject({ ok: true, value: { failed: 0 } });
  const statuses = (await ordersOf(restored)).slice(0, 2).map(({ status }) => status);
  await bot.value.close();
  expect(statuses).toEqual(['filled', 'filled']);
  expect(await fillsOnChain()).toBe(2);
  for (const { stored, onChain } of await holdingsOf(restored)) expect(stored).toBe(onChain);
  for (const words of [['replay', '--all'], ['verify-log']]) {
    const { code, said } = await command(words, restored);
    expect(code, said).toBe(0);
  }
});
