import { beforeEach, describe, expect, it } from 'vitest';
import { decide } from '../../lib/engine/decide.ts';
import { NOW } from '../../lib/engine/testing/builders.ts';
import type { Custody } from '../../lib/ledger/custody.ts';
import type { PriceSource } from '../../lib/ledger/price-source.ts';
import { policyToJson } from '../../lib/policy/policy.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import { fail, ok } from '../../lib/result.ts';
import type { BotDatabase } from '../store/database.ts';
import {
  type ArrangedPortfolio,
  arrangePortfolios,
  CHAIN_ID,
  hashOf,
  removePortfolios,
} from '../store/testing/arrange.ts';
import { signedOrder } from '../store/testing/looks.ts';
import type { TestDatabase } from '../store/testing/test-database.ts';
import { withTestBot } from '../store/testing/with-test-bot.ts';
import { readContexts } from '../store/tick/contexts.ts';
import { claimDue } from '../store/tick/leases.ts';
import { startTick } from '../store/tick/ticks.ts';
import { inDatabase, tickJournal } from '../wire/tick/bot-store.ts';
import { observeWith } from './observe.ts';
import { readingOf } from './testing/reading.ts';
import { runTick } from './tick.ts';
import type { TickDeps } from './tick-deps.ts';

let database: TestDatabase;
let bot: BotDatabase;
withTestBot((opened) => {
  ({ database, bot } = opened);
});
beforeEach(() => removePortfolios(database.admin));

const HEAD = { number: 100n, hash: hashOf('block 100'), timeSeconds: NOW } as const;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const unused = async () => fail('chain-unavailable', 'away', { when: 'next-tick' });
const oneDollar: PriceSource = async (assets) =>
  new Map(
    assets.map((asset) => [
      asset,
      { ok: true, token: asset.token, source: 'built', usdE18: 10n ** 18n, updatedAtSeconds: NOW },
    ]),
  );

const custody: Custody = {
  ...{ settle: unused, states: unused },
  read: async (addresses) => ok(addresses.map((address) => ok(readingOf(address)))),
};

/** A tick whose rows are real; only what the chain says is made up: every contract is on its targets. */
const depsOf = async (): Promise<{ readonly tickId: string; readonly deps: TickDeps }> => {
  const run = inDatabase(bot);
  const tick = await bot.run((sql) => startTick(sql, { source: 'cli', schedulerExecutionId: null }));
  const claim = { chainId: CHAIN_ID, owner: tick.id, leaseSeconds: 60, dueBefore: 'infinity' };
  const deps: TickDeps = {
    claimDue: (limit) => run((sql) => claimDue(sql, { ...claim, limit })),
    settle: async () => ok({ head: HEAD, state: 'settled', reorganised: false }),
    stillHas: async () => ok(true),
    observe: observeWith({
      custodies: { balancer: custody, delegated: custody },
      prices: [oneDollar],
      venues: { 'order-book': null, oneinch: null, proposal: null },
      readContexts: (portfolioIds) =>
        run((sql) => readContexts(sql, { portfolioIds, nowSeconds: HEAD.timeSeconds })),
      halted: async () => ok(false),
      keys: 'any',
      illnessOf: () => null,
      tryTokens: async () => ok([]),
    }),
    decide,
    tickIntervalSeconds: 300,
    venues: { 'order-book': null, oneinch: null, proposal: null },
    journal: tickJournal(run, { chainId: CHAIN_ID, tickId: tick.id, dueBefore: 'infinity' }),
    clock: { monotonicMs: () => 0 },
    log: quiet,
  };
  return { tickId: tick.id, deps };
};

const tick = async () => {
  const { tickId, deps } = await depsOf();
  const ticked = await runTick(deps, { tickId, limit: 100, budgetMs: 60_000 });
  if (!ticked.ok) throw new Error(ticked.error.message);
  await database.admin`update leases set visible_at = now() - interval '1 second' where visible_at < 'infinity'`;
  return ticked.value;
};

const GOOD = policyToJson(PRESETS.index);

