import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { explain } from './explain.ts';
import type { Costs, Snapshot } from './snapshot.ts';
import { legsOf, NOW, policyOf, snapshotOf, tokenAt } from './testing/builders.ts';

const E18 = 10n ** 18n;
const POOL: Costs = {
  gasPerLegUsdE18: E18,
  pair: { spreadBps: 5, feeBps: 30, impactBpsPer10kUsd: 10 },
  pairs: [],
};

/** Ten points over: sells 1,000 of 10,000. */
const drifted = (more: Partial<Snapshot> = {}): Snapshot =>
  snapshotOf(
    [
      { usd: 6_000, targetBps: 5_000 },
      { usd: 4_000, targetBps: 5_000 },
    ],
    { immediate: POOL, ...more },
  );
const asked = (secondsAgo: number): Partial<Snapshot> => ({
  asking: [{ sellToken: tokenAt(0), buyToken: tokenAt(1), sinceSeconds: NOW - secondsAgo }],
});
const routed = (snapshot: Snapshot, immediate: object | null, more: object = {}) => {
  const decision = decide(
    snapshot,
    policyOf({ ...more, orderTerms: { spreadBps: 10, walkBpsPerHour: 0, discountBpsMax: 0, immediate } }),
  );
  const [leg] = legsOf(decision);
  const held = decision.plan.kind === 'hold' ? decision.plan.hold.reason : null;
  return { venue: leg?.venue ?? null, why: leg?.routed ?? null, held, leg, said: explain(decision).why };
};

const ALWAYS = { driftBpsMin: 1 };
const CASES: readonly (readonly [
  title: string,
  snapshot: Snapshot,
  immediate: object | null,
  expected: readonly [venue: string | null, why: string | null],
])[] = [
  ['a policy that says nothing of it', drifted(), null, ['order-book', null]],
  ['no reason to hurry', drifted(), {}, ['order-book', null]],
  ['a drift at the least that counts', drifted(), { driftBpsMin: 1_000 }, ['proposal', 'drift']],
  ['a drift below it', drifted(), { driftBpsMin: 1_001 }, ['order-book', null]],
  ['the patience used up', drifted(asked(600)), { patienceSeconds: 600 }, ['proposal', 'patience']],
  ['some patience left', drifted(asked(599)), { patienceSeconds: 600 }, ['order-book', null]],
  ['another pair asked for', drifted(), { patienceSeconds: 600 }, ['order-book', null]],
  // 5 + 30 + 1 of impact + 10 of gas on 1,000 dollars.
  ['a cost at the most that is spent', drifted(), { ...ALWAYS, costBpsMax: 46 }, ['proposal', 'drift']],
  ['a cost above it', drifted(), { ...ALWAYS, costBpsMax: 45 }, ['order-book', null]],
  ['dear gas', drifted({ immediate: { ...POOL, gasPerLegUsdE18: 20n * E18 } }), ALWAYS, ['order-book', null]],
  [
    'its venue away',
    drifted({ venues: { 'order-book': false, proposal: true } }),
    {},
    ['proposal', 'venue-away'],
  ],
  ['both away', drifted({ venues: { 'order-book': false, proposal: false } }), ALWAYS, [null, null]],
  [
    'proposals away',
    drifted({ venues: { 'order-book': true, proposal: false } }),
    ALWAYS,
    ['order-book', null],
  ],
];

describe('a leg', () => {
  it.each(CASES)('with %s', (_title, snapshot, immediate, [venue, why]) => {
    expect(routed(snapshot, immediate)).toMatchObject({ venue, why });
  });

  it('that is too dear to go at once holds while its venue is away', () => {
    const away = drifted({ venues: { 'order-book': false, proposal: true } });
    expect(routed(away, { costBpsMax: 45 })).toMatchObject({ venue: null, held: 'venue-unavailable' });
  });

  it('that goes at once gives up its slippage, costs what the pools cost, and says why', () => {
    const { leg, said } = routed(drifted(), ALWAYS);
    expect(leg).toMatchObject({
      limit: { spreadBps: -100 },
      expectedCost: { feeUsdE18: 3n * E18, gasUsdE18: E18 },
    });
    expect(said).toContain('at once: the drift is as large as the policy waits for at most');
  });

  it('at once is no larger than its slippage has room for', () => {
    // 100 of slippage − 35 leave 65 basis points: of 1,000 a 10,000 dollars they are 650.
    const steep = { ...POOL, pair: { ...POOL.pair, impactBpsPer10kUsd: 1_000 } };
    const { leg } = routed(drifted({ immediate: steep }), { ...ALWAYS, costBpsMax: 1_000 });
    expect(leg?.sellValueUsdE18).toBe(650n * E18);
    const shut = { ...POOL, pair: { ...POOL.pair, spreadBps: 71 } };
    expect(routed(drifted({ immediate: shut }), { ...ALWAYS, costBpsMax: 1_000 })).toMatchObject({
      held: 'impact-too-high',
    });
  });
});
