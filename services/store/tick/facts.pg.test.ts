import { beforeEach, describe, expect, it } from 'vitest';
import type { Block, ChainRange } from '../../../lib/ledger/chain-facts.ts';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { PRESETS } from '../../../lib/policy/policy-presets.ts';
import type { Result } from '../../../lib/result.ts';
import { saveAccountStates, takeAccountsToRefresh } from '../accounts.ts';
import { readTrail, seedCursor } from '../cursors.ts';
import type { BotDatabase } from '../database.ts';
import { savePolicyRegistration } from '../policies.ts';
import { type ArrangedPortfolio, addressOf, arrangePortfolios, CHAIN_ID } from '../testing/arrange.ts';
import { signedOrder } from '../testing/looks.ts';
import { apply as applyTo, blockOf, fillOf, placeIn, rangeOf, SIGNER, TERMS } from '../testing/ranges.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { withTestBot } from '../testing/with-test-bot.ts';
import { readContexts } from './contexts.ts';
import { rollBack, saveStatesAt } from './facts.ts';
import { markPlaced } from './orders.ts';

const valueIn = <T>(outcome: Result<T> | undefined): T => {
  if (outcome?.ok !== true) throw new Error(outcome?.error.message ?? 'nothing was answered');
  return outcome.value;
};

let database: TestDatabase;
let bot: BotDatabase;
let portfolio: ArrangedPortfolio;

withTestBot((opened) => {
  ({ database, bot } = opened);
});
beforeEach(async () => {
  const { admin } = database;
  await admin`delete from orders`;
  await admin`delete from accounts`;
  await admin`delete from cursors`;
  await admin`delete from policy_registrations`;
  const [arranged] = await arrangePortfolios(admin, 1);
  if (arranged === undefined) throw new Error('nothing arranged');
  portfolio = arranged;
  await bot.run((sql) => seedCursor(sql, { chainId: CHAIN_ID, block: blockOf(10n) }));
});

const apply = (range: ChainRange) => applyTo(bot, range);

/** An order of the portfolio that is out. */
const openOrder = async (salt = 1n) => {
  const order = await unshownOrder(salt);
  await bot.run((sql) => markPlaced(sql, [order.id]));
  return order;
};
/** One that is signed, and that nobody has seen. */
const unshownOrder = async (salt: bigint) => {
  await database.admin`update leases set visible_at = now()`;
  const order = await signedOrder(bot, portfolio, { salt });
  await database.admin`update accounts set generation = 1`;
  return order;
};
const statuses = async () => {
  const rows = await database.admin`select status from orders order by signed_at, id`;
  return rows.map(({ status }) => status);
};

