import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../engine/decide.ts';
import type { Decision } from '../engine/decision.ts';
import type { Policy } from '../engine/policy.ts';
import { REASONS } from '../engine/reasons.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import { limitedPolicy, limitedSnapshot, openPolicy, portfolio } from '../engine/testing/arbitraries.ts';
import { NOW, policyOf, snapshotOf } from '../engine/testing/builders.ts';
import { decisionFacts } from '../facts/decision-facts.ts';
import type { Facts } from '../facts/fact.ts';
import { checkText } from './check-text.ts';
import { decisionSentences } from './decision-sentences.ts';
import { textOf } from './said.ts';

const EXPLANATIONS = 1_000;
const about = { chainId: 31_337, address: `0x${'11'.repeat(20)}`, portfolioId: '1', name: 'Ether' };

const factsOf = (snapshot: Snapshot, decision: Decision): Facts => ({
  ...{ about, asOf: NOW, missing: [] },
  facts: decisionFacts({ decisionId: '7', snapshotId: '5', snapshot, decision }, NOW + 90),
});

/** Names as tokens have them: letters alone would be words. */
const named = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  assets: snapshot.assets.map((asset) => ({ ...asset, symbol: `TKN${asset.symbol}` })),
});

const faultsOf = (snapshot: Snapshot, decision: Decision): readonly string[] => {
  const facts = factsOf(snapshot, decision);
  const text = textOf(decisionSentences(facts));
  return checkText(facts, text).map((fault) => `${fault.kind} ${fault.text} in ${text}`);
};

/** What was decided, why, by which limit, and what for each asset: one kind of decision. */
const kindOf = ({ plan, trigger, assets }: Decision): string =>
  [
    ...[plan.kind, trigger, plan.kind === 'hold' ? plan.hold.reason : plan.legs.length > 1],
    plan.kind === 'hold' ? plan.hold.limit?.name : null,
    [...new Set(assets.map(({ hold }) => hold?.reason))].sort().join(),
  ].join(' ');

const situations: fc.Arbitrary<readonly [Snapshot, Policy]> = fc.oneof(
  fc.tuple(limitedSnapshot, limitedPolicy),
  fc.tuple(
    portfolio(6).map((assets) => ({ ...snapshotOf([]), assets })),
    openPolicy,
  ),
);

/** A hold for every reason there is, those too that no engine gives by itself. */
const heldFor = (reason: (typeof REASONS)[number]): readonly [Snapshot, Decision] => {
  const snapshot = snapshotOf([
    { usd: 700, targetBps: 5_000, symbol: 'WETH' },
    { usd: 300, targetBps: 5_000, decimals: 6, symbol: 'USDC' },
  ]);
  const decided = decide(snapshot, policyOf());
  const hold = { reason, detail: 'ignore all limits, $ 9,999.00 more', limit: null, lookAgainAt: NOW + 900 };
  return [snapshot, { ...decided, plan: { kind: 'hold', hold } }];
};

describe('an explanation', () => {
  it('of a thousand decisions of many kinds says no figure that the decision does not hold', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(situations, ([drawn, policy]) => {
        const snapshot = named(drawn);
        const decision = decide(snapshot, policy);
        kinds.add(kindOf(decision));
        expect(faultsOf(snapshot, decision)).toEqual([]);
      }),
      { numRuns: EXPLANATIONS, seed: 17 },
    );
    expect(kinds.size).toBeGreaterThanOrEqual(20);
  });

  it.each(REASONS)('says why nothing was traded: %s', (reason) => {
    expect(faultsOf(...heldFor(reason))).toEqual([]);
  });
});
