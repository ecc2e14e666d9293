import { z } from 'zod';
import { absolute, E18, e18ToBpsDown } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { AssetVerdict, Decision } from './decision.ts';
import type { Hold } from './hold.ts';
import { address, integer, natural, seconds } from './snapshot-schema.ts';

// A decision that everything is in its band, without what follows from the rest of it. How it follows is part of codec 4 and stays,
// whatever the engine does: a decision of which anything follows otherwise is stored whole.

const verdictSchema = z.object({
  token: address,
  symbol: z.string(),
  valueUsdE18: natural,
  inFlightUsdE18: integer,
  targetE18: natural,
  /** How far its weight may be from the target. */
  bandE18: natural,
});
/** An asset in its band. */
export type BriefVerdict = z.output<typeof verdictSchema>;

/** Reads what is stored of a brief decision, its fields named. */
export const briefDecisionSchema = z.object({
  assets: z.array(verdictSchema),
  navUsdE18: natural.refine((usdE18) => usdE18 > 0n, 'more than nothing'),
  engineVersion: z.string(),
  trackingErrorE18: natural,
  decidedAt: seconds,
  nextLookAt: seconds,
});
export type BriefDecision = z.output<typeof briefDecisionSchema>;

const inBand = (limit: Hold['limit'], lookAgainAt: UnixSeconds): Hold => ({
  ...{ reason: 'in-band', detail: null, limit, lookAgainAt },
});

type Whole = Pick<BriefDecision, 'navUsdE18' | 'nextLookAt'>;

const verdictOf = (brief: BriefVerdict, { navUsdE18, nextLookAt }: Whole): AssetVerdict => {
  const { token, symbol, valueUsdE18, inFlightUsdE18, targetE18, bandE18 } = brief;
  const weightE18 = (valueUsdE18 * E18) / navUsdE18;
  const driftE18 = weightE18 - targetE18;
  const limit = { name: 'band', unit: 'share-e18', actual: absolute(driftE18), allowed: bandE18 } as const;
  return {
    ...{ token, symbol, action: 'hold', hold: inBand(limit, nextLookAt), valueUsdE18, inFlightUsdE18 },
    ...{ targetE18, weightE18, driftE18, plannedUsdE18: 0n },
    relativeDriftE18: targetE18 === 0n ? null : (driftE18 * E18) / targetE18,
  };
};

/** The decision that {@link briefDecision} was given. */
export const wholeDecision = (brief: BriefDecision): Decision => {
  const { assets, navUsdE18, engineVersion, trackingErrorE18, decidedAt, nextLookAt } = brief;
  return {
    engineVersion,
    plan: { kind: 'hold', hold: inBand(null, nextLookAt) },
    ...{ trigger: null, assets: assets.map((each) => verdictOf(each, brief)), dropped: [], navUsdE18 },
    ...{ trackingErrorE18, trackingErrorBps: e18ToBpsDown(trackingErrorE18) },
    ...{ trackingErrorAfterE18: trackingErrorE18, expectedCostUsdE18: 0n, expectedBenefitUsdE18: null },
    ...{ decidedAt, nextLookAt },
  };
};

const isSameHold = (one: Hold | null, other: Hold | null): boolean => {
  if (one === null || other === null) return false;
  const [limit, expected] = [one.limit, other.limit];
  const isSameLimit =
    limit === null || expected === null
      ? limit === expected
      : limit.name === expected.name &&
        limit.unit === expected.unit &&
        limit.actual === expected.actual &&
        limit.allowed === expected.allowed;
  return (
    isSameLimit &&
    one.reason === other.reason &&
    one.detail === other.detail &&
    one.lookAgainAt === other.lookAgainAt
  );
};

const isSameVerdict = (one: AssetVerdict, other: AssetVerdict): boolean =>
  one.action === other.action &&
  one.weightE18 === other.weightE18 &&
  one.driftE18 === other.driftE18 &&
  one.relativeDriftE18 === other.relativeDriftE18 &&
  one.plannedUsdE18 === other.plannedUsdE18 &&
  isSameHold(one.hold, other.hold);

const isSame = (one: Decision, other: Decision): boolean =>
  one.plan.kind === 'hold' &&
  other.plan.kind === 'hold' &&
  isSameHold(one.plan.hold, other.plan.hold) &&
  one.trigger === null &&
  one.dropped.length === 0 &&
  one.trackingErrorBps === other.trackingErrorBps &&
  one.trackingErrorAfterE18 === other.trackingErrorAfterE18 &&
  one.expectedCostUsdE18 === 0n &&
  one.expectedBenefitUsdE18 === null &&
  one.assets.every((verdict, index) => {
    const expected = other.assets[index];
    return expected !== undefined && isSameVerdict(verdict, expected);
  });

/** What a decision is made of when it found everything in its band; null when it has more to say. */
export const briefDecision = (decision: Decision): BriefDecision | null => {
  const { navUsdE18, engineVersion, trackingErrorE18, decidedAt, nextLookAt } = decision;
  if (navUsdE18 === null || navUsdE18 <= 0n || trackingErrorE18 === null) return null;
  const assets: BriefVerdict[] = [];
  for (const { token, symbol, valueUsdE18, inFlightUsdE18, targetE18, hold } of decision.assets) {
    const bandE18 = hold?.limit?.allowed;
    if (bandE18 === undefined || valueUsdE18 === null) return null;
    assets.push({ token, symbol, valueUsdE18, inFlightUsdE18, targetE18, bandE18 });
  }
  const brief = { assets, navUsdE18, engineVersion, trackingErrorE18, decidedAt, nextLookAt };
  return isSame(decision, wholeDecision(brief)) ? brief : null;
};
