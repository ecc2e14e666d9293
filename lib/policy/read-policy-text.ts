import type { Policy } from '../engine/policy.ts';
import type { Result } from '../result.ts';
import { parsePolicy } from './policy.ts';

/** Some kilobytes each. Beyond them, all are forgotten. */
const TEXTS_MAX = 10_000;

/**
 * Reads stored policies from their text, each distinct one once: a policy is the same at every look, and the same for many portfolios,
 * and reading it takes longer than deciding by it. A policy is never changed, so that all may share one.
 */
export const policyTextReader = (textsMax = TEXTS_MAX): ((text: string) => Result<Policy>) => {
  const read = new Map<string, Result<Policy>>();
  return (text) => {
    const known = read.get(text);
    if (known !== undefined) return known;
    const policy = parsePolicy(JSON.parse(text));
    if (read.size >= textsMax) read.clear();
    read.set(text, policy);
    return policy;
  };
};
