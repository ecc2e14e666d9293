import type { Buckets, Guard } from '../engine/snapshot.ts';
import { E18, larger, mulDivUp, parseDecimal } from '../money/fixed-point.ts';
import { fail, ok, type Result, type UnixSeconds } from '../result.ts';

/** The contract's own daily limits, as its owner sets them. Basis points of NAV. */
export type ContractLimits = Pick<Guard, 'turnoverBpsPerDay' | 'lossBpsPerDay'>;

/** How full the contract's two buckets are. Shares of NAV in 18 decimals. */
export type ContractBudget = {
  readonly limits: ContractLimits;
  turnoverE18: bigint;
  lossE18: bigint;
  settledAtSeconds: UnixSeconds;
};

/** Half of a daily limit of one basis point: what a bucket holds, and what it regains in a day. */
const HALF_BPS_E18 = E18 / 20_000n;
const DAY_SECONDS = 86_400n;

export const openContractBudget = (limits: ContractLimits, atSeconds: UnixSeconds): ContractBudget => ({
  limits,
  turnoverE18: 0n,
  lossE18: 0n,
  settledAtSeconds: atSeconds,
});

const capacityOf = (bpsPerDay: number): bigint => BigInt(bpsPerDay) * HALF_BPS_E18;

const drainedUp = (levelE18: bigint, bpsPerDay: number, elapsedSeconds: number): bigint =>
  larger(levelE18 - (capacityOf(bpsPerDay) * BigInt(elapsedSeconds)) / DAY_SECONDS, 0n);

/**
 * What the buckets still let through at this instant. A bucket holds half of its daily limit and regains the other half in a day, as
 * `TradeRules.settledNow` of the contract has it.
 */
export const bucketsAt = (budget: ContractBudget, atSeconds: UnixSeconds): Buckets => {
  const { turnoverBpsPerDay, lossBpsPerDay } = budget.limits;
  const elapsed = atSeconds - budget.settledAtSeconds;
  budget.turnoverE18 = drainedUp(budget.turnoverE18, turnoverBpsPerDay, elapsed);
  budget.lossE18 = drainedUp(budget.lossE18, lossBpsPerDay, elapsed);
  budget.settledAtSeconds = atSeconds;
  return {
    turnoverLeftE18: larger(capacityOf(turnoverBpsPerDay) - budget.turnoverE18, 0n),
    lossLeftE18: larger(capacityOf(lossBpsPerDay) - budget.lossE18, 0n),
    oneOffTurnoverLeftE18: 0n,
    oneOffExpiresAtSeconds: 0,
  };
};

/** Books a fill as the contract does: what was sold, and what was given away below the mid, as shares of NAV, rounded up. */
export const chargeContract = (
  budget: ContractBudget,
  fill: { readonly soldUsdE18: bigint; readonly lossUsdE18: bigint; readonly navUsdE18: bigint },
): void => {
  const navUsdE18 = larger(fill.navUsdE18, 1n);
  budget.turnoverE18 += mulDivUp(fill.soldUsdE18, E18, navUsdE18);
  budget.lossE18 += mulDivUp(fill.lossUsdE18, E18, navUsdE18);
};

/** The hard caps of the contract. */
const BPS_MAX = { turnover: 100_000, loss: 1_000 } as const;

const refuse = (message: string): Result<never> => fail('contract-limits-invalid', `contract: ${message}`);

/**
 * Reads "turnover=30,loss=1": percent of NAV a day.
 * @returns the limits, or `contract-limits-invalid` naming the part that can't be read or is beyond what a contract accepts.
 */
export const parseContractLimits = (text: string): Result<ContractLimits> => {
  const found = new Map<string, number>();
  for (const part of text.split(',')) {
    const [name = '', percent = '', ...more] = part.split('=').map((piece) => piece.trim());
    if ((name !== 'turnover' && name !== 'loss') || more.length > 0)
      return refuse(`"${part.trim()}" is not like turnover=30 or loss=1`);
    if (found.has(name)) return refuse(`${name} is named twice`);
    const bps = parseDecimal(percent.replace(/%$/, ''), 2);
    if (bps === null || bps < 1n || bps > BigInt(BPS_MAX[name]))
      return refuse(`${name}: "${percent}" is not a percentage from 0.01 to ${BPS_MAX[name] / 100}`);
    found.set(name, Number(bps));
  }
  const [turnoverBpsPerDay, lossBpsPerDay] = [found.get('turnover'), found.get('loss')];
  return turnoverBpsPerDay === undefined || lossBpsPerDay === undefined
    ? refuse('needs both, like turnover=30,loss=1')
    : ok({ turnoverBpsPerDay, lossBpsPerDay });
};
