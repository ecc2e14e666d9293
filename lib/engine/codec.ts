import type { z } from 'zod';
import { type Json, toJson } from '../json/stored-json.ts';
import { fail, ok, type Result } from '../result.ts';
import { type BriefDecision, briefDecision, briefDecisionSchema, wholeDecision } from './brief-decision.ts';
import type { Decision } from './decision.ts';
import { decisionSchema } from './decision-schema.ts';
import {
  decisionSchema1,
  decisionSchema2,
  decisionToCodec1,
  decisionToCodec2,
} from './former-decision-codecs.ts';
import {
  ASSET_SHAPE_2,
  DECISION_SHAPE_4,
  SHARED_SHAPES,
  SNAPSHOT_SHAPE_2,
  SNAPSHOT_SHAPE_3,
} from './look-shapes.ts';
import { fromPositional, positionalWriter, type Shape } from './positional.ts';
import type { Snapshot } from './snapshot.ts';
import { snapshotSchema } from './snapshot-schema.ts';

/** The form in which decisions are stored now, by the names of their fields. A stored one names its own; the first form had no number. */
const DECISION_CODEC = 3;
export type DecisionCodec = 1 | 2 | typeof DECISION_CODEC;
/** The positional forms, of looks that found nothing to do. */
const BRIEF_DECISION_CODEC = 4;
/** What is said of a stored decision in another form. */
export const CODEC_UNKNOWN = 'codec: not one this build reads (1 to 4)';

const SCHEMAS = { 1: decisionSchema1, 2: decisionSchema2, [DECISION_CODEC]: decisionSchema } as const;
const WRITERS = {
  1: decisionToCodec1,
  2: decisionToCodec2,
  [DECISION_CODEC]: (decision: Decision): object => ({ codec: DECISION_CODEC, ...decision }),
} as const;

/** The stored form of a snapshot, by the names of its fields; {@link decodeSnapshot} gives back an equal value. */
export const encodeSnapshot = (snapshot: Snapshot): Json => toJson(snapshot);

/**
 * The stored form of a decision; {@link decodeDecision} gives back an equal value. Decisions are stored with today's codec alone; an
 * older one writes what a row of its time is compared with.
 */
export const encodeDecision = (decision: Decision, codec: DecisionCodec = DECISION_CODEC): Json =>
  toJson(WRITERS[codec](decision));

const SNAPSHOT_WRITERS = {
  2: positionalWriter(SNAPSHOT_SHAPE_2, SHARED_SHAPES),
  3: positionalWriter(SNAPSHOT_SHAPE_3, SHARED_SHAPES),
} as const;
const writeDecision = positionalWriter(DECISION_SHAPE_4);

/** What is stored of a look. */
export type StoredLook = { readonly snapshot: Json; readonly decision: Json };

/**
 * The stored form of a look. One that found nothing to do is stored without the names of its fields, in a third of the room; one that
 * acts, or has what is rarely there, with them. Both are read back to equal values.
 */
export const encodeLook = (snapshot: Snapshot, decision: Decision): StoredLook => {
  const brief = briefDecision(decision);
  const decided = brief === null ? null : writeDecision(brief);
  const codec = snapshot.market === undefined ? 2 : 3;
  const saw = decided === null ? null : SNAPSHOT_WRITERS[codec](snapshot);
  if (decided === null || saw === null)
    return { snapshot: encodeSnapshot(snapshot), decision: encodeDecision(decision) };
  return {
    snapshot: { codec, values: saw },
    decision: { codec: BRIEF_DECISION_CODEC, values: decided },
  };
};

/** A form without the names of its fields: its codec, and the text of its values. */
type BriefForm = { readonly codec: number; readonly values: string };

/** Whether this stored form of a look is one without the names of its fields. */
export const isBrief = (form: Json): form is BriefForm =>
  typeof form === 'object' && form !== null && 'values' in form && typeof form.values === 'string';

/** Names the first field that doesn't fit. */
const parsed = <T>(
  schema: z.ZodType<T>,
  json: unknown,
  code: 'snapshot-invalid' | 'decision-invalid',
): Result<T> => {
  const read = schema.safeParse(json);
  if (read.success) return ok(read.data);
  const issue = read.error.issues[0];
  return fail(code, `${issue?.path.join('.')}: ${issue?.message}`);
};

type Brief = { readonly codec: number; readonly values?: unknown };

const isOf = (json: unknown, codec: number): json is Brief =>
  typeof json === 'object' && json !== null && 'codec' in json && json.codec === codec;

/** Null when the values are no JSON text of the shape. */
const withNames = ({ values }: Brief, shape: Shape): Json => {
  try {
    return typeof values === 'string' ? fromPositional(JSON.parse(values), shape) : null;
  } catch {
    return null;
  }
};

/** A stored snapshot by the names of its fields, whichever way it is stored. */
export const namedSnapshot = (json: unknown): unknown => {
  if (isOf(json, 2)) return withNames(json, SNAPSHOT_SHAPE_2);
  return isOf(json, 3) ? withNames(json, SNAPSHOT_SHAPE_3) : json;
};

/** The assets of a stored snapshot, its `assets` or the first of its `values`, by the names of their fields. */
export const namedAssets = (json: unknown): unknown =>
  Array.isArray(json)
    ? json.map((asset: Json) => (Array.isArray(asset) ? fromPositional(asset, ASSET_SHAPE_2) : asset))
    : json;

const briefOf = (json: unknown): Result<BriefDecision> | null => {
  if (!isOf(json, BRIEF_DECISION_CODEC)) return null;
  return parsed(briefDecisionSchema, withNames(json, DECISION_SHAPE_4), 'decision-invalid');
};

/** A stored decision by the names of its fields, whichever way it is stored; null when it can't be read. */
export const namedDecision = (json: unknown): unknown => {
  const brief = briefOf(json);
  if (brief === null) return json;
  return brief.ok ? encodeDecision(wholeDecision(brief.value)) : null;
};

/** The codec of a stored decision; null when it is none of ours. */
export const decisionCodecOf = (json: unknown): DecisionCodec | null => {
  if (typeof json !== 'object' || json === null) return null;
  const codec: unknown = 'codec' in json ? json.codec : 1;
  return codec === 1 || codec === 2 || codec === DECISION_CODEC ? codec : null;
};

/** Reads a stored snapshot. `snapshot-invalid` names the first field that does not fit. */
export const decodeSnapshot = (json: unknown): Result<Snapshot> => {
  return parsed(snapshotSchema, namedSnapshot(json), 'snapshot-invalid');
};

/** Reads a stored decision of any codec. `decision-invalid` names the first field that does not fit. */
export const decodeDecision = (json: unknown): Result<Decision> => {
  const brief = briefOf(json);
  if (brief !== null) return brief.ok ? ok(wholeDecision(brief.value)) : brief;
  const codec = decisionCodecOf(json);
  if (codec === null) return fail('decision-invalid', CODEC_UNKNOWN);
  return parsed(SCHEMAS[codec], json, 'decision-invalid');
};
