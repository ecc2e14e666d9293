import { expect, it } from 'vitest';
import { encodeCashDecision, encodeCashPolicy, encodeCashSnapshot } from './cash-codec.ts';
import { CASH_VERSION } from './cash-version.ts';
import { decideCash } from './decide-cash.ts';
import { replayCash } from './replay-cash.ts';
import { cashOf, chainOf, ETHEREUM, openPolicy, vaultOf } from './testing/cash-builders.ts';

const snapshot = cashOf([chainOf(ETHEREUM, [vaultOf('a')], { idle: 1_000 })]);
const policy = openPolicy();
const decision = encodeCashDecision(decideCash(snapshot, policy)) as Record<string, unknown>;
const row = {
  ...{
    engineVersion: CASH_VERSION,
    snapshot: encodeCashSnapshot(snapshot),
    policy: encodeCashPolicy(policy),
  },
  decision: JSON.parse(JSON.stringify(decision)),
};

it('a decision about cash is made again from its row, and what is not as it was is named', () => {
  expect(replayCash(row)).toEqual({ kind: 'identical', sameEngine: true });
  expect(replayCash({ ...row, decision: { ...decision, valueUnits: '1' } })).toEqual({
    ...{ kind: 'different', sameEngine: true },
    differences: [{ path: 'valueUnits', stored: '1', now: '1000000000' }],
  });
  const older = { ...row, engineVersion: '0.9.0', decision: { ...decision, cashVersion: '0.9.0' } };
  expect(replayCash(older)).toEqual({ kind: 'identical', sameEngine: false });
  expect(replayCash({ ...row, policy: {} })).toMatchObject({ kind: 'unreadable' });
  expect(replayCash({ ...row, snapshot: null })).toMatchObject({ kind: 'unreadable' });
});