describe('applying a range', () => {
  it('stores its facts and moves the cursor, once, whoever else tries with the same range', async () => {
    const order = await openOrder();
    const to = blockOf(20n);
    const range = rangeOf(blockOf(10n), to, {
      fills: [fillOf(order, blockOf(15n), { percent: 40n })],
      cashFlows: [
        {
          ...placeIn(blockOf(16n)),
          account: portfolio.address,
          token: addressOf(1),
          direction: 'in',
          units: 2n ** 255n,
          counterparty: addressOf(5),
        },
      ],
    });
    const outcomes = await Promise.all([apply(range), apply(range), apply(range)]);
    expect(outcomes.sort()).toEqual([false, false, true]);
    const [row] = await database.admin`
      select (select count(*) from fills)::int as fills, (select units::text from cash_flows) as units`;
    expect(row).toEqual({ fills: 1, units: (2n ** 255n).toString() });
    expect(await statuses()).toEqual(['partially-filled']);
    const trail = await bot.run((sql) => readTrail(sql, CHAIN_ID));
    expect(trail.map(({ number }) => number)).toEqual([20n, 10n]);
  });

  it('refuses a range that begins where the index does not stand, and stores nothing of it', async () => {
    const order = await openOrder();
    const wrongHash = rangeOf(blockOf(10n, 'b'), blockOf(20n), { fills: [fillOf(order, blockOf(15n))] });
    const wrongNumber = rangeOf(blockOf(11n), blockOf(20n), { fills: [fillOf(order, blockOf(15n))] });
    expect([await apply(wrongHash), await apply(wrongNumber)]).toEqual([false, false]);
    expect(await statuses()).toEqual(['open']);
  });

  it('counts the sum of all fills, and calls the order filled at the last of them', async () => {
    const order = await openOrder();
    const parts = [
      fillOf(order, blockOf(15n), { percent: 50n }),
      fillOf(order, blockOf(15n), { percent: 50n, logIndex: 1 }),
    ];
    await apply(rangeOf(blockOf(10n), blockOf(20n), { fills: parts }));
    const [row] =
      await database.admin`select status, filled_buy_units::text as bought, closed_at is not null as closed from orders`;
    expect(row).toEqual({ status: 'filled', bought: order.body.order.takingAmount.toString(), closed: true });
  });

  it('takes a fill that was missed when its transfers were read: they were flows of nobody’s, and are none any more', async () => {
    const order = await openOrder();
    const fill = fillOf(order, blockOf(15n), { logIndex: 7 });
    const flowAt = (logIndex: number, direction: 'in' | 'out') => ({
      ...{ ...placeIn(blockOf(15n), 7), logIndex, account: portfolio.address, direction },
      ...{ token: addressOf(1), units: 5n, counterparty: addressOf(5) },
    });
    const flows = async () => {
      const rows = await database.admin`select log_index::int as at from cash_flows order by log_index`;
      return rows.map(({ at }) => at);
    };
    await apply(
      rangeOf(blockOf(10n), blockOf(20n), {
        cashFlows: [flowAt(3, 'out'), flowAt(4, 'in'), flowAt(5, 'in')],
      }),
    );
    expect([await statuses(), await flows()]).toEqual([['open'], [3, 4, 5]]);
    await apply(rangeOf(blockOf(20n), blockOf(90n), { fills: [fill], cashFlows: [flowAt(5, 'in')] }));
    expect([await statuses(), await flows()]).toEqual([['filled'], [5]]);
  });

  it('wakes nobody and asks nobody again for what is read once more and was known', async () => {
    const { address } = portfolio;
    const place = placeIn(blockOf(15n));
    const deposit = {
      ...{ ...place, account: address, token: addressOf(1), direction: 'in' as const },
      ...{ units: 5n, counterparty: addressOf(5) },
    };
    const known: Partial<ChainRange> = {
      creations: [{ ...placeIn(blockOf(15n), 1), address, owner: addressOf(3) }],
      cashFlows: [deposit],
      events: [{ ...placeIn(blockOf(15n), 2), account: address, name: 'Paused', details: {} }],
    };
    await apply(rangeOf(blockOf(10n), blockOf(20n), known));
    await database.admin`update accounts set refresh = false`;
    await database.admin`update portfolios set unfunded = true`;
    await database.admin`update leases set visible_at = now() + interval '1 hour'`;
    const waiting = async () => {
      const [row] = await database.admin`
        select (select count(*)::int from accounts where refresh) as refreshed,
          (select count(*)::int from leases where visible_at <= now()) as due`;
      return row;
    };
    await apply(rangeOf(blockOf(20n), blockOf(90n), known));
    expect(await waiting()).toEqual({ refreshed: 0, due: 0 });
    const missed = {
      ...{ cashFlows: [{ ...deposit, logIndex: 9 }] },
      events: [{ ...placeIn(blockOf(16n)), account: address, name: 'Paused', details: {} }],
    };
    await apply(rangeOf(blockOf(90n), blockOf(95n), missed));
    expect(await waiting()).toEqual({ refreshed: 1, due: 1 });
  });

  it('keeps a long index short, and never forgets where it began', async () => {
    let at = blockOf(10n);
    for (let number = 11n; number <= 300n; number += 1n) {
      const to = blockOf(number);
      await apply(rangeOf(at, to));
      at = to;
    }
    const trail = await bot.run((sql) => readTrail(sql, CHAIN_ID));
    expect(trail.length).toBeLessThan(270);
    expect(trail[0]?.number).toBe(300n);
    expect(trail.at(-1)?.number).toBe(10n);
  });
});

