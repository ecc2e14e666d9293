import { describe, expect, it } from 'vitest';
import type { Decision } from '../engine/decision.ts';
import { E18 } from '../money/fixed-point.ts';
import { runBacktest } from './backtest.ts';
import { bucketsAt, chargeContract, openContractBudget, parseContractLimits } from './contract-budget.ts';
import { DAY, dailyRows, EVERY_DAY, freePolicy, specOf } from './testing/build-backtest.ts';

const LIMITS = { turnoverBpsPerDay: 2_000, lossBpsPerDay: 100 };
const USD = E18;

describe("the contract's buckets", () => {
  it('hold half of a day at once and regain the other half in a day, rounded in the owner’s favour', () => {
    const budget = openContractBudget(LIMITS, 1_000);
    expect(bucketsAt(budget, 1_000)).toMatchObject({ turnoverLeftE18: E18 / 10n, lossLeftE18: E18 / 200n });
    chargeContract(budget, { soldUsdE18: 100n * USD, lossUsdE18: USD, navUsdE18: 1_000n * USD });
    expect(bucketsAt(budget, 1_000)).toMatchObject({
      turnoverLeftE18: 0n,
      lossLeftE18: E18 / 200n - E18 / 1_000n,
    });
    expect(bucketsAt(budget, 1_000 + DAY / 4).turnoverLeftE18).toBe(E18 / 40n);
    expect(bucketsAt(budget, 1_001 + DAY / 4).turnoverLeftE18).toBe(E18 / 40n + E18 / 10n / 86_400n);
    expect(bucketsAt(budget, 1_000 + 9 * DAY)).toMatchObject({
      turnoverLeftE18: E18 / 10n,
      lossLeftE18: E18 / 200n,
    });
  });

  it('charge a share that is no whole number up', () => {
    const budget = openContractBudget(LIMITS, 0);
    chargeContract(budget, { soldUsdE18: USD, lossUsdE18: 1n, navUsdE18: 3n * USD });
    expect([budget.turnoverE18, budget.lossE18]).toEqual([E18 / 3n + 1n, 1n]);
  });

  it('bound a backtest, whose decisions name the bucket, and never let through more than a day’s limit a day', () => {
    // Half of everything has to be moved, at 1 % below the mid: the loss bucket lets 0.5 % ÷ 1 % = half of the value through, turnover a tenth.
    const rows = dailyRows([[1, 1], ...Array.from({ length: 6 }, () => [3, 1])]);
    const policy = freePolicy({
      triggers: EVERY_DAY,
      orderTerms: { spreadBps: -100, discountBpsMax: 100, walkBpsPerHour: 0 },
    });
    const decisionsOf = (limits: typeof LIMITS): readonly Decision[] => {
      const looks: Decision[] = [];
      const run = runBacktest(
        specOf(rows, [50, 50], { policy, contract: limits, onDecision: (one) => looks.push(one) }),
      );
      expect(run.ok).toBe(true);
      return looks;
    };
    const soldOf = ({ plan, navUsdE18 }: Decision): number =>
      plan.kind === 'hold'
        ? 0
        : Number(plan.legs.reduce((sum, leg) => sum + leg.sellValueUsdE18, 0n)) / Number(navUsdE18);
    const byTurnover = decisionsOf(LIMITS);
    expect(byTurnover.map(soldOf).map((share) => share.toFixed(4))).toEqual([
      '0.1000',
      '0.1000',
      '0.0500',
      ...Array.from({ length: 3 }, () => '0.0000'),
    ]);
    expect(byTurnover[0]?.dropped[0]?.hold).toMatchObject({
      reason: 'budget-exhausted',
      limit: { name: 'turnover-bucket' },
    });
    const byLoss = decisionsOf({ turnoverBpsPerDay: 10_000, lossBpsPerDay: 20 });
    expect(
      byLoss
        .slice(0, 2)
        .map(soldOf)
        .map((share) => share.toFixed(4)),
    ).toEqual(['0.1000', '0.1000']);
    expect(byLoss[0]?.dropped[0]?.hold.limit?.name).toBe('loss-bucket');
  });
});

describe("the contract's limits", () => {
  it('are read in percent of the value a day', () => {
    expect(parseContractLimits('turnover=30, loss=0.5%')).toEqual({
      ok: true,
      value: { turnoverBpsPerDay: 3_000, lossBpsPerDay: 50 },
    });
  });

  it.each(['', 'turnover=30', 'turnover=0,loss=1', 'turnover=x,loss=1', 'turnover=30,loss=10.01', 'a=1'])(
    'are refused as %j',
    (text) => {
      expect(parseContractLimits(text)).toMatchObject({
        ok: false,
        error: { code: 'contract-limits-invalid' },
      });
    },
  );
});
