import {
  CODEC_UNKNOWN,
  decisionCodecOf,
  decodeSnapshot,
  encodeDecision,
  namedDecision,
} from '../engine/codec.ts';
import { decide } from '../engine/decide.ts';
import { ENGINE_VERSION } from '../engine/version.ts';
import type { Json } from '../json/stored-json.ts';
import { parsePolicy } from '../policy/policy.ts';

/** A decision as its rows hold it. */
export type RecordedDecision = {
  readonly id: string;
  readonly engineVersion: string;
  readonly snapshot: unknown;
  readonly policy: unknown;
  readonly decision: unknown;
};

/** One place where the decision of today differs from the stored one; undefined = not there. */
export type Difference = {
  readonly path: string;
  readonly stored: Json | undefined;
  readonly now: Json | undefined;
};

/**
 * What recomputing a stored decision came to. `different` with `sameEngine` is a bug or a tampered row: one engine gives one answer.
 */
export type Replay =
  | { readonly kind: 'identical'; readonly sameEngine: boolean }
  | { readonly kind: 'different'; readonly sameEngine: boolean; readonly differences: readonly Difference[] }
  | { readonly kind: 'unreadable'; readonly why: string };

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const differencesBetween = (stored: Json | undefined, now: Json | undefined, path: string): Difference[] => {
  if (Array.isArray(stored) && Array.isArray(now)) {
    const length = Math.max(stored.length, now.length);
    return Array.from({ length }, (_, index) =>
      differencesBetween(stored[index], now[index], `${path}[${index}]`),
    ).flat();
  }
  if (isObject(stored) && isObject(now)) {
    const keys = [...new Set([...Object.keys(stored), ...Object.keys(now)])];
    return keys.flatMap((key) =>
      differencesBetween(stored[key], now[key], path === '' ? key : `${path}.${key}`),
    );
  }
  return stored === now ? [] : [{ path, stored, now }];
};

/** Recomputes a stored decision from its rows alone and compares every field, in the form in which it was stored. */
export const replay = (recorded: RecordedDecision): Replay => {
  const snapshot = decodeSnapshot(recorded.snapshot);
  if (!snapshot.ok) return { kind: 'unreadable', why: `snapshot ${snapshot.error.message}` };
  const policy = parsePolicy(recorded.policy);
  if (!policy.ok) return { kind: 'unreadable', why: `policy ${policy.error.message}` };
  const sameEngine = recorded.engineVersion === ENGINE_VERSION;
  const stored = namedDecision(recorded.decision);
  const codec = decisionCodecOf(stored);
  if (codec === null) return { kind: 'unreadable', why: `decision ${CODEC_UNKNOWN}` };
  const now = encodeDecision(decide(snapshot.value, policy.value), codec);
  const differences = differencesBetween(stored as Json, now, '').filter(
    // An older engine's number is expected to differ from ours by itself.
    ({ path }) => sameEngine || path !== 'engineVersion',
  );
  return differences.length === 0
    ? { kind: 'identical', sameEngine }
    : { kind: 'different', sameEngine, differences };
};
