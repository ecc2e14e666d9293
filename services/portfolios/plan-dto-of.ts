import type { z } from 'zod';
import type { PlanDto, readTargets } from '../../lib/api/looks.ts';
import { decodeDecision, encodeDecision } from '../../lib/engine/codec.ts';
import type { Decision } from '../../lib/engine/decision.ts';
import { explain } from '../../lib/engine/explain.ts';
import type { Policy } from '../../lib/engine/policy.ts';
import type { Snapshot } from '../../lib/engine/snapshot.ts';
import { e18ToBpsDown, formatDecimalRounded } from '../../lib/money/fixed-point.ts';
import { guardContradictions } from '../../lib/policy/guard-presets.ts';
import { planDtoOf as shownPlanOf } from './plan-dto.ts';
import { policyText } from './policy-text.ts';

const cents = (usdE18: bigint | null | undefined): string | null =>
  usdE18 == null ? null : formatDecimalRounded(usdE18, 18, 2);

export type PlanOrigin = {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
  readonly snapshotId: string;
  /** Null = a policy that is stored nowhere. */
  readonly policyVersion: number | null;
};

/** A decision that nobody acts on, in words and numbers. */
export const planDtoOf = (
  decision: Decision,
  { snapshot, policy, snapshotId, policyVersion }: PlanOrigin,
): PlanDto => {
  const { plan, trackingErrorBps, navUsdE18 } = decision;
  const { sentence, why, rows } = explain(decision);
  const shown = shownPlanOf(snapshot, policy, decision);
  const targetsBps = snapshot.assets.map(({ targetBps }) => targetBps);
  return {
    ...{ snapshotId, policyVersion, trackingErrorBps },
    blockNumber: snapshot.blockNumber.toString(),
    blockTimeSeconds: snapshot.nowSeconds,
    kind: plan.kind,
    reason: plan.kind === 'hold' ? plan.hold.reason : null,
    valueUsd: cents(navUsdE18),
    explanation: { sentence, rows: [...rows] },
    ...{ why, policyText: policyText(policy) },
    rows: [...shown.rows],
    warnings: guardContradictions(policy, snapshot.guard, targetsBps).map(({ path, message }) => ({
      field: path.join('.'),
      message,
    })),
    contradictions: [...shown.contradictions],
    decision: encodeDecision(decision),
  };
};

type Targets = z.output<NonNullable<(typeof readTargets)['answer']>>;

/** Targets and weights of a look; weights are null where its decision can't be read. */
export const targetsDtoOf = (snapshot: Snapshot, stored: unknown): Targets => {
  const decision = decodeDecision(stored);
  const verdicts = new Map((decision.ok ? decision.value.assets : []).map((asset) => [asset.token, asset]));
  return {
    blockNumber: snapshot.blockNumber.toString(),
    blockTimeSeconds: snapshot.nowSeconds,
    assets: snapshot.assets.map(({ token, symbol, decimals, units, targetBps }) => {
      const verdict = verdicts.get(token);
      return {
        ...{ token, symbol, decimals, targetBps, units: units.toString() },
        weightBps: verdict?.weightE18 == null ? null : e18ToBpsDown(verdict.weightE18),
        valueUsd: cents(verdict?.valueUsdE18),
      };
    }),
  };
};
