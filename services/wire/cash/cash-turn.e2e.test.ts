import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCashWorld, type CashWorld, FUNDS_UNITS } from '../../../e2e/support/cash-world.ts';
import { readEnv } from '../../env.ts';
import { chooseCashProfile } from '../../store/cash/cash-owners.ts';
import { openBotDatabase } from '../../store/database.ts';
import { type Bot, openBot } from '../tick/bot.ts';
import { inDatabase } from '../tick/bot-store.ts';

let world: CashWorld;
let bot: Bot;
beforeAll(async () => {
  world = await buildCashWorld();
  const opened = await openBot(readEnv(world.env));
  if (!opened.ok) throw new Error(opened.error.message);
  bot = opened.value;
  await world.database
    .admin`insert into settings (key, value, updated_by) values ('tickIntervalSeconds', '0', 'test')`;
});
afterAll(async () => {
  await bot?.close();
  await world?.stop();
});

const tick = async (dryRun = false) => {
  const ticked = await bot.tick({
    ...{ source: 'cli', schedulerExecutionId: null, dryRun, limit: 1_000, budgetMs: 60_000 },
  });
  if (!ticked.ok) throw new Error(ticked.error.message);
};

const choose = async () => {
  const { dbUrl } = readEnv(world.env);
  if (dbUrl === null) throw new Error('no database');
  const database = openBotDatabase({ url: dbUrl });
  const { owner, policy } = world;
  const chosen = { owner, profile: 'aggressive', policy, actor: 'operator', origin: null } as const;
  const saved = await inDatabase(database)((sql) => chooseCashProfile(sql, chosen));
  await database.close();
  return saved;
};

const byVault = (one: { readonly vault: string }, other: { readonly vault: string }): number =>
  one.vault < other.vault ? -1 : 1;

const count = async (table: 'cash_decisions' | 'cash_moves' | 'leases'): Promise<number> => {
  const [row] = await world.database.admin`select count(*)::int as n from ${world.database.admin(table)}`;
  return row?.['n'];
};

it('a bot finds USDC, leaves it alone until its owner chooses a profile, and then deposits it', async () => {
  await world.live(31);
  await tick();
  const found = await world.database.admin`
    select a.address from accounts a join portfolios p on p.account_id = a.id where a.kind = 'cash' order by a.chain_id`;
  expect(found.map(({ address }) => address)).toEqual(world.sides.map(({ portfolio }) => portfolio));
  expect([await count('cash_decisions'), await count('leases')]).toEqual([0, 0]);

  expect(await choose()).toEqual({ ok: true, value: true });
  expect(await choose()).toEqual({ ok: true, value: false });
  await tick(true);
  expect([await count('cash_decisions'), await count('cash_moves')]).toEqual([0, 0]);

  const [first] = world.sides;
  for (let round = 0; round < 20 && (await first.usdcOf(first.portfolio)) > 0n; round += 1) {
    await tick();
    for (const side of world.sides) await side.mine(2);
  }
  expect(await first.usdcOf(first.portfolio)).toBe(0n);
  const moves = await world.database.admin`
    select kind, chain_id::int as chain, units::text from cash_moves order by decision_id, move_index`;
  expect(moves.map((move) => ({ ...move }))).toEqual([
    { kind: 'deposit', chain: first.chainId, units: `${FUNDS_UNITS}` },
  ]);

  // A month has gone by, and each vault of both chains is worth more than its mark.
  const poked = await world.database.admin`
    select chain_id::int as chain, poked_vault as vault from calls where poked_vault is not null
    order by chain_id, poked_vault`;
  const listed = world.sides.flatMap(({ chainId: chain, vaults }) =>
    vaults.map(({ address: vault }) => ({ chain, vault: vault.toLowerCase() })).toSorted(byVault),
  );
  expect(poked.map((row) => ({ ...row }))).toEqual(listed);
});
