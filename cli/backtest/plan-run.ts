import { existsSync, readFileSync } from 'node:fs';
import { type PlannedBacktest, planBacktest } from '../../lib/backtest/backtest-request.ts';
import { type ContractLimits, parseContractLimits } from '../../lib/backtest/contract-budget.ts';
import type { Policy } from '../../lib/engine/policy.ts';
import { E18 } from '../../lib/money/fixed-point.ts';
import { GUARD_PRESETS } from '../../lib/policy/guard-presets.ts';
import type { PriceFile } from '../../lib/prices/price-file.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { loadPolicy } from '../policy-argument.ts';
import type { BacktestOptions } from './read-options.ts';

/**
 * The contract's daily limits that a run is held to. What is not said is open, but for a shock: it asks what a contract would hold back,
 * and takes the guard that fits the preset.
 */
const contractOf = (
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

/** Gas of a proposal of two assets, as hardhat/snapshots measures it, to two digits. */
const PROPOSAL_GAS = 280_000n;
const GWEI_PER_GAS = 5n;
const USD_PER_ETH = 3_000n;
const GWEI_PER_ETH = 10n ** 9n;

/** What a leg costs in gas: what was asked for, else nothing where a taker pays it, and an honest guess where the portfolio's bot does. */
const gasPerLegUsdE18 = ({ gasUsdE18 }: BacktestOptions, { orderTerms }: Policy): bigint => {
  if (gasUsdE18 !== null) return gasUsdE18;
  return orderTerms.venue === 'proposal'
    ? (PROPOSAL_GAS * GWEI_PER_GAS * USD_PER_ETH * E18) / GWEI_PER_ETH
    : 0n;
};

/** Where the figure comes from, in words. */
export const gasSource = ({ gasUsdE18 }: BacktestOptions, { orderTerms }: Policy): string => {
  if (gasUsdE18 !== null) return 'gas as asked for';
  return orderTerms.venue === 'proposal'
    ? `gas a guess: ${PROPOSAL_GAS} gas a proposal (measured) at ${GWEI_PER_GAS} gwei and ${USD_PER_ETH} USD an ETH; --gas-usd sets another`
    : 'no gas: whoever fills an order pays it';
};

/** What `--flow` says: plans divided by commas, or the text of the file it names. */
const flowsOf = (
  flow: string | null,
): Result<{ readonly flows: readonly string[]; readonly flowFile: string | null }> => {
  if (flow === null) return ok({ flows: [], flowFile: null });
  if (!existsSync(flow)) return ok({ flows: flow.split(','), flowFile: null });
  try {
    return ok({ flows: [], flowFile: readFileSync(flow, 'utf8') });
  } catch {
    return fail('file-missing', `--flow: ${flow} can't be read`);
  }
};

/** Reads one policy and plans its run with everything the options say. */
export const planRun = (
  file: PriceFile,
  options: BacktestOptions,
  name: string,
): Result<{ readonly policy: Policy; readonly planned: PlannedBacktest }> => {
  const policy = loadPolicy(name);
  if (!policy.ok) return policy;
  const contract = contractOf(options, policy.value);
  if (!contract.ok) return contract;
  const flows = flowsOf(options.flow);
  if (!flows.ok) return flows;
  const planned = planBacktest({
    ...options,
    ...flows.value,
    file,
    gasPerLegUsdE18: gasPerLegUsdE18(options, policy.value),
    policy: policy.value,
    contract: contract.value,
  });
  return planned.ok ? ok({ policy: policy.value, planned: planned.value }) : planned;
};
