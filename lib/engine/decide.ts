import type { Address } from 'viem';
import { VALUE_USD_E18_MAX } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { isWindowOpen, windowOpensAt } from './calendar.ts';
import { contradictionIn } from './contradiction.ts';
import type { Decide, Decision } from './decision.ts';
import { type Hold, holdNow, nextLookAt, regularLookAt, type Situation, secondsLimit } from './hold.ts';
import { decisionOf, nothingPlanned } from './outcome.ts';
import { planFor } from './plan.ts';
import type { TriggerKind } from './policy.ts';
import { isInterval, policyFaultIn } from './policy-fault.ts';
import type { Reason } from './reasons.ts';
import { hasVenue } from './route.ts';
import { type Survey, surveyPortfolio } from './survey.ts';
import { tradedPolicy } from './traded-policy.ts';
import { firedTrigger, type Look, lookAt, nextDueAt, ongoingTrigger } from './triggers.ts';
import { unvaluedVerdicts } from './verdict.ts';
import { ENGINE_VERSION } from './version.ts';

/** Until the next look under a policy that names no possible time. */
const LOOK_AGAIN_SECONDS = 300;

/** The worst fault names the hold: no price at all before an old one, an old one before two that differ. */
const FAULT_ORDER: readonly Reason[] = ['price-missing', 'price-stale', 'prices-disagree'];

/**
 * Decides what to do with one portfolio at one block. Total and pure: never throws for a value of the declared types, reads nothing but its
 * arguments, and gives the same decision for the same input anywhere.
 */
export const decide: Decide = (snapshot, given) => {
  const policy = tradedPolicy(snapshot.account.kind, given);
  const situation = { snapshot, policy };
  const detail = contradictionIn(snapshot) ?? policyFaultIn(policy);
  if (detail !== null) return contradicted(situation, detail);
  const surveyed = surveyPortfolio(snapshot, policy);
  const stop = globalHold(situation);
  if (!surveyed.ok) {
    const hold = stop ?? unpricedHold(situation, surveyed.faults);
    return heldUnvalued(situation, surveyed.faults, hold);
  }
  const absurd = absurdValues(situation, surveyed.survey);
  if (absurd !== null) return heldUnvalued(situation, absurd.holds, stop ?? absurd.hold);
  const look = lookAt(snapshot, policy, surveyed.survey);
  if (stop !== null) return held(look, stop, null);
  if (look.survey.navUsdE18 === 0n || look.survey.whole === 0n)
    return held(look, holdNow(look, 'unfunded'), null);
  const fired = firedTrigger(look) ?? ongoingTrigger(look);
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
  const { halted, chainLagging, paused, withheld, signerAuthorised } = situation.snapshot;
  if (halted) return holdNow(situation, 'halted');
  if (chainLagging) return holdNow(situation, 'chain-lagging');
  if (paused) return holdNow(situation, 'paused');
  if (withheld !== undefined) return { ...holdNow(situation, withheld.reason), detail: withheld.detail };
  return signerAuthorised ? null : holdNow(situation, 'signer-not-authorised');
};

const worstFault = (faults: ReadonlyMap<Address, Hold>): Reason => {
  const reasons = new Set([...faults.values()].map(({ reason }) => reason));
  return FAULT_ORDER.find((reason) => reasons.has(reason)) ?? 'price-missing';
};

/** Until every price that is wanting can be asked for again. */
const unpricedHold = (situation: Situation, faults: ReadonlyMap<Address, Hold>): Hold => ({
  ...holdNow(situation, worstFault(faults)),
  lookAgainAt: Math.max(...[...faults.values()].map(({ lookAgainAt }) => lookAgainAt)),
});

const CALENDARS: readonly TriggerKind[] = ['calendar', 'calendar-band', 'weekly', 'monthly'];

/** Nothing can happen before the calendar's date when the calendar is all there is. */
const quietUntil = (look: Look): UnixSeconds => {
  const next = regularLookAt(look);
  const due = nextDueAt(look);
  const calendarOnly = look.policy.triggers.every(({ kind }) => CALENDARS.includes(kind));
  if (due === null) return next;
  return calendarOnly ? due : Math.min(due, next);
};

const timingHold = (look: Look): Hold | null => {
  const { snapshot, policy } = look;
  const { nowSeconds: now, lastRebalanceAtSeconds: last } = snapshot;
  const { window, limits } = policy;
  if (window !== null && !isWindowOpen(window, now)) {
    const opens = windowOpensAt(window, now);
    const limit = secondsLimit('window', now, opens);
    return { reason: 'outside-window', detail: null, limit, lookAgainAt: opens };
  }
  if (last !== null && now - last < limits.cooldownSeconds) {
    const limit = secondsLimit('cooldown', now - last, limits.cooldownSeconds);
    return { reason: 'cooldown', detail: null, limit, lookAgainAt: last + limits.cooldownSeconds };
  }
  return hasVenue(look) ? null : holdNow(look, 'venue-unavailable');
};

const held = (look: Look, hold: Hold, fired: TriggerKind | null): Decision =>
  decisionOf(look, nothingPlanned(fired, hold));

/** Neither the time nor the interval of nonsense is counted on. */
const contradicted = ({ snapshot, policy }: Situation, detail: string): Decision => {
  const nowSeconds = Number.isSafeInteger(snapshot.nowSeconds) ? snapshot.nowSeconds : 0;
  const lookEverySeconds = isInterval(policy.lookEverySeconds) ? policy.lookEverySeconds : LOOK_AGAIN_SECONDS;
  const sane = { snapshot: { ...snapshot, nowSeconds }, policy: { ...policy, lookEverySeconds } };
  return heldUnvalued(sane, new Map(), { ...holdNow(sane, 'snapshot-contradiction'), detail });
};

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
  nextLookAt: nextLookAt(situation, hold.lookAgainAt),
});

/**
 * Holdings nobody could have, as a supply without end or a feed that is many digits off makes them: nothing is decided on such a value,
 * and it is not repeated anywhere, because it may not even fit where values are stored.
 * @returns the hold of the portfolio and of each asset that is absurd by itself; null when all is believable.
 */
const absurdValues = (
  situation: Situation,
  { positions, navUsdE18 }: Survey,
): { readonly hold: Hold; readonly holds: ReadonlyMap<Address, Hold> } | null => {
  if (navUsdE18 <= VALUE_USD_E18_MAX) return null;
  const holds = new Map<Address, Hold>();
  const names: string[] = [];
  for (const { asset, valueUsdE18 } of positions) {
    if (valueUsdE18 <= VALUE_USD_E18_MAX) continue;
    holds.set(asset.token, holdNow(situation, 'value-absurd'));
    names.push(asset.symbol);
  }
  const owner = names.length === 0 ? 'all assets together' : names.join(', ');
  const detail = `${owner} would be worth more than 10^15 USD`;
  return { hold: { ...holdNow(situation, 'value-absurd'), detail }, holds };
};
