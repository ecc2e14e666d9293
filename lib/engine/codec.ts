import { fail, ok, type Result } from '../result.ts';
import { decisionSchema, snapshotSchema } from './codec-schema.ts';
import type { Decision } from './decision.ts';
import type { Snapshot } from './snapshot.ts';

/** JSON as the database stores it; every bigint is a decimal string. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const toJson = (value: unknown): Json => {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') throw new TypeError(`cannot store a ${typeof value}`);
  const json: Record<string, Json> = {};
  for (const [key, entry] of Object.entries(value)) if (entry !== undefined) json[key] = toJson(entry);
  return json;
};

/** The stored form of a snapshot; {@link decodeSnapshot} gives back an equal value. */
export const encodeSnapshot = (snapshot: Snapshot): Json => toJson(snapshot);

/** The stored form of a decision; {@link decodeDecision} gives back an equal value. */
export const encodeDecision = (decision: Decision): Json => toJson(decision);

/** Reads a stored snapshot. `snapshot-invalid` names the first field that does not fit. */
export const decodeSnapshot = (json: unknown): Result<Snapshot> => {
  const parsed = snapshotSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail('snapshot-invalid', `${issue?.path.join('.')}: ${issue?.message}`);
};

/** Reads a stored decision. `decision-invalid` names the first field that does not fit. */
export const decodeDecision = (json: unknown): Result<Decision> => {
  const parsed = decisionSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail('decision-invalid', `${issue?.path.join('.')}: ${issue?.message}`);
};
