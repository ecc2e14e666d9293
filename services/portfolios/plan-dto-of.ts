import type { z } from 'zod';
import type { PlanDto, readTargets } from '../../lib/api/looks.ts';
import { decodeDecision, encodeDecision } from '../../lib/engine/codec.ts';
import type { Decision } from '../../lib/engine/decision.ts';
import { explain } from '../../lib/engine/explain.ts';
import type { Snapshot } from '../../lib/engine/snapshot.ts';
import { e18ToBpsDown, formatDecimalRounded } from '../../lib/money/fixed-point.ts';

const cents = (usdE18: bigint | null | undefined): string | null =>
  usdE18 == null ? null : formatDecimalRounded(usdE18, 18, 2);

export type PlanOrigin = {
  readonly snapshot: Snapshot;
  readonly snapshotId: string;
  /** Null = a policy that is stored nowhere. */
  readonly policyVersion: number | null;
};

/** A decision that nobody acts on, in words and numbers. */
export const planDtoOf = (
  decision: Decision,
  { snapshot, snapshotId, policyVersion }: PlanOrigin,
): PlanDto => {
  const { plan, trackingErrorBps, navUsdE18 } = decision;
  const { sentence, rows } = explain(decision);
  return {
    ...{ snapshotId, policyVersion, trackingErrorBps },
    blockNumber: snapshot.blockNumber.toString(),
    blockTimeSeconds: snapshot.nowSeconds,
    kind: plan.kind,
    reason: plan.kind === 'hold' ? plan.hold.reason : null,
    valueUsd: cents(navUsdE18),
    explanation: { sentence, rows: [...rows] },
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
