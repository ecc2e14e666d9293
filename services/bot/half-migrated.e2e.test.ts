import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tickInProcess } from '../../e2e/support/bot-process.ts';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';

let world: BotWorld;
let price = 2_000_000_000_000n;
beforeAll(async () => {
  world = await buildBotWorld();
  await world.tick();
});
afterAll(() => world?.stop());

const rows = async () => {
  const [row] = await world.database.admin`
    select (select count(*)::int from decisions) as decisions, (select count(*)::int from orders) as orders`;
  return { ...row };
};

describe('a bot under which a migration is half applied', () => {
  it.each([
    {
      name: '20261130060101_paper.sql (paper_portfolios is missing)',
      lacks: 'tables of this build',
      told: '42P01',
      undo: 'alter table paper_portfolios rename to paper_elsewhere',
      redo: 'alter table paper_elsewhere rename to paper_portfolios',
    },
    {
      name: '20261128000004_served.sql (portfolios.unserved_at is missing)',
      lacks: 'that this build needs',
      told: '42703',
      undo: 'alter table portfolios rename column unserved_at to unserved_elsewhere',
      redo: 'alter table portfolios rename column unserved_elsewhere to unserved_at',
    },
  ])(
    'refuses with its name, does nothing, and trades once it is whole: $name',
    async ({ name, lacks, told, undo, redo }) => {
      price = (price * 12n) / 10n;
      await world.setPrices(100_000_000n, price);
      const before = await rows();
      await world.database.admin.unsafe(undo);
      for (let round = 0; round < 2; round += 1) {
        const { code, error } = await tickInProcess(world.env);
        expect([code, error.trim()]).toEqual([
          1,
          `database-not-migrated: The database has not all ${lacks}: run the migrations. (SQLSTATE ${told}) Not whole: ${name}.`,
        ]);
      }
      expect(await rows()).toEqual(before);
      await world.database.admin.unsafe(redo);
      const { code, out } = await tickInProcess(world.env);
      expect([code, JSON.parse(out).acted]).toEqual([0, 1]);
      await world.fillNewest();
      await world.tick();
    },
  );
});
