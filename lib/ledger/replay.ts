import {
  CODEC_UNKNOWN,
  decisionCodecOf,
  decodeSnapshot,
  encodeDecision,
  namedDecision,
} from '../engine/codec.ts';
import { decide } from '../engine/decide.ts';
import { ENGINE_VERSION } from '../engine/version.ts';
import { type Difference, differencesBetween } from '../json/differences.ts';
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

/**
 * What recomputing a stored decision came to. `different` with `sameEngine` is a bug or a tampered row: one engine gives one answer.
 */
export type Replay =
  | { readonly kind: 'identical'; readonly sameEngine: boolean }
  | { readonly kind: 'different'; readonly sameEngine: boolean; readonly differences: readonly Difference[] }
  | { readonly kind: 'unreadable'; readonly why: string };

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
  const differences = differencesBetween(stored as Json, now).filter(
    // An older engine's number is expected to differ from ours by itself.
    ({ path }) => sameEngine || path !== 'engineVersion',
  );
  return differences.length === 0
    ? { kind: 'identical', sameEngine }
    : { kind: 'different', sameEngine, differences };
};
