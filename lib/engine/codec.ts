import { fail, ok, type Result } from '../result.ts';
import type { Decision } from './decision.ts';
import { decisionSchema } from './decision-schema.ts';
import {
  decisionSchema1,
  decisionSchema2,
  decisionToCodec1,
  decisionToCodec2,
} from './former-decision-codecs.ts';
import type { Snapshot } from './snapshot.ts';
import { snapshotSchema } from './snapshot-schema.ts';

/** The form in which decisions are stored now. A stored one names its own; the first form had no number. */
const DECISION_CODEC = 3;
export type DecisionCodec = 1 | 2 | typeof DECISION_CODEC;
/** What is said of a stored decision in another form. */
export const CODEC_UNKNOWN = 'codec: not one this build reads (1 to 3)';

const SCHEMAS = { 1: decisionSchema1, 2: decisionSchema2, [DECISION_CODEC]: decisionSchema } as const;
const WRITERS = {
  1: decisionToCodec1,
  2: decisionToCodec2,
  [DECISION_CODEC]: (decision: Decision): object => ({ codec: DECISION_CODEC, ...decision }),
} as const;

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

/**
 * The stored form of a decision; {@link decodeDecision} gives back an equal value. Decisions are stored with today's codec alone; an
 * older one writes what a row of its time is compared with.
 */
export const encodeDecision = (decision: Decision, codec: DecisionCodec = DECISION_CODEC): Json =>
  toJson(WRITERS[codec](decision));

/** The codec of a stored decision; null when it is none of ours. */
export const decisionCodecOf = (json: unknown): DecisionCodec | null => {
  if (typeof json !== 'object' || json === null) return null;
  const codec: unknown = 'codec' in json ? json.codec : 1;
  return codec === 1 || codec === 2 || codec === DECISION_CODEC ? codec : null;
};

/** Reads a stored snapshot. `snapshot-invalid` names the first field that does not fit. */
export const decodeSnapshot = (json: unknown): Result<Snapshot> => {
  const parsed = snapshotSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail('snapshot-invalid', `${issue?.path.join('.')}: ${issue?.message}`);
};

/** Reads a stored decision of any codec. `decision-invalid` names the first field that does not fit. */
export const decodeDecision = (json: unknown): Result<Decision> => {
  const codec = decisionCodecOf(json);
  if (codec === null) return fail('decision-invalid', CODEC_UNKNOWN);
  const parsed = SCHEMAS[codec].safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail('decision-invalid', `${issue?.path.join('.')}: ${issue?.message}`);
};
