import type { Policy } from '../../lib/engine/policy.ts';
import { parsePolicy } from '../../lib/policy/policy.ts';
import type { PriceFile } from '../../lib/prices/price-file.ts';
import { simulateMarket } from '../../lib/prices/simulated-market.ts';
import { fail, type Result } from '../../lib/result.ts';
import { readPolicyArgument, withSuggestions } from '../policy-argument.ts';

const SIMULATED = /^sim:(\d{1,9})$/;

/** A made-up hourly market when the name is sim:SEED, else null. Whoever shows its prices says that they are made up. */
export const simulatedPrices = (name: string): PriceFile | null => {
  const seed = SIMULATED.exec(name)?.[1];
  return seed === undefined ? null : simulateMarket(Number(seed));
};

/** A policy by the name of its preset, or from a JSON file. */
export const loadPolicy = (name: string): Result<Policy> => {
  const json = readPolicyArgument(name);
  if (!json.ok) return json;
  const policy = parsePolicy(json.value);
  return policy.ok
    ? policy
    : fail(policy.error.code, `--policy: ${name}: ${withSuggestions(policy.error.message)}`);
};
