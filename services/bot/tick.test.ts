import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/engine/decide.ts';
import { policyOf, snapshotOf } from '../../lib/engine/testing/builders.ts';
import { feedPricesOf } from '../../lib/ledger/testing/feed-prices.ts';
import { sampleAction, samplePlaced } from '../../lib/ledger/testing/sample-action.ts';
import type { DuePortfolio, JournalEntry, LeaseOutcome } from '../../lib/ledger/tick-record.ts';
import type { Venue } from '../../lib/ledger/venue.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { dryRunOf } from './dry-run.ts';
import type { Observed } from './observe.ts';
import type { TickOptions } from './steps/finish.ts';
import { runTick } from './tick.ts';
import type { TickDeps } from './tick-deps.ts';

const OPTIONS: TickOptions = { tickId: 'tick', limit: 100, budgetMs: 1_000 };
const away = fail('chain-unavailable', 'away', { when: 'next-tick' });
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

const dueOf = (id: number): DuePortfolio => ({
  portfolioId: String(id),
  token: '1',
  account: { kind: 'balancer', chainId: 31_337, address: `0x${id.toString(16).padStart(40, '0')}` },
  name: `number ${id}`,
  policyVersion: 1,
  policy: ok(policyOf()),
  failures: 0,
});
const drifted = ({ account }: DuePortfolio): Observed => {
  const wishes = [
    { usd: 7_000, targetBps: 5_000 },
    { usd: 3_000, targetBps: 5_000 },
  ];
  const snapshot = snapshotOf(wishes, { account });
  return {
    ...{ policy: policyOf(), snapshot, feedPrices: feedPricesOf(snapshot), liveOrders: [] },
    signer: '0x00000000000000000000000000000000000000b0',
    fillMode: { kind: 'parts', series: 1n, epoch: 0n },
  };
};

/** A database, a chain and a venue that are not there, and what the tick did to them, in order. */
const surroundings = (
  due: readonly DuePortfolio[],
  { venue = {}, ...change }: Partial<TickDeps> & { readonly venue?: Partial<Venue> } = {},
) => {
  const did: string[] = [];
  const outcomes: LeaseOutcome[] = [];
  const released: string[] = [];
  let queue = [...due];
  const journal: TickDeps['journal'] = {
    write: async (entries: readonly JournalEntry[]) => {
      did.push('journal');
      return ok(
        entries.map(({ lease, actions }) => ({
          portfolioId: lease.portfolioId,
          actionIds: actions.map(({ id }) => id),
        })),
      );
    },
    reject: async () => {
      did.push('reject');
      return ok(undefined);
    },
    complete: async (ended) => {
      did.push('complete');
      outcomes.push(...ended);
      return ok([]);
    },
    release: async (leases) => {
      released.push(...leases.map(({ portfolioId }) => portfolioId));
      return ok(undefined);
    },
    countDue: async () => ok(queue.length),
    finish: async () => {
      did.push('finish');
      return ok(undefined);
    },
  };
  const unreached = async (): Promise<Result<never>> => away;
  const orderBook: Venue = {
    id: 'order-book',
    terms: unreached,
    prepare: async (intents) => {
      did.push('prepare');
      return ok(intents.map((intent) => ({ ...intent, body: sampleAction(1).body })));
    },
    check: async (checkings) => {
      did.push('check');
      return ok(checkings.map(() => ok(null)));
    },
    place: async () => {
      did.push('place');
      return ok({ alreadyPlaced: false });
    },
    cancel: unreached,
    status: unreached,
    ...venue,
  };
  const deps: TickDeps = {
    claimDue: async (limit) => {
      did.push('claim');
      const claimed = queue.slice(0, limit);
      queue = queue.slice(limit);
      return ok(claimed);
    },
    settle: async () => {
      did.push('settle');
      return ok({ head: { number: 100n, hash: '0x', timeSeconds: 1 }, state: 'settled', reorganised: false });
    },
    observe: async (claimed) => {
      did.push('observe');
      return ok(claimed.map((each) => ok(drifted(each))));
    },
    decide,
    tickIntervalSeconds: 0,
    venues: { 'order-book': orderBook, proposal: null },
    journal,
    clock: { monotonicMs: () => 0 },
    log: quiet,
    ...change,
  };
  return { deps, did, outcomes, released };
};

