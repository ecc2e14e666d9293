import { describe, expect, it } from 'vitest';
import { E18 } from '../../money/fixed-point.ts';
import { fail, ok } from '../../result.ts';
import { encodeCashDecision } from '../cash-codec.ts';
import type { CashDecision, CashShift } from '../cash-decision.ts';
import { CASH_VERSION } from '../cash-version.ts';
import { JUDGED_AFTER_SECONDS } from '../score-moves.ts';
import { BASE, ETHEREUM, NOW, usdc } from '../testing/cash-builders.ts';
import { judgeShift, type ScoredShift, type SharePriceAt } from './judge-shift.ts';

const [NORTH, SOUTH, FAR] = ['0xaa', '0xbb', '0xcc'];
const shift = (more: Partial<CashShift>): CashShift => ({
  ...{ kind: 'away', from: { chainId: ETHEREUM, vault: NORTH }, to: { chainId: ETHEREUM, vault: SOUTH } },
  ...{ units: usdc(1_000), earnedUnits: 1n, costUnits: 0n, neededUnits: 0n },
  ...more,
});
const CROSSING = shift({ to: { chainId: BASE, vault: FAR } });
const IDLE = shift({ kind: 'invest', from: { chainId: ETHEREUM, vault: null } });

const decisionOf = (shifts: readonly [CashShift, ...CashShift[]]): unknown => {
  const moves = [{ kind: 'redeem', chainId: ETHEREUM, vault: NORTH, units: 1n }] as const;
  const decision: CashDecision = {
    ...{ cashVersion: CASH_VERSION, plan: { kind: 'move', shifts, moves }, votes: [], vaults: [] },
    ...{ valueUnits: 0n, rateE18: null, rateAfterE18: null, decidedAt: NOW, nextLookAt: NOW },
  };
  return JSON.parse(JSON.stringify(encodeCashDecision(decision)));
};
const scored = (more: Partial<ScoredShift> = {}): ScoredShift => ({
  ...{
    id: `0x${'1'.repeat(64)}`,
    ownerId: '1',
    index: 1,
    kind: 'deposit',
    decision: decisionOf([shift({})]),
  },
  ...{ madeAtSeconds: NOW, arrivedAtSeconds: NOW, units: usdc(1_000), costUnits: usdc(0.5) },
  ...{ fromThenE18: E18, toThenE18: 2n * E18 },
  ...more,
});
/** A week later what was left is worth 10 bps more, what was gone to 30. */
const priceAt: SharePriceAt = async ({ vault, atSeconds }) => {
  expect(atSeconds).toBe(NOW + JUDGED_AFTER_SECONDS);
  return ok(vault === NORTH ? (E18 * 1_001n) / 1_000n : (2n * E18 * 1_003n) / 1_000n);
};
const at = NOW + JUDGED_AFTER_SECONDS;
const judged = (one: ScoredShift, prices: SharePriceAt = priceAt, seconds = at) =>
  judgeShift(one, seconds, prices);

describe('what was moved is judged a week later by share prices', () => {
  it('against what it left, less what it has cost, with the redemption that paid for it', async () => {
    expect(await judged(scored())).toEqual(ok(usdc(1.5)));
    expect(await judged(scored({ costUnits: usdc(4) }))).toEqual(ok(-usdc(2)));
  });

  it('over another chain by its bridge', async () => {
    const bridge = scored({ decision: decisionOf([CROSSING]) });
    expect(await judged(bridge)).toEqual(ok(usdc(1.5)));
    expect(await judged({ ...bridge, arrivedAtSeconds: null })).toEqual(ok(null));
  });

  it('nothing by itself of what lay idle, and of a redemption', async () => {
    expect(await judged(scored({ index: 0, decision: decisionOf([IDLE]) }))).toEqual(ok(0n));
    expect(await judged(scored({ index: 0 }))).toEqual(ok(0n));
  });

  it('not before, nor without a share price of then or of now, nor by a decision that can not be read', async () => {
    expect(await judged(scored({ decision: {} }))).toEqual(ok(null));
    expect(await judged(scored(), priceAt, at - 1)).toEqual(ok(null));
    expect(await judged(scored({ fromThenE18: null }))).toEqual(ok(null));
    expect(await judged(scored(), async () => ok(null))).toEqual(ok(null));
    expect(await judged(scored(), async () => fail('database-busy', 'x'))).toMatchObject({ ok: false });
  });
});