describe('a reorganisation', () => {
  it('undoes the facts above the common block, reopens what they had closed, and keeps the rest', async () => {
    const order = await openOrder();
    const [early, late] = [blockOf(15n), blockOf(25n)];
    await apply(rangeOf(blockOf(10n), blockOf(20n), { fills: [fillOf(order, early, { percent: 30n })] }));
    await apply(rangeOf(blockOf(20n), blockOf(30n), { fills: [fillOf(order, late, { percent: 70n })] }));
    expect(await statuses()).toEqual(['filled']);
    const undone = await bot.run((sql) =>
      rollBack(sql, { chainId: CHAIN_ID, from: blockOf(30n), to: blockOf(20n) }),
    );
    expect(undone).toBe(true);
    const [row] = await database.admin`
      select status, (filled_sell_units * 100 / sell_units)::int as percent, closed_at from orders`;
    expect(row).toEqual({ status: 'partially-filled', percent: 30, closed_at: null });
    const trail = await bot.run((sql) => readTrail(sql, CHAIN_ID));
    expect(trail.map(({ number }) => number)).toEqual([20n, 10n]);
  });

  it('counts a fill that came back in another block once', async () => {
    const order = await openOrder();
    await apply(rangeOf(blockOf(10n), blockOf(20n), { fills: [fillOf(order, blockOf(15n))] }));
    await bot.run((sql) => rollBack(sql, { chainId: CHAIN_ID, from: blockOf(20n), to: blockOf(10n) }));
    await apply(rangeOf(blockOf(10n), blockOf(21n, 'b'), { fills: [fillOf(order, blockOf(16n, 'b'))] }));
    const [row] =
      await database.admin`select count(*)::int as fills, (select status from orders) as status from fills`;
    expect(row).toEqual({ fills: 1, status: 'filled' });
  });

  it('does nothing when somebody else has moved the index meanwhile', async () => {
    await apply(rangeOf(blockOf(10n), blockOf(20n)));
    const undone = await bot.run((sql) =>
      rollBack(sql, { chainId: CHAIN_ID, from: blockOf(19n), to: blockOf(10n) }),
    );
    expect(undone).toBe(false);
  });

  it('never shows two live orders of one leg: the newer one stays, the older is told why it is not', async () => {
    const first = await openOrder(1n);
    await apply(rangeOf(blockOf(10n), blockOf(20n), { fills: [fillOf(first, blockOf(15n))] }));
    await openOrder(2n);
    await bot.run((sql) => rollBack(sql, { chainId: CHAIN_ID, from: blockOf(20n), to: blockOf(10n) }));
    const rows =
      await database.admin`select status, status_reason, filled_sell_units::text as filled from orders order by signed_at`;
    expect(rows[0]).toMatchObject({
      status: 'superseded',
      filled: '0',
      status_reason: expect.stringContaining('reorganisation'),
    });
    expect(rows[1]).toMatchObject({ status: 'open' });
  });

  it('gives its place back to an order that was shown, where the newer one was not yet', async () => {
    const first = await openOrder(1n);
    await apply(rangeOf(blockOf(10n), blockOf(20n), { fills: [fillOf(first, blockOf(15n))] }));
    const second = await unshownOrder(2n);
    await bot.run((sql) => rollBack(sql, { chainId: CHAIN_ID, from: blockOf(20n), to: blockOf(10n) }));
    expect(await statuses()).toEqual(['open', 'superseded']);
    expect(await bot.run((sql) => markPlaced(sql, [second.id]))).toEqual(['closed']);
  });

  it('keeps the place of an unnoted order for 1inch, which may have it', async () => {
    const first = await openOrder(1n);
    await apply(rangeOf(blockOf(10n), blockOf(20n), { fills: [fillOf(first, blockOf(15n))] }));
    await unshownOrder(2n);
    await database.admin`update orders set venue = 'oneinch' where placed_at is null`;
    await bot.run((sql) => rollBack(sql, { chainId: CHAIN_ID, from: blockOf(20n), to: blockOf(10n) }));
    expect(await statuses()).toEqual(['superseded', 'signed']);
  });

  it('starts anew where the whole chain is another one', async () => {
    await apply(rangeOf(blockOf(10n), blockOf(20n)));
    await bot.run((sql) =>
      rollBack(sql, { chainId: CHAIN_ID, from: blockOf(20n), to: blockOf(10n, 'other') }),
    );
    const trail = await bot.run((sql) => readTrail(sql, CHAIN_ID));
    expect(trail).toEqual([{ number: 10n, hash: blockOf(10n, 'other').hash }]);
  });
});

