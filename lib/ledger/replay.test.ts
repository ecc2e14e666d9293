import { describe, expect, it } from 'vitest';
import { decodeDecision, encodeDecision, encodeLook, encodeSnapshot } from '../engine/codec.ts';
import { decide } from '../engine/decide.ts';
import { policyOf, snapshotOf } from '../engine/testing/builders.ts';
import { policyToJson } from '../policy/policy.ts';
import { type RecordedDecision, replay } from './replay.ts';

const recorded = (): RecordedDecision & { readonly decision: Record<string, unknown> } => {
  const snapshot = snapshotOf([
    { usd: 6_000, targetBps: 5_000 },
    { usd: 4_000, targetBps: 5_000 },
  ]);
  const policy = policyOf();
  const decision = decide(snapshot, policy);
  const stored = {
    snapshot: encodeSnapshot(snapshot),
    policy: policyToJson(policy),
    decision: encodeDecision(decision),
  };
  return { id: '1', engineVersion: decision.engineVersion, ...JSON.parse(JSON.stringify(stored)) };
};

describe('replaying a decision', () => {
  it('finds it identical from its rows alone', () => {
    expect(replay(recorded())).toEqual({ kind: 'identical', sameEngine: true });
  });

  it('replays a brief look from its row, and finds the number that somebody changed', () => {
    const snapshot = snapshotOf([
      { usd: 5_000, targetBps: 5_000 },
      { usd: 5_000, targetBps: 5_000 },
    ]);
    const decision = decide(snapshot, policyOf());
    const row = {
      ...{ id: '1', engineVersion: decision.engineVersion, policy: policyToJson(policyOf()) },
      ...JSON.parse(JSON.stringify(encodeLook(snapshot, decision))),
    };
    expect(row.decision).toHaveProperty('values');
    expect(replay(row)).toEqual({ kind: 'identical', sameEngine: true });
    row.decision.values = row.decision.values.replace(
      '"10000000000000000000000"',
      '"10000000000000000000001"',
    );
    const found = replay(row);
    const paths = found.kind === 'different' ? found.differences.map(({ path }) => path) : [];
    expect(paths).toContain('navUsdE18');
  });

  it('shows every field that differs, with both values', () => {
    const row = recorded();
    const tampered = {
      ...row,
      decision: { ...row.decision, navUsdE18: '1', dropped: [{ reason: 'cooldown' }] },
    };
    expect(replay(tampered)).toEqual({
      kind: 'different',
      sameEngine: true,
      differences: [
        { path: 'dropped[0]', stored: { reason: 'cooldown' }, now: undefined },
        { path: 'navUsdE18', stored: '1', now: '10000000000000000000000' },
      ],
    });
  });

  it('says when an older engine decided, and does not count its number as a difference', () => {
    const row = recorded();
    const older = { ...row, engineVersion: '0.9.0', decision: { ...row.decision, engineVersion: '0.9.0' } };
    expect(replay(older)).toEqual({ kind: 'identical', sameEngine: false });
    expect(replay({ ...older, decision: { ...older.decision, nextLookAt: 0 } })).toMatchObject({
      kind: 'different',
      sameEngine: false,
    });
  });

  it('finds a decision of the first codec identical, and never reads it as one of today', () => {
    const today = decodeDecision(recorded().decision);
    if (!today.ok) throw new Error(today.error.message);
    const first = encodeDecision(today.value, 1);
    expect(first).not.toHaveProperty('codec');
    expect(first).toMatchObject({
      plan: today.value.plan.kind === 'act' ? {} : { reason: expect.any(String) },
    });
    const row = { ...recorded(), decision: JSON.parse(JSON.stringify(first)) };
    expect(replay(row)).toEqual({ kind: 'identical', sameEngine: true });
    expect(replay({ ...row, decision: { ...row.decision, codec: 4 } })).toMatchObject({
      kind: 'unreadable',
      why: expect.stringContaining('codec'),
    });
  });

  it('finds a decision of the second codec identical: what it calls limit-order is the order book of today', () => {
    const row = recorded();
    const today = decodeDecision(row.decision);
    if (!today.ok) throw new Error(today.error.message);
    expect(row.decision).toMatchObject({ codec: 3, plan: { legs: [{ venue: 'order-book' }] } });
    const stored = JSON.parse(JSON.stringify(encodeDecision(today.value, 2)));
    expect(stored).toMatchObject({ codec: 2, plan: { legs: [{ kind: 'limit-order' }] } });
    expect(stored.plan.legs[0]).not.toHaveProperty('venue');
    expect(decodeDecision(stored)).toEqual(today);
    const { venues: _, ...seen } = row.snapshot as Record<string, unknown>;
    const snapshot = { ...seen, venues: { limitOrder: true, proposal: true } };
    const rules = row.policy as { readonly orderTerms: object };
    const policy = { ...rules, orderTerms: { ...rules.orderTerms, venue: 'limit-order' } };
    expect(replay({ ...row, snapshot, policy, decision: stored })).toEqual({
      kind: 'identical',
      sameEngine: true,
    });
  });

  it('reads a held decision of the first codec as a hold whose missing parts are null', () => {
    const snapshot = snapshotOf([
      { usd: 5_000, targetBps: 5_000 },
      { usd: 5_000, targetBps: 5_000 },
    ]);
    const now = decide(snapshot, policyOf());
    const read = decodeDecision(JSON.parse(JSON.stringify(encodeDecision(now, 1))));
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.plan).toEqual({
      kind: 'hold',
      hold: { reason: 'in-band', detail: null, limit: null, lookAgainAt: now.nextLookAt },
    });
    expect(read.value.assets).toEqual(now.assets);
    expect(encodeDecision(read.value, 1)).toEqual(encodeDecision(now, 1));
  });

  it('names what it cannot read', () => {
    expect(replay({ ...recorded(), snapshot: {} })).toMatchObject({
      kind: 'unreadable',
      why: expect.stringContaining('snapshot account'),
    });
    expect(replay({ ...recorded(), policy: { version: 2 } })).toMatchObject({
      kind: 'unreadable',
      why: expect.stringContaining('policy version'),
    });
  });
});
