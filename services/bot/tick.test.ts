import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/engine/decide.ts';
import { sampleAction, samplePlaced } from '../../lib/ledger/testing/sample-action.ts';
import { fail, ok } from '../../lib/result.ts';
import { dryRunOf } from './dry-run.ts';
import { away, drifted, dueOf, OPTIONS, surroundings } from './testing/tick-surroundings.ts';
import { runTick } from './tick.ts';
import type { TickDeps } from './tick-deps.ts';

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
        place: async (actions) => {
          placed.push(...actions.map(({ id }) => id));
          return ok(actions.map(() => ok({ alreadyPlaced: false })));
        },
      },
    });
    expect(await runTick(deps, OPTIONS)).toMatchObject({ ok: true, value: { held: 1, acted: 0 } });
    expect(placed).toEqual([sampleAction(7).id]);
  });

  it('hands a venue all orders of a batch at once, and what it refuses of one is that one’s failure', async () => {
    const handed: number[] = [];
    const { deps, outcomes } = surroundings([dueOf(1), dueOf(2), dueOf(3)], {
      venue: {
        place: async (actions) => {
          handed.push(actions.length);
          return ok(
            actions.map(({ portfolioId }) =>
              portfolioId === '2' ? fail('order-closed', 'It is closed.') : ok({ alreadyPlaced: false }),
            ),
          );
        },
      },
    });
    expect(await runTick(deps, OPTIONS)).toMatchObject({ ok: true, value: { acted: 2, failed: 1 } });
    expect(handed).toEqual([3]);
    expect(outcomes.map(({ failure }) => failure?.code ?? null)).toEqual([null, 'order-closed', null]);
  });

  it('keeps a plan for a venue that this build doesn’t have from being journaled', async () => {
    const { deps, did, outcomes } = surroundings([dueOf(1)]);
    const venues = { 'order-book': null, oneinch: null, proposal: null };
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

  it('shows nothing once the chain has left the block that it looked at, and blames nobody', async () => {
    const { deps, did, outcomes, released } = surroundings([dueOf(1)], { stillHas: async () => ok(false) });
    expect(await runTick(deps, OPTIONS)).toMatchObject({ ok: false, error: { code: 'chain-moved' } });
    expect(did).not.toContain('place');
    expect(did).not.toContain('reject');
    expect(outcomes).toEqual([]);
    expect(released).toEqual(['1']);
  });

  it('stops between batches when its time is up, and gives back what it has claimed', async () => {
    let now = 0;
    const many = Array.from({ length: 1_200 }, (_, index) => dueOf(index + 1));
    const { deps, released } = surroundings(many, {
      clock: { monotonicMs: () => now },
      decide: (snapshot, policy) => {
        now += 3;
        return decide(snapshot, policy);
      },
    });
    const ticked = await runTick(deps, { ...OPTIONS, limit: 2_000 });
    expect(ticked).toMatchObject({ ok: true, value: { checked: 1_000, skipped: 200 } });
    expect(released).toHaveLength(200);
  });

  it('finishes the batches in hand when it is told to stop, begins no other, and gives the rest back', async () => {
    let stopping = false;
    const many = Array.from({ length: 3_100 }, (_, index) => dueOf(index + 1));
    const { deps, outcomes, released } = surroundings(many);
    const observe: TickDeps['observe'] = async (...question) => {
      stopping = true;
      return deps.observe(...question);
    };
    const told = { ...OPTIONS, limit: 10_000, stopping: () => stopping };
    const ticked = await runTick({ ...deps, observe }, told);
    // The other lanes had each claimed a batch, and not begun it.
    expect(ticked).toMatchObject({ ok: true, value: { checked: 1_000, acted: 1_000, skipped: 2_000 } });
    expect([outcomes.length, released.length]).toEqual([1_000, 2_000]);
    expect(new Set([...outcomes.map(({ lease }) => lease.portfolioId), ...released]).size).toBe(3_000);
  });

  it('begins nothing when it is told to stop before', async () => {
    const { deps, did, released } = surroundings([dueOf(1), dueOf(2)]);
    const ticked = await runTick(deps, { ...OPTIONS, stopping: () => true });
    expect(ticked).toMatchObject({ ok: false, error: { code: 'nobody-checked' } });
    expect(did).toEqual(['claim', 'settle', 'claim', 'finish']);
    expect(released).toEqual(['1', '2']);
  });

  it('works on three batches at a time when there are more, on each portfolio once, and keeps to its limit', async () => {
    const many = Array.from({ length: 3_100 }, (_, index) => dueOf(index + 1));
    const { deps, outcomes, released } = surroundings(many);
    let [underWay, most] = [0, 0];
    const watched: TickDeps['observe'] = async (...question) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resume) => setImmediate(resume));
      underWay -= 1;
      return deps.observe(...question);
    };
    const tick = await runTick({ ...deps, observe: watched }, { ...OPTIONS, limit: 2_800 });
    expect(tick).toMatchObject({ ok: true, value: { checked: 2_800, remaining: 300 } });
    expect(new Set(outcomes.map(({ lease }) => lease.portfolioId)).size).toBe(2_800);
    expect([outcomes.length, released, most]).toEqual([2_800, [], 3]);
  });

  it('gives back the batch that broke, and no other', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => dueOf(index + 1));
    const { deps, outcomes, released } = surroundings(many);
    const broken: TickDeps['journal']['write'] = async (entries) =>
      entries.some(({ lease }) => lease.portfolioId === '1')
        ? fail('database-unavailable', 'away', { when: 'next-tick' })
        : deps.journal.write(entries);
    const tick = await runTick(
      { ...deps, journal: { ...deps.journal, write: broken } },
      { ...OPTIONS, limit: 2_000 },
    );
    expect(tick).toMatchObject({ ok: false, error: { code: 'database-unavailable' } });
    expect([outcomes.length, released.length]).toEqual([1_000, 1_000]);
    expect(released).toContain('1');
  });

  it('works on no more than its limit, in batches of at most a thousand', async () => {
    const many = Array.from({ length: 1_900 }, (_, index) => dueOf(index + 1));
    const { deps, did } = surroundings(many);
    expect(await runTick(deps, { ...OPTIONS, limit: 1_800 })).toMatchObject({
      ok: true,
      value: { checked: 1_800, remaining: 100 },
    });
    expect(did.filter((step) => step === 'observe')).toHaveLength(2);
  });
});