describe('a row that the database refuses', () => {
  const refused = fail('value-refused', 'no', { when: 'next-tick' });
  const refusing = (...ids: readonly string[]) => {
    const all = Array.from({ length: 9 }, (_, index) => dueOf(index + 1));
    const world = surroundings(all);
    const journal: TickDeps['journal'] = {
      ...world.deps.journal,
      write: async (entries) =>
        entries.some(({ lease }) => ids.includes(lease.portfolioId))
          ? refused
          : world.deps.journal.write(entries),
    };
    return { ...world, deps: { ...world.deps, journal } };
  };

  it('is its portfolio’s own failure: the others are written, placed and ended in the same tick', async () => {
    const { deps, outcomes, released } = refusing('3', '8');
    expect(await runTick(deps, OPTIONS)).toMatchObject({
      ok: true,
      value: { checked: 9, acted: 7, failed: 2, skipped: 0 },
    });
    expect(outcomes.filter(({ blame }) => blame).map(({ lease }) => lease.portfolioId)).toEqual(['3', '8']);
    expect(released).toEqual([]);
  });

  it('alone of its batch is blamed for values, and not for rules that may be older than the code', async () => {
    for (const [code, blame] of [
      ['value-refused', true],
      ['row-refused', false],
    ] as const) {
      const { deps, outcomes } = surroundings([dueOf(1)]);
      const journal = { ...deps.journal, write: async () => fail(code, 'no') };
      await runTick({ ...deps, journal }, OPTIONS);
      expect(outcomes).toMatchObject([{ failure: { code }, blame }]);
    }
  });

  it('is not looked for when the database is away: everything is given back, and nobody blamed', async () => {
    const { deps, outcomes, released } = surroundings([dueOf(1), dueOf(2)]);
    const journal = { ...deps.journal, write: async () => fail('database-unavailable', 'away') };
    expect(await runTick({ ...deps, journal }, OPTIONS)).toMatchObject({
      ok: false,
      error: { code: 'database-unavailable' },
    });
    expect([outcomes, released]).toEqual([[], ['1', '2']]);
  });

  it('whose outcome is refused as well is ended in words of our own', async () => {
    const { deps } = surroundings([dueOf(1), dueOf(2)], { observe: async (due) => ok(due.map(() => away)) });
    const ended: LeaseOutcome[] = [];
    const complete: TickDeps['journal']['complete'] = async (outcomes) => {
      if (outcomes.some(({ lease, failure }) => lease.portfolioId === '2' && failure?.message === 'away'))
        return refused;
      ended.push(...outcomes);
      return ok([]);
    };
    await runTick({ ...deps, journal: { ...deps.journal, complete } }, OPTIONS);
    expect(ended.map(({ lease, blame }) => [lease.portfolioId, blame])).toEqual([
      ['1', false],
      ['2', true],
    ]);
  });
});

describe('what is thrown', () => {
  it('by one portfolio’s row costs nobody else, and by everything ends the tick and gives the batch back', async () => {
    const one = surroundings([dueOf(1), dueOf(2)]);
    const write: TickDeps['journal']['write'] = async (entries) => {
      if (entries.some(({ lease }) => lease.portfolioId === '2')) throw new Error('a bug');
      return one.deps.journal.write(entries);
    };
    await runTick({ ...one.deps, journal: { ...one.deps.journal, write } }, OPTIONS);
    expect(one.outcomes.map(({ failure, blame }) => [failure?.code, blame])).toEqual([
      [undefined, false],
      ['bug', true],
    ]);
    const all = surroundings([dueOf(1)], {
      observe: async () => {
        throw new Error('a bug');
      },
    });
    expect(await runTick(all.deps, OPTIONS)).toMatchObject({ ok: false, error: { code: 'bug' } });
    expect(all.released).toEqual(['1']);
  });
});

