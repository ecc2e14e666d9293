import type { Address } from 'viem';
import type { UnixSeconds } from '../result.ts';
import { contradictionIn } from './contradiction.ts';
import type { Decide, Decision } from './decision.ts';
import { type Hold, holdNow, regularLookAt, type Situation, secondsLimit } from './hold.ts';
import { decisionOf, nothingPlanned } from './outcome.ts';
import { planFor } from './plan.ts';
import type { TriggerKind } from './policy.ts';
import type { Reason } from './reasons.ts';
import { surveyPortfolio } from './survey.ts';
import { isWindowOpen, windowOpensAt } from './trading-window.ts';
import { firedTrigger, type Look, lookAt, nextDueAt } from './triggers.ts';
import { unvaluedVerdicts } from './verdict.ts';
import { ENGINE_VERSION } from './version.ts';

/** The worst fault names the hold: no price at all before an old one, an old one before two that differ. */
const FAULT_ORDER: readonly Reason[] = ['price-missing', 'price-stale', 'prices-disagree'];

/**
 * Decides what to do with one portfolio at one block. Total and pure: never throws for a value of the declared types, reads nothing but its
 * arguments, and gives the same decision for the same input anywhere.
 */
export const decide: Decide = (snapshot, policy) => {
  const situation = { snapshot, policy };
  const detail = contradictionIn(snapshot);
  if (detail !== null)
    return heldUnvalued(situation, new Map(), { ...holdNow(situation, 'snapshot-contradiction'), detail });
  const surveyed = surveyPortfolio(snapshot, policy);
  const stop = globalHold(situation);
  if (!surveyed.ok) {
    const hold = stop ?? holdNow(situation, worstFault(surveyed.faults));
    return heldUnvalued(situation, surveyed.faults, hold);
  }
  const look = lookAt(snapshot, policy, surveyed.survey);
  if (stop !== null) return held(look, stop, null);
  if (look.survey.navUsdE18 === 0n || look.survey.whole === 0n)
    return held(look, holdNow(look, 'unfunded'), null);
  const fired = firedTrigger(look);
  if (fired === null) {
    // With an order out, "in band" would promise what only its fill can keep.
    const reason = snapshot.openOrders.length > 0 ? 'order-open' : 'in-band';
    return held(look, { ...holdNow(look, reason), lookAgainAt: quietUntil(look) }, null);
  }
  const wait = timingHold(look);
  if (wait !== null) return held(look, wait, fired.kind);
  return decisionOf(look, planFor(look, fired));
};

const globalHold = (situation: Situation): Hold | null => {
  const { halted, chainLagging, paused, signerAuthorised } = situation.snapshot;
  if (halted) return holdNow(situation, 'halted');
  if (chainLagging) return holdNow(situation, 'chain-lagging');
  if (paused) return holdNow(situation, 'paused');
  return signerAuthorised ? null : holdNow(situation, 'signer-not-authorised');
};

const worstFault = (faults: ReadonlyMap<Address, Hold>): Reason => {
  const reasons = new Set([...faults.values()].map(({ reason }) => reason));
  return FAULT_ORDER.find((reason) => reasons.has(reason)) ?? 'price-missing';
};

/** Nothing can happen before the calendar's date when the calendar is all there is. */
const quietUntil = (look: Look): UnixSeconds => {
  const next = regularLookAt(look);
  const due = nextDueAt(look);
  const calendarOnly = look.policy.triggers.every(
    ({ kind }) => kind === 'calendar' || kind === 'calendar-band',
  );
  if (due === null) return next;
  return calendarOnly ? due : Math.min(due, next);
};

const timingHold = (look: Look): Hold | null => {
  const { snapshot, policy } = look;
  const { nowSeconds: now, lastRebalanceAtSeconds: last } = snapshot;
  const { window, limits, orderTerms } = policy;
  if (window !== null && !isWindowOpen(window, now)) {
    const opens = windowOpensAt(window, now);
    const limit = secondsLimit('window', now, opens);
    return { reason: 'outside-window', detail: null, limit, lookAgainAt: opens };
  }
  if (last !== null && now - last < limits.cooldownSeconds) {
    const limit = secondsLimit('cooldown', now - last, limits.cooldownSeconds);
    return { reason: 'cooldown', detail: null, limit, lookAgainAt: last + limits.cooldownSeconds };
  }
  const available = orderTerms.venue === 'proposal' ? snapshot.venues.proposal : snapshot.venues.limitOrder;
  return available ? null : holdNow(look, 'venue-unavailable');
};

const held = (look: Look, hold: Hold, fired: TriggerKind | null): Decision =>
  decisionOf(look, nothingPlanned(fired, hold));

const heldUnvalued = (situation: Situation, faults: ReadonlyMap<Address, Hold>, hold: Hold): Decision => ({
  engineVersion: ENGINE_VERSION,
  plan: { kind: 'hold', hold },
  trigger: null,
  assets: unvaluedVerdicts(situation, faults, hold),
  dropped: [],
  navUsdE18: null,
  trackingErrorE18: null,
  trackingErrorBps: null,
  trackingErrorAfterE18: null,
  expectedCostUsdE18: 0n,
  expectedBenefitUsdE18: null,
  decidedAt: situation.snapshot.nowSeconds,
  nextLookAt: hold.lookAgainAt,
});
