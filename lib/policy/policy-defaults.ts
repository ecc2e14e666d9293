import { z } from 'zod';
import type { Policy } from '../engine/policy.ts';
import type { Result } from '../result.ts';
import { parsePolicy } from './policy.ts';
import { DEFAULT_DISCOUNT_BPS, someLimitsSchema } from './policy-fields.ts';

/**
 * What a policy takes where its owner has said nothing. All fields optional: what is missing here as well is as the policy's own
 * schema documents it.
 */
export const policyDefaultsSchema = z.strictObject({
  bandBps: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('An absolute band for policies without a trigger. Basis points of NAV, 1–10,000.'),
  limits: someLimitsSchema.optional().describe("Any of a policy's limits, in its units and ranges."),
});
export type PolicyDefaults = z.output<typeof policyDefaultsSchema>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first of two that says something, field by field. */
export const firstDefaults = (first: PolicyDefaults, second: PolicyDefaults): PolicyDefaults => ({
  ...second,
  ...first,
  limits: { ...second.limits, ...first.limits },
});

/** The documented discount, or less where the slippage that is allowed has become smaller. */
const discountWithin = (json: Readonly<Record<string, unknown>>, slippageBpsMax: unknown): object => {
  const terms = json.orderTerms ?? {};
  if (!isObject(terms) || terms.discountBpsMax !== undefined) return {};
  if (typeof slippageBpsMax !== 'number' || slippageBpsMax >= DEFAULT_DISCOUNT_BPS) return {};
  return { orderTerms: { ...terms, discountBpsMax: slippageBpsMax } };
};

/**
 * A policy as its owner wrote it, with the system's defaults where it says nothing: complete, so that what is stored means the same
 * for ever, whatever the defaults become.
 * @returns the policy, or `policy-invalid` with every offending field and the reason in the message
 */
export const completePolicy = (json: unknown, { bandBps, limits }: PolicyDefaults): Result<Policy> => {
  if (!isObject(json) || !(json.limits === undefined || isObject(json.limits))) return parsePolicy(json);
  const own = json.limits ?? {};
  const triggers =
    json.triggers === undefined && bandBps !== undefined ? [{ kind: 'absolute', bandBps }] : json.triggers;
  const filled = { ...limits, ...own };
  return parsePolicy({ ...json, triggers, limits: filled, ...discountWithin(json, filled.slippageBpsMax) });
};