describe('finding portfolios', () => {
  const created = (number: number, block: Block) => ({
    ...placeIn(block, number),
    address: addressOf(number),
    owner: addressOf(3),
  });
  const stateOf = (number: number, signer: typeof SIGNER | null) => ({
    address: addressOf(number),
    owner: addressOf(3),
    signer,
    generation: 5n,
    paused: false,
    tokens: [],
  });
  const registration = {
    chainId: CHAIN_ID,
    address: addressOf(41),
    policy: policyToJson(PRESETS['test-network']),
    name: 'mine',
    shared: true,
    simulated: true,
    createdBy: 'owner',
  };
  const found = async (number: number) => {
    const [row] = await database.admin`
      select p.name, p.shared, v.created_by, v.version, v.policy ->> 'preset' as preset, l.visible_at < now() as due
      from accounts a join portfolios p on p.account_id = a.id join leases l on l.id = p.id
      join lateral (select * from policies where portfolio_id = p.id order by version desc limit 1) v on true
      where a.address = ${addressOf(number)}`;
    return row === undefined ? null : { ...row };
  };

  it('manages a contract whose signer is ours, with the default policy or the one registered before', async () => {
    await bot.run((sql) => savePolicyRegistration(sql, registration));
    await apply(
      rangeOf(blockOf(10n), blockOf(20n), {
        creations: [created(41, blockOf(12n)), created(42, blockOf(12n)), created(43, blockOf(12n))],
        states: [stateOf(41, SIGNER), stateOf(42, SIGNER), stateOf(43, addressOf(8))],
      }),
    );
    expect(await found(41)).toEqual({
      name: 'mine',
      shared: true,
      created_by: 'owner',
      version: 1,
      preset: 'test-network',
      due: true,
    });
    expect(await found(42)).toEqual({
      name: '',
      shared: false,
      created_by: 'default',
      version: 1,
      preset: 'index',
      due: true,
    });
    expect(await found(43)).toBeNull();
  });

  it('makes a policy registered later the next version, and the same policy no version at all', async () => {
    await apply(
      rangeOf(blockOf(10n), blockOf(20n), {
        creations: [created(41, blockOf(12n))],
        states: [stateOf(41, SIGNER)],
      }),
    );
    await bot.run((sql) => savePolicyRegistration(sql, registration));
    await bot.run((sql) => savePolicyRegistration(sql, registration));
    expect(await found(41)).toMatchObject({ name: 'mine', version: 2, preset: 'test-network' });
  });

  it('gives a portfolio that was set aside another chance with a new policy', async () => {
    await apply(
      rangeOf(blockOf(10n), blockOf(20n), {
        creations: [created(41, blockOf(12n))],
        states: [stateOf(41, SIGNER)],
      }),
    );
    await database.admin`update portfolios set quarantined_at = now(), quarantine_reason = 'poison', failures = 5`;
    await database.admin`update leases set visible_at = 'infinity'`;
    await bot.run((sql) => savePolicyRegistration(sql, registration));
    await database.admin`select pg_sleep(0.01)`;
    expect(await found(41)).toMatchObject({ due: true });
    const [row] = await database.admin`
      select p.failures, p.quarantined_at from portfolios p join accounts a on a.id = p.account_id where a.address = ${addressOf(41)}`;
    expect(row).toEqual({ failures: 0, quarantined_at: null });
  });

  it('takes a contract over once its signer has become ours', async () => {
    await apply(
      rangeOf(blockOf(10n), blockOf(20n), {
        creations: [created(43, blockOf(12n))],
        states: [stateOf(43, null)],
      }),
    );
    expect(await found(43)).toBeNull();
    await bot.run((sql) =>
      saveAccountStates(sql, { ...TERMS, chainId: CHAIN_ID, states: [stateOf(43, SIGNER)] }),
    );
    expect(await found(43)).toMatchObject({ version: 1, due: true });
  });

  it('lets a contract rest that a reorganisation took away, and takes it up again when it is back', async () => {
    const creation = rangeOf(blockOf(10n), blockOf(20n), {
      creations: [created(41, blockOf(12n))],
      states: [stateOf(41, SIGNER)],
    });
    await apply(creation);
    await bot.run((sql) => rollBack(sql, { chainId: CHAIN_ID, from: blockOf(20n), to: blockOf(10n) }));
    expect(await found(41)).toMatchObject({ due: false });
    await apply(creation);
    expect(await found(41)).toMatchObject({ due: true, version: 1 });
  });

  it('has an account read again after an event of its own, and after one that is undone', async () => {
    const refresh = () => bot.run((sql) => takeAccountsToRefresh(sql, CHAIN_ID));
    expect(await refresh()).toEqual([]);
    const paused = { ...placeIn(blockOf(25n)), account: portfolio.address, name: 'PausedSet', details: {} };
    await apply(rangeOf(blockOf(10n), blockOf(20n)));
    await apply(rangeOf(blockOf(20n), blockOf(30n), { events: [paused] }));
    expect(await refresh()).toEqual([portfolio.address]);
    const states = [{ ...stateOf(1, SIGNER), paused: true }];
    const save = (mark: ReturnType<typeof blockOf>) =>
      bot.run((sql) => saveStatesAt(sql, { ...TERMS, chainId: CHAIN_ID, states, mark }));
    // Read before the event, by a tick that another one has overtaken.
    await save(blockOf(20n));
    await database.admin`update accounts set refresh_after = now()`;
    expect(await refresh()).toEqual([portfolio.address]);
    await save(blockOf(30n));
    expect(await refresh()).toEqual([]);
    await bot.run((sql) => rollBack(sql, { chainId: CHAIN_ID, from: blockOf(30n), to: blockOf(20n) }));
    expect(await refresh()).toEqual([portfolio.address]);
  });
});

