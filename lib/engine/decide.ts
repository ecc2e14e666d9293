import type { Address } from 'viem';
import type { UnixSeconds } from '../result.ts';
import { contradictionIn } from './contradiction.ts';
import type { Decide, Decision } from './decision.ts';
import { decisionOf, nothingPlanned, soon } from './outcome.ts';
import { planFor } from './plan.ts';
import type { Policy, TriggerKind } from './policy.ts';
import type { Reason } from './reasons.ts';
import type { Snapshot } from './snapshot.ts';
import { type AssetFault, surveyPortfolio } from './survey.ts';
import { isWindowOpen, windowOpensAt } from './trading-window.ts';
import { firedTrigger, type Look, lookAt, nextDueAt } from './triggers.ts';
import { type Stop, unvaluedVerdicts } from './verdict.ts';
import { ENGINE_VERSION } from './version.ts';

/** The worst fault names the hold: no price at all before an old one, an old one before two that differ. */
const FAULT_ORDER: readonly Reason[] = ['price-missing', 'price-stale', 'prices-disagree'];

/**
 * Decides what to do with one portfolio at one block. Total and pure: never throws for a value of the declared types, reads nothing but its
 * arguments, and gives the same decision for the same input anywhere.
 */
export const decide: Decide = (snapshot, policy) => {
  const contradiction = contradictionIn(snapshot);
  if (contradiction !== null) return heldUnvalued({ snapshot, policy }, 'chain-lagging', new Map());
  const surveyed = surveyPortfolio(snapshot, policy);
  const stop = globalStop(snapshot, policy);
  if (!surveyed.ok)
    return heldUnvalued({ snapshot, policy }, stop?.reason ?? worstFault(surveyed.faults), surveyed.faults);
  const look = lookAt(snapshot, policy, surveyed.survey);
  if (stop !== null) return held(look, stop, null);
  if (look.survey.navUsdE18 === 0n || look.survey.whole === 0n)
    return held(look, soon(look, 'unfunded'), null);
  const fired = firedTrigger(look);
  if (fired === null) {
    // With an order out, "in band" would promise what only its fill can keep.
    const reason = snapshot.openOrders.length > 0 ? 'order-open' : 'in-band';
    return held(look, { reason, limit: null, lookAgainAt: quietUntil(look) }, null);
  }
  const wait = timingStop(look);
  if (wait !== null) return held(look, wait, fired.kind);
  return decisionOf(look, planFor(look, fired));
};

const globalStop = (snapshot: Snapshot, policy: Policy): Stop | null => {
  const look = { snapshot, policy };
  if (snapshot.halted) return soon(look, 'halted');
  if (snapshot.chainLagging) return soon(look, 'chain-lagging');
  if (snapshot.paused) return soon(look, 'paused');
  return snapshot.signerAuthorised ? null : soon(look, 'signer-not-authorised');
};

const worstFault = (faults: ReadonlyMap<Address, AssetFault>): Reason => {
  const reasons = new Set([...faults.values()].map(({ reason }) => reason));
  return FAULT_ORDER.find((reason) => reasons.has(reason)) ?? 'price-missing';
};

/** Nothing can happen before the calendar's date when the calendar is all there is. */
const quietUntil = (look: Look): UnixSeconds => {
  const next = look.snapshot.nowSeconds + look.policy.lookEverySeconds;
  const due = nextDueAt(look);
  const calendarOnly = look.policy.triggers.every(
    ({ kind }) => kind === 'calendar' || kind === 'calendar-band',
  );
  if (due === null) return next;
  return calendarOnly ? due : Math.min(due, next);
};

const timingStop = ({ snapshot, policy }: Look): Stop | null => {
  const { nowSeconds: now, lastRebalanceAtSeconds: last } = snapshot;
  const { window, limits, orderTerms } = policy;
  if (window !== null && !isWindowOpen(window, now)) {
    const opens = windowOpensAt(window, now);
    const limit = { name: 'window', unit: 'seconds', actual: BigInt(now), allowed: BigInt(opens) } as const;
    return { reason: 'outside-window', limit, lookAgainAt: opens };
  }
  if (last !== null && now - last < limits.cooldownSeconds) {
    const limit = {
      name: 'cooldown',
      unit: 'seconds',
      actual: BigInt(now - last),
      allowed: BigInt(limits.cooldownSeconds),
    } as const;
    return { reason: 'cooldown', limit, lookAgainAt: last + limits.cooldownSeconds };
  }
  const available = orderTerms.venue === 'proposal' ? snapshot.venues.proposal : snapshot.venues.limitOrder;
  return available
    ? null
    : { reason: 'venue-unavailable', limit: null, lookAgainAt: now + policy.lookEverySeconds };
};

const held = (look: Look, stop: Stop, fired: TriggerKind | null): Decision =>
  decisionOf(look, nothingPlanned(fired, stop));

const heldUnvalued = (
  look: { readonly snapshot: Snapshot; readonly policy: Policy },
  reason: Reason,
  faults: ReadonlyMap<Address, AssetFault>,
): Decision => {
  const stop = soon(look, reason);
  return {
    engineVersion: ENGINE_VERSION,
    plan: { kind: 'hold', reason },
    trigger: null,
    assets: unvaluedVerdicts(look, faults, stop),
    dropped: [],
    navUsdE18: null,
    trackingErrorE18: null,
    trackingErrorBps: null,
    trackingErrorAfterE18: null,
    expectedCostUsdE18: 0n,
    expectedBenefitUsdE18: null,
    decidedAt: look.snapshot.nowSeconds,
    nextLookAt: stop.lookAgainAt,
  };
};
