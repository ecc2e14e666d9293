import { existsSync, readFileSync } from 'node:fs';
import { type PlannedBacktest, planBacktest } from '../../lib/backtest/backtest-request.ts';
import type { Policy } from '../../lib/engine/policy.ts';
import type { PriceFile } from '../../lib/prices/price-file.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { contractOf } from './contract-option.ts';
import { gasPerLegUsdE18 } from './gas-default.ts';
import { loadPolicy } from './load.ts';
import type { BacktestOptions } from './read-options.ts';

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