describe('what a decision depends on', () => {
  it('is the last fill, what was sold today, flows since, and since when a pair has been asked for', async () => {
    const order = await openOrder();
    const fill = fillOf(order, blockOf(15n), { percent: 50n });
    const flow = {
      ...placeIn(blockOf(16n)),
      account: portfolio.address,
      token: addressOf(1),
      units: 7n,
      counterparty: addressOf(5),
    };
    const before = { ...flow, ...placeIn(blockOf(11n)), direction: 'in' as const };
    const cashFlows = [before, { ...flow, direction: 'out' as const }];
    await apply(rangeOf(blockOf(10n), blockOf(20n), { fills: [fill], cashFlows }));
    const contexts = await bot.run((sql) =>
      readContexts(sql, { portfolioIds: [portfolio.id], nowSeconds: blockOf(20n).timeSeconds }),
    );
    expect(valueIn(contexts.get(portfolio.id))).toMatchObject({
      lastRebalanceAtSeconds: blockOf(15n).timeSeconds,
      soldToday: [{ token: addressOf(1), units: fill.sellUnits }],
      cashFlows: [{ token: addressOf(1), units: -7n }],
      asking: [
        {
          sinceSeconds: 1_794_974_400,
          last: {
            sellUnits: order.body.order.makingAmount,
            buyUnits: order.body.order.takingAmount,
            atSeconds: 1_794_974_400,
          },
        },
      ],
    });
    const tomorrow = await bot.run((sql) =>
      readContexts(sql, { portfolioIds: [portfolio.id], nowSeconds: blockOf(20n).timeSeconds + 86_400 }),
    );
    expect(valueIn(tomorrow.get(portfolio.id)).soldToday).toEqual([]);
  });
});
