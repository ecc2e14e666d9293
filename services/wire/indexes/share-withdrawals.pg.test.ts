import { env } from 'node:process';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { policyJsonOf } from '../../../lib/index-portfolio/index-policy.ts';
import { indexOf } from '../../../lib/index-portfolio/testing/sights.ts';
import type { IntentsWorld } from '../../intents/testing/intents-world.ts';
import { openAppSql } from '../../store/database.ts';
import { type TestBot, withTestBot } from '../../store/testing/with-test-bot.ts';
import { crashAtCalls, noShareIsLost } from '../testing/share-faults.ts';
import {
  account,
  arrangeShare,
  BTC,
  beginShare,
  chooseShare,
  HELD,
  HOME,
  ID,
  openShareWorld,
  type ShareDatabase,
  type ShareOutcomes,
  shownShares,
  tickShare,
  USDC,
  XRP,
} from '../testing/share-story.ts';
import { inDatabase } from '../tick/bot-store.ts';

// Withdrawals of a share of all, from a wish that is written down to their arrival on a chain, on a real database and the fake of provider and
// verifier.

let bot: TestBot;
withTestBot((opened) => {
  bot = opened;
});
let database: ShareDatabase;
let app: ReturnType<typeof openAppSql>;
let world: IntentsWorld;
beforeAll(() => {
  app = openAppSql(bot.database.urls.app);
  database = { admin: bot.database.admin, app, run: inDatabase(bot.bot) };
});
afterAll(async () => app?.end());
beforeEach(() => arrangeShare(database));
afterEach(async () => world?.fake.close());

const open = async (outcomes: Partial<ShareOutcomes> = {}): Promise<void> => {
  world = await openShareWorld(outcomes);
};
const tick = async (times = 1): Promise<void> => {
  for (let count = 0; count < times; count += 1) {
    await tickShare(database, world);
    world.clock.seconds += 60;
  }
};
const held = (token: string): bigint => world.fake.ledger.balanceOf(account, token);
const legs = () => database.admin`
  select purpose, origin_asset as from, amount_units::text as amount, leg_end as end from index_legs order by purpose desc, origin_asset desc`;
const only = async () => {
  const shown = await shownShares(database);
  expect(shown).toHaveLength(1);
  const [one] = shown;
  if (one === undefined) throw new Error('nothing is shown');
  return one;
};
const idOf = async () => (await only()).id as `0x${string}`;

/** Of 300 USD each, at the fake's prices, less its tenth of a per cent. */
const ARRIVED = 499_500n;

