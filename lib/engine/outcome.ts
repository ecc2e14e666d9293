import { absolute, E18, e18ToBpsDown } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { AssetVerdict, Decision, Leg, Plan } from './decision.ts';
import { type Hold, holdNow, nextLookAt, regularLookAt } from './hold.ts';
import type { LegPlan } from './legs.ts';
import { totalCostUsdE18 } from './pair-cost.ts';
import type { TriggerKind } from './policy.ts';
import type { Position, Survey } from './survey.ts';
import type { Look } from './triggers.ts';
import { type Findings, verdictsOf } from './verdict.ts';
import { ENGINE_VERSION } from './version.ts';

/** What a look came to, before it is written up. */
export type Outcome = {
  readonly fired: TriggerKind | null;
  /** Set when the portfolio as a whole is held. */
  readonly hold: Hold | null;
  readonly legPlan: LegPlan;
  readonly blocked: ReadonlyMap<Position, Hold>;
  readonly benefitUsdE18: bigint | null;
};

const nextLookAfter = (look: Look, { hold, legPlan }: Outcome): UnixSeconds => {
  if (hold !== null) return nextLookAt(look, hold.lookAgainAt);
  let next = regularLookAt(look);
  for (const { limit } of legPlan.legs)
    next = Math.min(next, look.snapshot.nowSeconds + limit.expiresInSeconds);
  for (const { hold: later } of legPlan.dropped)
    if (later.reason === 'part-traded') next = Math.min(next, later.lookAgainAt);
  return nextLookAt(look, next);
};

/** Writes up an outcome with every number behind it. */
export const decisionOf = (look: Look, outcome: Outcome): Decision => {
  const { legs, dropped } = outcome.legPlan;
  const lookAgainAt = nextLookAfter(look, outcome);
  const findings: Findings = {
    legs,
    dropped,
    blocked: outcome.blocked,
    hold: outcome.hold,
    nextLookAt: lookAgainAt,
  };
  const assets = verdictsOf(look, findings);
  const trackingErrorE18 = trackingError(look.survey);
  const [first, ...others] = legs;
  const planned: Plan =
    first === undefined
      ? { kind: 'hold', hold: outcome.hold ?? holdNow(look, 'in-band') }
      : { kind: 'act', legs: [first, ...others] };
  return {
    engineVersion: ENGINE_VERSION,
    plan: planned,
    trigger: outcome.fired,
    assets,
    dropped,
    navUsdE18: look.survey.navUsdE18,
    trackingErrorE18,
    trackingErrorBps: trackingErrorE18 === null ? null : e18ToBpsDown(trackingErrorE18),
    trackingErrorAfterE18: first === undefined ? trackingErrorE18 : trackingErrorAfter(look.survey, assets),
    expectedCostUsdE18: planCost(legs),
    expectedBenefitUsdE18: outcome.benefitUsdE18,
    decidedAt: look.snapshot.nowSeconds,
    nextLookAt: lookAgainAt,
  };
};

/** ½ Σ |weight − target|, exact up to one final rounding down. */
const trackingError = ({ positions, navUsdE18, scale }: Survey): bigint | null => {
  if (navUsdE18 === 0n || scale === 0n) return null;
  let sum = 0n;
  for (const { excess } of positions) sum += absolute(excess);
  return (sum * E18) / (2n * scale * navUsdE18);
};

/** The same once every leg has filled as expected; both lists are in order of token, and only counted assets have a weight. */
const trackingErrorAfter = (survey: Survey, assets: readonly AssetVerdict[]): bigint | null => {
  const { positions, navUsdE18, whole } = survey;
  let navAfter = navUsdE18;
  for (const { plannedUsdE18 } of assets) if (plannedUsdE18 !== 0n) navAfter += plannedUsdE18;
  if (navAfter <= 0n) return null;
  let sum = 0n;
  let index = 0;
  for (const { valueUsdE18, plannedUsdE18, weightE18 } of assets) {
    if (weightE18 === null || valueUsdE18 === null) continue;
    const targetParts = positions[index]?.targetParts ?? 0n;
    sum += absolute((valueUsdE18 + plannedUsdE18) * whole - targetParts * navAfter);
    index += 1;
  }
  return (sum * E18) / (2n * whole * navAfter);
};

const NO_LEGS: LegPlan = { legs: [], dropped: [] };
const NOBODY: ReadonlyMap<Position, Hold> = new Map();

/** An outcome without any legs. */
export const nothingPlanned = (fired: TriggerKind | null, hold: Hold): Outcome => ({
  fired,
  hold,
  legPlan: NO_LEGS,
  blocked: NOBODY,
  benefitUsdE18: null,
});

/** What the legs are expected to cost together. */
export const planCost = (legs: readonly Leg[]): bigint =>
  legs.reduce((sum, leg) => sum + totalCostUsdE18(leg.expectedCost), 0n);
