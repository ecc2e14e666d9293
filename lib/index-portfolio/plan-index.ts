import { decide } from '../engine/decide.ts';
import type { Decision } from '../engine/decision.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import type { PlannedSwap } from '../intents/planned-swap.ts';
import type { Index } from './index-policy.ts';
import { type IndexSight, indexSnapshot, tokensOfLook } from './index-snapshot.ts';
import { swapsOfPlan } from './swaps-of-plan.ts';

/** What a look at an index came to. */
export type PlannedLook = {
  readonly snapshot: Snapshot;
  readonly decision: Decision;
  /** Of the verifier, in the order of the snapshot's assets. */
  readonly tokens: readonly string[];
  readonly swaps: readonly PlannedSwap[];
};

/** Looks at an index by the engine that looks at every portfolio. Pure: the same sight and index come to the same look. */
export const planIndex = (sight: IndexSight, index: Index): PlannedLook => {
  const tokens = tokensOfLook(sight, index);
  const snapshot = indexSnapshot(sight, index);
  const decision = decide(snapshot, index.policy);
  const swaps = swapsOfPlan({ snapshot, decision, tokens, policy: index.policy });
  return { snapshot, decision, tokens, swaps };
};
