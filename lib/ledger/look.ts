import type { Decision } from '../engine/decision.ts';
import type { Policy } from '../engine/policy.ts';
import type { Snapshot } from '../engine/snapshot.ts';

/** One look at one account: what was seen at one block, by which rules, and what was decided. It is journaled, and can be replayed. */
export type Look = {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
  readonly decision: Decision;
};