describe('time', () => {
  it('that was too short for some gives them back, looked at by nobody and blamed for nothing', async () => {
    const late = fail('not-reached', 'late', { when: 'next-tick' });
    const { deps, outcomes, released } = surroundings([dueOf(1), dueOf(2)], {
      observe: async ([first]) => ok(first === undefined ? [] : [ok(drifted(first)), late]),
    });
    expect(await runTick(deps, OPTIONS)).toMatchObject({ ok: true, value: { checked: 1, skipped: 1 } });
    expect(outcomes).toHaveLength(1);
    expect(released).toEqual(['2']);
  });
});

describe('a tick', () => {
  it('takes its steps in their order: nothing is shown before it is journaled and checked', async () => {
    const { deps, did } = surroundings([dueOf(1)]);
    const ticked = await runTick(deps, { ...OPTIONS, limit: 1 });
    expect(ticked).toMatchObject({ ok: true, value: { checked: 1, acted: 1, failed: 0, remaining: 0 } });
    expect(did).toEqual([
      'claim',
      'settle',
      'observe',
      'prepare',
      'journal',
      'check',
      'place',
      'complete',
      'finish',
    ]);
  });

  it('leases, writes and places nothing in a dry run, nor what another has left over, and answers its plans', async () => {
    const { deps, did, released, outcomes } = surroundings([dueOf(1), dueOf(2)], {
      observe: async (claimed) =>
        ok(claimed.map((each) => ok({ ...drifted(each), liveOrders: [samplePlaced(7)] }))),
    });
    const { plans, ...ports } = dryRunOf(deps.claimDue, deps.venues);
    const ticked = await runTick({ ...deps, ...ports }, OPTIONS);
    expect(ticked).toMatchObject({ ok: true, value: { checked: 2, acted: 2, remaining: 0 } });
    expect(plans.map(({ name, decision }) => [name, decision.plan.kind])).toEqual([
      ['number 1', 'act'],
      ['number 2', 'act'],
    ]);
    expect(did).toEqual(['claim', 'settle', 'prepare', 'prepare']);
    expect([released, outcomes]).toEqual([[], []]);
  });

  it('shows what a tick that was cut short has left over, and counts a look that decided nothing as held', async () => {
    const placed: string[] = [];
    const { deps } = surroundings([dueOf(1)], {
      observe: async (claimed) =>
        ok(
          claimed.map((each) => {
            const seen = drifted(each);
            const snapshot = { ...seen.snapshot, paused: true };
            return ok({ ...seen, snapshot, liveOrders: [samplePlaced(7)] });
          }),
        ),
      venue: {
        place: async ({ id }) => {
          placed.push(id);
          return ok({ alreadyPlaced: false });
        },
      },
    });
    expect(await runTick(deps, OPTIONS)).toMatchObject({ ok: true, value: { held: 1, acted: 0 } });
    expect(placed).toEqual([sampleAction(7).id]);
  });

  it('keeps a plan for a venue that this build doesn’t have from being journaled', async () => {
    const { deps, did, outcomes } = surroundings([dueOf(1)]);
    const venues = { 'order-book': null, proposal: null };
    await runTick({ ...deps, venues }, OPTIONS);
    expect(did).not.toContain('journal');
    expect(outcomes).toMatchObject([{ failure: { code: 'venue-unavailable' }, blame: false }]);
  });

  it('works on the others when one can’t be read, one has a broken policy, and one makes the engine throw', async () => {
    const due = [dueOf(1), dueOf(2), dueOf(3), dueOf(4)];
    const { deps, outcomes } = surroundings(due, {
      observe: async (claimed) =>
        ok(
          claimed.map((each) =>
            each.portfolioId === '2' ? fail('portfolio-unreadable', 'no') : ok(drifted(each)),
          ),
        ),
      decide: (snapshot, policy) => {
        if (snapshot.account.address.endsWith('3')) throw new Error('a bug');
        return decide(snapshot, policy);
      },
    });
    const ticked = await runTick(deps, OPTIONS);
    expect(ticked).toMatchObject({ ok: true, value: { checked: 4, acted: 2, failed: 2 } });
    expect(outcomes.map(({ failure, blame }) => [failure?.code ?? null, blame])).toEqual([
      [null, false],
      ['portfolio-unreadable', true],
      ['bug', true],
      [null, false],
    ]);
  });

  it('blames nobody for a key that can’t be reached, nor for what a lagging node can’t read', async () => {
    const locked = surroundings([dueOf(1)], {
      venue: { prepare: async () => fail('signer-unavailable', 'the key is locked') },
    });
    expect(await runTick(locked.deps, OPTIONS)).toMatchObject({ ok: true, value: { failed: 1 } });
    expect(locked.outcomes).toMatchObject([{ failure: { code: 'signer-unavailable' }, blame: false }]);
    const head = { number: 9n, hash: '0x', timeSeconds: 1 } as const;
    const lagging = surroundings([dueOf(1)], {
      settle: async () => ok({ head, state: 'lagging', reorganised: false }),
      observe: async (claimed) => ok(claimed.map(() => fail('portfolio-unreadable', 'no'))),
    });
    await runTick(lagging.deps, OPTIONS);
    expect(lagging.outcomes).toMatchObject([{ blame: false }]);
  });

  it('gives everything back when the chain is away, and blames nobody', async () => {
    const { deps, outcomes, released } = surroundings([dueOf(1), dueOf(2)], { settle: async () => away });
    const ticked = await runTick(deps, OPTIONS);
    expect(ticked.ok ? null : ticked.error.code).toBe('chain-unavailable');
    expect(released).toEqual(['1', '2']);
    expect(outcomes).toEqual([]);
  });

  it('works on nothing while the index is behind, and is not ok, since somebody was due', async () => {
    const { deps, did, released } = surroundings([dueOf(1)], {
      settle: async () =>
        ok({ head: { number: 9n, hash: '0x', timeSeconds: 1 }, state: 'behind', reorganised: false }),
    });
    expect(await runTick(deps, OPTIONS)).toMatchObject({ ok: false, error: { code: 'nobody-checked' } });
    expect(did).not.toContain('observe');
    expect(released).toEqual(['1']);
  });

  it('places nothing for who has lost the lease, and counts him as skipped', async () => {
    const { deps, did, outcomes } = surroundings([dueOf(1)]);
    const lost = { ...deps, journal: { ...deps.journal, write: async () => ok([]) } };
    expect(await runTick(lost, OPTIONS)).toMatchObject({ ok: true, value: { checked: 0, skipped: 1 } });
    expect(did).not.toContain('place');
    expect(outcomes).toEqual([]);
  });

  it('closes an order that the contract would refuse, and shows it nowhere', async () => {
    const { deps, did, outcomes } = surroundings([dueOf(1)], {
      venue: { check: async (orders) => ok(orders.map(() => fail('order-not-fillable', 'no'))) },
    });
    expect(await runTick(deps, OPTIONS)).toMatchObject({ ok: true, value: { checked: 1, failed: 1 } });
    expect(did).toContain('reject');
    expect(did).not.toContain('place');
    expect(outcomes[0]).toMatchObject({ failure: { code: 'order-not-fillable' }, blame: false });
  });

  it('stops between batches when its time is up, and gives back what it has claimed', async () => {
    let now = 0;
    const many = Array.from({ length: 700 }, (_, index) => dueOf(index + 1));
    const { deps, released } = surroundings(many, {
      clock: { monotonicMs: () => now },
      decide: (snapshot, policy) => {
        now += 3;
        return decide(snapshot, policy);
      },
    });
    const ticked = await runTick(deps, { ...OPTIONS, limit: 1_000 });
    expect(ticked).toMatchObject({ ok: true, value: { checked: 500, skipped: 200 } });
    expect(released).toHaveLength(200);
  });

  it('works on no more than its limit, in batches of at most 500', async () => {
    const many = Array.from({ length: 900 }, (_, index) => dueOf(index + 1));
    const { deps, did } = surroundings(many);
    expect(await runTick(deps, { ...OPTIONS, limit: 800 })).toMatchObject({
      ok: true,
      value: { checked: 800, remaining: 100 },
    });
    expect(did.filter((step) => step === 'observe')).toHaveLength(2);
  });
});
