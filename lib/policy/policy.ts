import { z } from 'zod';
import type { Policy, Trigger } from '../engine/policy.ts';
import { formatDecimal, parseDecimal } from '../money/fixed-point.ts';
import { fail, ok, type Result } from '../result.ts';
import { policyContradictions } from './policy-contradictions.ts';
import { policyFieldsSchema } from './policy-fields.ts';

/** A policy as people write, send and store it: version 1, every field documented, none that contradicts another. */
export const policyJsonSchema = policyFieldsSchema.superRefine((policy, context) => {
  for (const { path, message } of policyContradictions(policy))
    context.addIssue({ code: 'custom', path: [...path], message });
});

const usdE18 = (text: string): bigint => parseDecimal(text, 18) ?? 0n;

/** The parsed form of {@link policyJsonSchema}, before amounts become bigint. */
export type PolicyJson = z.output<typeof policyJsonSchema>;

/** Parses a policy into the engine's form. Fields that are missing take their documented defaults. */
export const policySchema = policyJsonSchema.transform((json): Policy => {
  const { minTradeUsd, maxTradeUsd, dailyVolumeUsd, ...limits } = json.limits;
  return {
    ...json,
    limits: {
      ...limits,
      minTradeUsdE18: usdE18(minTradeUsd),
      maxTradeUsdE18: usdE18(maxTradeUsd),
      dailyVolumeUsdE18: usdE18(dailyVolumeUsd),
    },
  };
});

/** The JSON form of a policy; `policySchema` reads it back to an equal value. */
export const policyToJson = (policy: Policy): PolicyJson => {
  const { minTradeUsdE18, maxTradeUsdE18, dailyVolumeUsdE18, ...limits } = policy.limits;
  const { venue } = policy.orderTerms;
  return {
    ...policy,
    // Policies name venues of chains: an account inside the verifier trades there whatever its policy names.
    orderTerms: { ...policy.orderTerms, venue: venue === 'intents' ? 'proposal' : venue },
    triggers: policy.triggers as [Trigger, ...Trigger[]],
    window: policy.window === null ? null : { ...policy.window, days: [...policy.window.days] },
    assetRules: [...policy.assetRules],
    limits: {
      ...limits,
      minTradeUsd: formatDecimal(minTradeUsdE18, 18),
      maxTradeUsd: formatDecimal(maxTradeUsdE18, 18),
      dailyVolumeUsd: formatDecimal(dailyVolumeUsdE18, 18),
    },
  };
};

/**
 * Reads a policy from JSON.
 * @returns the policy, or `policy-invalid` with every offending field and the reason in the message.
 */
export const parsePolicy = (json: unknown): Result<Policy> => {
  const parsed = policySchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const fields = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'policy'}: ${issue.message}`);
  return fail('policy-invalid', fields.join('; '));
};

/** What a schema wraps or offers, one level down. */
const partsOf = (schema: unknown): readonly unknown[] => {
  if (schema instanceof z.ZodObject) return Object.values(schema.shape);
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodTuple) return [...schema.def.items, schema.def.rest];
  if (schema instanceof z.ZodUnion) return schema.options;
  if (schema instanceof z.ZodPipe) return [schema.in, schema.out];
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  )
    return [schema.unwrap()];
  return [];
};

const collect = (schema: unknown, names: Set<string>): Set<string> => {
  if (schema instanceof z.ZodObject) for (const name of Object.keys(schema.shape)) names.add(name);
  for (const part of partsOf(schema)) collect(part, names);
  return names;
};

/** Every field name that a policy may have, at any depth: what a misspelt one is compared with. */
export const policyFieldNames = (): readonly string[] => [...collect(policySchema, new Set())].sort();