/** What stands in the column of the policy, and what is said of it. */
const POLICIES: readonly (readonly [string, unknown, RegExp])[] = [
  ['null', null, /^policy-invalid: policy: /],
  ['a text', 'balanced', /^policy-invalid: policy: /],
  ['a list', [GOOD], /^policy-invalid: policy: /],
  ['nothing at all', {}, /^policy-invalid: version: /],
  ['a version that is to come', { ...GOOD, version: 99 }, /^policy-invalid: version: /],
  ['no trigger', { ...GOOD, triggers: [] }, /^policy-invalid: triggers\.0: /],
  [
    'a trigger nobody knows',
    { ...GOOD, triggers: [{ kind: 'moon' }] },
    /^policy-invalid: triggers\.0\.kind: /,
  ],
  ['rules of assets that are no list', { ...GOOD, assetRules: {} }, /^policy-invalid: assetRules: /],
  [
    'a rule of an asset without address',
    { ...GOOD, assetRules: [{ token: '0x12' }] },
    /^policy-invalid: assetRules\.0\./,
  ],
  [
    'an amount that is no number',
    { ...GOOD, limits: { ...GOOD.limits, maxTradeUsd: 'much' } },
    /^policy-invalid: limits\.maxTradeUsd: /,
  ],
  [
    'an amount beyond all columns',
    { ...GOOD, limits: { ...GOOD.limits, maxTradeUsd: '9'.repeat(200) } },
    /^policy-invalid: limits\.maxTradeUsd: /,
  ],
  ['a negative interval', { ...GOOD, lookEverySeconds: -1 }, /^policy-invalid: lookEverySeconds: /],
];

const asideOf = async ({ id }: ArrangedPortfolio): Promise<string | null> => {
  const [row] = await database.admin`select quarantine_reason from portfolios where id = ${id}`;
  return row?.['quarantine_reason'] ?? null;
};

const looksOf = async (portfolios: readonly ArrangedPortfolio[]) => {
  const rows = await database.admin<{ id: string; looks: number }[]>`
    select portfolio_id::text as id, count(*)::int as looks from decisions group by portfolio_id`;
  const counts = new Map(rows.map(({ id, looks }) => [id, looks]));
  return portfolios.map(({ id }) => counts.get(id) ?? 0);
};

describe('a portfolio whose rows can’t be read', () => {
  it.each(POLICIES)(
    'is set aside with the field and the reason, beside others that go on: %s',
    async (_, policy, said) => {
      const [broken, ...others] = await arrangePortfolios(database.admin, 4);
      if (broken === undefined) throw new Error('nothing arranged');
      await database.admin`
      update policies set policy = ${JSON.stringify(policy)}::text::jsonb where portfolio_id = ${broken.id}`;
      expect(await tick()).toMatchObject({ checked: 4, held: 3, failed: 1 });
      expect(await asideOf(broken)).toMatch(said);
      expect(await tick()).toMatchObject({ checked: 3, held: 3, failed: 0 });
      expect(await looksOf([broken, ...others])).toEqual([0, 2, 2, 2]);
      const [told] =
        await database.admin`select portfolio_id::text as id from audit_log where action = 'quarantined'`;
      expect(told?.['id']).toBe(broken.id);
    },
  );

  it('is set aside when it has no policy at all', async () => {
    const [broken, ...others] = await arrangePortfolios(database.admin, 3);
    if (broken === undefined) throw new Error('nothing arranged');
    await database.admin`delete from policies where portfolio_id = ${broken.id}`;
    expect(await tick()).toMatchObject({ checked: 3, held: 2, failed: 1 });
    expect(await asideOf(broken)).toBe('policy-invalid: policy: none is stored');
    expect(await looksOf(others)).toEqual([1, 1]);
  });

  it('is set aside after three ticks when one of its live orders can’t be read, and trades on none of the others', async () => {
    const [broken, ...others] = await arrangePortfolios(database.admin, 3);
    if (broken === undefined) throw new Error('nothing arranged');
    const order = await signedOrder(bot, broken);
    await database.admin`delete from decisions d where not exists (select from orders where decision_id = d.id)`;
    await database.admin`alter table orders drop constraint orders_venue_known`;
    await database.admin`update orders set venue = 'elsewhere' where id = ${order.id}`;
    await database.admin`update leases set visible_at = now()`;
    for (let round = 0; round < 3; round += 1)
      expect(await tick()).toMatchObject({ checked: 3, held: 2, failed: 1 });
    expect(await asideOf(broken)).toMatch(
      new RegExp(`^portfolio-unreadable: Its order ${order.id} can't be read: venue: `),
    );
    expect(await tick()).toMatchObject({ checked: 2, held: 2, failed: 0 });
    expect(await looksOf(others)).toEqual([4, 4]);
    await database.admin`delete from orders`;
  });
});

it('an account of a kind that only newer code knows is left to it, neither failed nor set aside', async () => {
  const [newer, ...others] = await arrangePortfolios(database.admin, 3);
  if (newer === undefined) throw new Error('nothing arranged');
  await database.admin`alter table accounts drop constraint accounts_kind_check`;
  await database.admin`update accounts set kind = 'vault' where address = ${newer.address}`;
  // In this tick everybody's next turn counts as remaining, but its.
  expect(await tick()).toMatchObject({ checked: 2, held: 2, failed: 0, skipped: 0, remaining: 2 });
  expect(await asideOf(newer)).toBeNull();
  expect(await looksOf([newer, ...others])).toEqual([0, 1, 1]);
});
