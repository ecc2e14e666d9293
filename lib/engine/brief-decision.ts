import { z } from 'zod';
import { integer, natural } from '../json/stored-json.ts';
import { absolute, E18, e18ToBpsDown } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { AssetVerdict, Decision } from './decision.ts';
import type { Hold } from './hold.ts';
import { address, seconds } from './snapshot-schema.ts';

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

/** Where an asset stands, by its value and its target. */
const placeOf = (
  { valueUsdE18, targetE18 }: Pick<BriefVerdict, 'valueUsdE18' | 'targetE18'>,
  navUsdE18: bigint,
) => {
  const weightE18 = (valueUsdE18 * E18) / navUsdE18;
  const driftE18 = weightE18 - targetE18;
  return { weightE18, driftE18, relativeDriftE18: targetE18 === 0n ? null : (driftE18 * E18) / targetE18 };
};

const verdictOf = (brief: BriefVerdict, { navUsdE18, nextLookAt }: Whole): AssetVerdict => {
  const { token, symbol, valueUsdE18, inFlightUsdE18, targetE18, bandE18 } = brief;
  const place = placeOf(brief, navUsdE18);
  const limit = {
    name: 'band',
    unit: 'share-e18',
    actual: absolute(place.driftE18),
    allowed: bandE18,
  } as const;
  return {
    ...{ token, symbol, action: 'hold', hold: inBand(limit, nextLookAt), valueUsdE18, inFlightUsdE18 },
    ...{ targetE18, ...place, plannedUsdE18: 0n },
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

/** Whether the hold says no more than that it is in its band until then. */
const isInBand = ({ reason, detail, lookAgainAt }: Hold, nextLookAt: UnixSeconds): boolean =>
  reason === 'in-band' && detail === null && lookAgainAt === nextLookAt;

/** A verdict in brief, if it is the one that {@link verdictOf} makes of that again. */
const briefVerdict = (verdict: AssetVerdict, { navUsdE18, nextLookAt }: Whole): BriefVerdict | null => {
  const { token, symbol, action, hold, valueUsdE18, inFlightUsdE18, targetE18, plannedUsdE18 } = verdict;
  const limit = hold?.limit ?? null;
  if (hold === null || limit === null || valueUsdE18 === null) return null;
  if (action !== 'hold' || plannedUsdE18 !== 0n || !isInBand(hold, nextLookAt)) return null;
  const { weightE18, driftE18, relativeDriftE18 } = placeOf({ valueUsdE18, targetE18 }, navUsdE18);
  const follows =
    verdict.weightE18 === weightE18 &&
    verdict.driftE18 === driftE18 &&
    verdict.relativeDriftE18 === relativeDriftE18 &&
    limit.name === 'band' &&
    limit.unit === 'share-e18' &&
    limit.actual === absolute(driftE18);
  return follows ? { token, symbol, valueUsdE18, inFlightUsdE18, targetE18, bandE18: limit.allowed } : null;
};

/** Whether all but its assets is what {@link wholeDecision} says of every decision. */
const isPlain = (decision: Decision): boolean =>
  decision.plan.kind === 'hold' &&
  decision.plan.hold.limit === null &&
  isInBand(decision.plan.hold, decision.nextLookAt) &&
  decision.trigger === null &&
  decision.dropped.length === 0 &&
  decision.trackingErrorE18 !== null &&
  decision.trackingErrorBps === e18ToBpsDown(decision.trackingErrorE18) &&
  decision.trackingErrorAfterE18 === decision.trackingErrorE18 &&
  decision.expectedCostUsdE18 === 0n &&
  decision.expectedBenefitUsdE18 === null;

/** What a decision is made of when it found everything in its band; null when it has more to say. */
export const briefDecision = (decision: Decision): BriefDecision | null => {
  const { navUsdE18, engineVersion, trackingErrorE18, decidedAt, nextLookAt } = decision;
  if (navUsdE18 === null || navUsdE18 <= 0n || trackingErrorE18 === null || !isPlain(decision)) return null;
  const assets: BriefVerdict[] = [];
  for (const verdict of decision.assets) {
    const brief = briefVerdict(verdict, { navUsdE18, nextLookAt });
    if (brief === null) return null;
    assets.push(brief);
  }
  return { assets, navUsdE18, engineVersion, trackingErrorE18, decidedAt, nextLookAt };
};