describe('a withdrawal of a share of all', () => {
  it('sells at once what it doesn’t leave as, then leaves once, with its own part and exactly what has arrived', async () => {
    await open();
    const { verdict, id } = await beginShare(database, world);
    expect(verdict).toBe('begun');
    expect(await only()).toMatchObject({
      ...{
        id,
        of: 'index',
        state: 'selling',
        shareBps: 5_000,
        amountUnits: '500000',
        usd: '900',
        choices: [],
      },
      sells: [
        { symbol: 'USDC', state: 'planned', arrivedUnits: null },
        { symbol: 'XRP', state: 'planned', arrivedUnits: null },
      ],
    });
    const from = world.clock.seconds;
    await tick(2);
    expect(await only()).toMatchObject({ state: 'left', amountUnits: `${500_000n + 2n * ARRIVED}` });
    expect((await legs()).map(({ purpose, from, amount, end }) => [purpose, from, amount, end])).toEqual([
      ['sell-for-withdrawal', XRP, '600000000', 'swapped'],
      ['sell-for-withdrawal', USDC, '300000000', 'swapped'],
      ['exit', BTC, `${500_000n + 2n * ARRIVED}`, 'swapped'],
    ]);
    expect(world.fake.paidOut).toMatchObject([{ chain: 'btc', to: HOME, token: BTC }]);
    expect([held(USDC), held(BTC), held(XRP)]).toEqual([300_000_000n, 500_000n, 600_000_000n]);
    // Both sells in the time of one.
    expect(world.clock.seconds - from).toBeLessThan(300);
  });

  it('is one, however often it is asked for at once, and nothing else of the account is begun beside it', async () => {
    await open();
    const begun = await Promise.all([1, 2, 3].map(() => beginShare(database, world)));
    expect(begun.map(({ verdict }) => verdict).toSorted()).toEqual(['begun', 'busy', 'busy']);
    expect(await legs()).toHaveLength(2);
    const one = {
      of: 'asset',
      asset: BTC,
      shareBps: 1_000,
      to: HOME,
      memo: null,
      withoutTest: true,
    } as const;
    expect((await beginShare(database, world, one)).verdict).toBe('busy');
  });

  it('is begun and chosen for by nobody whose account is held, or who hasn’t just signed', async () => {
    await open({ usdc: 'refund' });
    const { admin } = database;
    await admin`update index_accounts set state = 'held', held_why = 'x'`;
    expect((await beginShare(database, world)).verdict).toBe('held');
    await admin`update index_accounts set state = 'open', held_why = null`;
    await beginShare(database, world);
    await tick(2);
    const id = await idOf();
    await admin`update sessions set stepped_up_at = now() - interval '11 minutes'`;
    expect((await beginShare(database, world)).verdict).toBe('not-signed');
    expect(await chooseShare(database, 'keep', id)).toBe('not-signed');
    await admin`update sessions set stepped_up_at = now()`;
    await admin`update index_accounts set state = 'held', held_why = 'x'`;
    expect(await chooseShare(database, 'leave', id)).toBe('held');
    expect(await chooseShare(database, 'keep', id)).toBe('chosen');
  });

  it('of which a sell came back asks its owner, and does nothing before the answer: what has arrived leaves', async () => {
    await open({ usdc: 'refund' });
    await beginShare(database, world);
    await tick(4);
    expect(await only()).toMatchObject({
      ...{ state: 'choose', choices: ['leave', 'keep'], endedAtSeconds: null },
      words: expect.stringContaining(
        'Of 2 sells 1 is done, and USDC came back. Nothing leaves before you say',
      ),
    });
    expect(world.fake.paidOut).toEqual([]);
    const id = await idOf();
    expect(await chooseShare(database, 'leave', id)).toBe('chosen');
    expect(await chooseShare(database, 'leave', id)).toBe('chosen');
    expect(await chooseShare(database, 'keep', id)).toBe('not-asked');
    expect(await only()).toMatchObject({ state: 'asked', choices: [] });
    await tick(2);
    expect(await only()).toMatchObject({ state: 'left', amountUnits: `${500_000n + ARRIVED}` });
    expect(world.fake.paidOut).toHaveLength(1);
    expect(held(USDC)).toBe(HELD[USDC]);
  });

  it('of which a sell came back is kept, if its owner says so, and the account is free again', async () => {
    await open({ xrp: 'refund' });
    await beginShare(database, world);
    await tick(2);
    expect(await chooseShare(database, 'keep', await idOf())).toBe('chosen');
    await tick(2);
    expect(await only()).toMatchObject({ state: 'kept', endedAtSeconds: expect.any(Number) });
    expect(world.fake.paidOut).toEqual([]);
    expect(held(BTC)).toBe(1_000_000n + ARRIVED);
    expect((await beginShare(database, world)).verdict).toBe('begun');
  });

  it('one of whose sells takes too long may leave with the rest, and what comes of that one later stays in the account', async () => {
    await open({ usdc: 'stay' });
    await beginShare(database, world);
    await tick(2);
    expect(await only()).toMatchObject({
      state: 'selling',
      words: '1 of 2 sells is over. Nothing has left yet.',
    });
    world.clock.seconds += 1_300;
    await tick(2);
    expect((await only()).words).toContain('USDC takes too long');
    expect(await chooseShare(database, 'leave', await idOf())).toBe('chosen');
    await tick(2);
    expect(await only()).toMatchObject({ state: 'left', amountUnits: `${500_000n + ARRIVED}` });
    // The one that is under way still keeps the account from being planned for.
    expect((await beginShare(database, world)).verdict).toBe('busy');
  });

  it('whose sells all came back with nothing of its own to leave is over, and says so', async () => {
    await open({ usdc: 'refund', xrp: 'refund' });
    world.fake.ledger.take({ account, token: BTC, units: 1_000_000n }, world.clock.seconds);
    world.clock.seconds += 10;
    await beginShare(database, world);
    await tick(2);
    expect(await only()).toMatchObject({
      ...{ state: 'came-back', choices: [] },
      words: expect.stringContaining('Nothing has left, since nothing has arrived that could.'),
    });
    expect((await beginShare(database, world)).verdict).toBe('begun');
  });

  it('whose swap came back leaves no second time: what was sold is in the account', async () => {
    await open({ exit: 'refund' });
    await beginShare(database, world);
    await tick(4);
    expect(await only()).toMatchObject({
      ...{ state: 'came-back' },
      words: expect.stringContaining('What was sold for it is BTC in the account.'),
    });
    expect(await legs()).toHaveLength(3);
    expect(held(BTC)).toBe(1_000_000n + 2n * ARRIVED);
  });

  it('asks where the verifier never shows what the provider says has arrived', async () => {
    await open();
    await beginShare(database, world);
    // Whoever has the exported key takes it away meanwhile.
    world.fake.ledger.take({ account, token: BTC, units: 900_000n }, world.clock.seconds);
    await tick(3);
    expect(await only()).toMatchObject({
      state: 'selling',
      words: expect.stringContaining('once the verifier shows it'),
    });
    world.clock.seconds += 601;
    await tick(1);
    expect((await only()).words).toContain('the verifier shows less BTC than the provider says has arrived');
    await chooseShare(database, 'leave', await idOf());
    await tick(2);
    // Its own part, and what is there beyond what was held before.
    expect(await only()).toMatchObject({
      state: 'left',
      amountUnits: `${500_000n + 2n * ARRIVED - 900_000n}`,
    });
  });

  it('is not rebalanced against: its index is looked at only when it is over', async () => {
    await open({ usdc: 'refund' });
    const { admin } = database;
    const { name, allocations, ...index } = indexOf({});
    await admin`
      insert into index_policies (account_id, name, allocations, policy)
      values (${ID}, ${name}, ${JSON.stringify(allocations)}::text::jsonb, ${JSON.stringify(policyJsonOf(index))}::text::jsonb)`;
    await beginShare(database, world);
    const due = () => admin`update index_policies set visible_at = now() - interval '1 second'`;
    const looks = async () => (await admin`select from index_decisions`).length;
    for (let count = 0; count < 4; count += 1) {
      await due();
      await tick();
    }
    expect([(await only()).state, await looks()]).toEqual(['choose', 0]);
    await chooseShare(database, 'keep', await idOf());
    await due();
    await tick();
    expect(await looks()).toBe(1);
  });

  it('lets nobody write another swap of its account, whoever writes, nor change what was asked for', async () => {
    await open({ usdc: 'refund' });
    const { admin } = database;
    const { id } = await beginShare(database, world);
    await tick(2);
    const swap = (leg: string, purpose: string) => admin`
      insert into index_legs (id, account_id, purpose, origin_asset, destination_asset, amount_units, slippage_bps, least_out_units,
        recipient_type, recipient, planned_at_seconds)
      values (${leg}, ${ID}, ${purpose}, ${BTC}, ${BTC}, 1, 0, 0, 'INTENTS', ${account}, 1)`;
    await expect(swap(`0x${'9'.repeat(64)}`, 'exit')).rejects.toThrow(
      'a withdrawal of the account is not over',
    );
    await expect(admin`update index_withdrawals set to_place = 'thief'`).rejects.toThrow(
      'stays what was asked for',
    );
    expect(await chooseShare(database, 'keep', id)).toBe('chosen');
    await expect(admin`update index_withdrawals set choice = 'leave'`).rejects.toThrow('chosen for once');
    await expect(admin`update index_withdrawals set settled_at = null`).rejects.toThrow('settled once');
  });

  it('signs nothing while everything is stopped, and asks once its sells have grown old', async () => {
    await open();
    await beginShare(database, world);
    await tickShare(database, world, { halted: true });
    world.clock.seconds += 901;
    await tick(2);
    expect((await only()).words).toContain(
      'Of 2 sells 0 are done, and USDC was never sent, XRP was never sent.',
    );
    expect([held(USDC), held(XRP)]).toEqual([HELD[USDC], HELD[XRP]]);
  });
});

describe('a withdrawal of a share in a process that ends', () => {
  it('at any call, with its effect or without, goes on: 0 lost, 0 doubled', async () => {
    // Each ninth here, every one in the deep test.
    await crashAtCalls(() => database, { every: Number(env.CRASH_EVERY ?? 9) });
  }, 1_200_000);

  it('under any faults of both services, and whatever its swaps come to, loses nothing and leaves once', async () => {
    await fc.assert(
      noShareIsLost(() => database),
      { numRuns: Number(env.PROPERTY_CASES ?? 4) },
    );
  }, 3_600_000);
});
