import type { Policy } from '../../lib/engine/policy.ts';
import type { Snapshot } from '../../lib/engine/snapshot.ts';
import { surveyPortfolio } from '../../lib/engine/survey.ts';
import { bandShareE18, firstBand, lookAt } from '../../lib/engine/triggers.ts';
import { BPS_WHOLE, bpsToE18, e18ToBpsDown } from '../../lib/money/fixed-point.ts';

export type BandRange = { readonly lowBps: number; readonly highBps: number };

/**
 * For drawing: between which weights an asset may drift, by its target, cut to 0–100 %. Null when the policy has no band, or when
 * the portfolio can't be valued.
 */
export function bandRanges(snapshot: Snapshot, policy: Policy): (targetBps: number) => BandRange | null {
  const surveyed = surveyPortfolio(snapshot, policy);
  const band = surveyed.ok ? firstBand(lookAt(snapshot, policy, surveyed.survey)) : null;
  if (band === null) return () => null;
  return (targetBps) => {
    const width = e18ToBpsDown(bandShareE18(band, bpsToE18(targetBps)));
    return { lowBps: Math.max(0, targetBps - width), highBps: Math.min(BPS_WHOLE, targetBps + width) };
  };
}
