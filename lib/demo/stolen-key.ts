import type { ContractLimits } from '../backtest/contract-budget.ts';
import { bucketsAt, chargeContract, openContractBudget } from '../backtest/contract-budget.ts';
import { BPS, E18, mulDivUp } from '../money/fixed-point.ts';

const DAY_SECONDS = 86_400;

export type StolenKeyCase = {
  readonly limits: ContractLimits;
  readonly valueUsdE18: bigint;
  /** How far each of the two feeds of a trade may be from the true price. */
  readonly feedErrorBps: number;
  /** Until the owner names another signer. */
  readonly days: number;
};

/** The most that a stolen signer key can cost. USD in 18 decimals; nothing is subtracted, and every share is of the whole value. */
export type StolenKeyLoss = {
  readonly atOnceUsdE18: bigint;
  readonly perDayUsdE18: bigint;
  readonly untilNoticedUsdE18: bigint;
  /** What wrong feeds may add to a day, which no bucket is charged for: turnover × 2d ÷ (1 − d). */
  readonly feedsPerDayUsdE18: bigint;
};

/** Empties the loss bucket whenever it has regained anything that counts, once at the theft and once a day. */
const drained = (limits: ContractLimits, days: number): bigint => {
  const budget = openContractBudget(limits, 0);
  let takenE18 = 0n;
  for (let day = 0; day <= days; day += 1) {
    const { lossLeftE18 } = bucketsAt(budget, day * DAY_SECONDS);
    chargeContract(budget, { soldUsdE18: 0n, lossUsdE18: lossLeftE18, navUsdE18: E18 });
    takenE18 += lossLeftE18;
  }
  return takenE18;
};

/** What a thief who fills his own orders takes at most, by the contract's own buckets. Source of the feeds' term: docs/security.md. */
export const stolenKeyLoss = ({ limits, valueUsdE18, feedErrorBps, days }: StolenKeyCase): StolenKeyLoss => {
  const usd = (shareE18: bigint): bigint => mulDivUp(valueUsdE18, shareE18, E18);
  const turnoverE18 = (BigInt(limits.turnoverBpsPerDay) * E18) / BPS;
  const error = BigInt(feedErrorBps);
  return {
    atOnceUsdE18: usd(drained(limits, 0)),
    perDayUsdE18: usd(drained(limits, 1)),
    untilNoticedUsdE18: usd(drained(limits, days)),
    feedsPerDayUsdE18: usd(mulDivUp(turnoverE18, 2n * error, BPS - error)),
  };
};
