import { type ContractLimits, parseContractLimits } from '../../lib/backtest/contract-budget.ts';
import type { Policy } from '../../lib/engine/policy.ts';
import { GUARD_PRESETS } from '../../lib/policy/guard-presets.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { BacktestOptions } from './read-options.ts';

/**
 * The contract's daily limits that a run is held to. What is not said is open, but for a shock: it asks what a contract would hold back,
 * and takes the guard that fits the preset.
 */
export const contractOf = (
  { contract, shock }: BacktestOptions,
  { preset }: Policy,
): Result<ContractLimits | null> => {
  if (contract === 'open') return ok(null);
  if (contract !== null) return parseContractLimits(contract);
  if (shock === null || preset === 'custom') return ok(null);
  const { turnoverBpsPerDay, lossBpsPerDay } = GUARD_PRESETS[preset];
  return ok({ turnoverBpsPerDay, lossBpsPerDay });
};

/** The limits in words. */
export const contractLine = (limits: ContractLimits | null | undefined): string =>
  limits === null || limits === undefined
    ? 'the contract’s own daily limits are left open; --contract turnover=30,loss=1 applies some'
    : `contract: lets through turnover of ${limits.turnoverBpsPerDay / 100} % and a loss of ${limits.lossBpsPerDay / 100} % of the value a day, half of it at once`;
