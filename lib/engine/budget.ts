import { BPS, bpsOfUp, E18, larger, mulDivDown, smaller } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { DAY_SECONDS, startOfUtcDay } from '../time/utc.ts';
import { type Hold, holdNow, usdLimit } from './hold.ts';
import type { Position } from './survey.ts';
import type { Look } from './triggers.ts';

/** What the limits of a whole plan still allow; legs draw on it one by one, so that slicing changes nothing. */
export type Budget = {
  legsLeft: number;
  dailyUsdE18: bigint;
  turnoverUsdE18: bigint;
  lossUsdE18: bigint;
  readonly allowances: Map<string, bigint>;
  /** By token: units that are left of what its account's delegation allows; only of those that were drawn on. */
  readonly granted: Map<string, bigint>;
};

/** A part of a leg that is held back, and why. */
export type HeldPart = { readonly usdE18: bigint; readonly hold: Hold };

/** The state of every plan-wide limit before the first leg. */
export const openBudget = ({ snapshot, policy, survey }: Look): Budget => {
  const { buckets, nowSeconds } = snapshot;
  const oneOffE18 = buckets.oneOffExpiresAtSeconds > nowSeconds ? buckets.oneOffTurnoverLeftE18 : 0n;
  return {
    legsLeft: policy.limits.legsMax,
    dailyUsdE18: larger(policy.limits.dailyVolumeUsdE18 - snapshot.tradedTodayUsdE18, 0n),
    turnoverUsdE18: mulDivDown(survey.navUsdE18, buckets.turnoverLeftE18 + oneOffE18, E18),
    lossUsdE18: mulDivDown(survey.navUsdE18, buckets.lossLeftE18, E18),
    allowances: new Map(),
    granted: new Map(),
  };
};

/** When a bucket that refills `bpsPerDay / 2` a day will have regained the missing share of NAV. */
const refilledAt = (look: Look, missingUsdE18: bigint, bpsPerDay: number): UnixSeconds => {
  const { nowSeconds } = look.snapshot;
  const perDayUsdE18 = (look.survey.navUsdE18 * BigInt(bpsPerDay)) / (2n * BPS);
  if (perDayUsdE18 === 0n) return nowSeconds + DAY_SECONDS;
  const waitSeconds = Number((missingUsdE18 * BigInt(DAY_SECONDS)) / perDayUsdE18) + 1;
  return nowSeconds + Math.min(waitSeconds, DAY_SECONDS);
};

/** The loss the contract could be charged at this price, rounded up; 0 when the order asks the mid or more. */
export const lossUsdE18Up = (sellUsdE18: bigint, spreadBps: number): bigint =>
  spreadBps < 0 ? bpsOfUp(sellUsdE18, -spreadBps) : 0n;

type Wish = { readonly usdE18: bigint; readonly spreadBps: number; readonly sell: Position };

/** {usd}, rounded down, of what the sold token's delegation leaves of its period; null where the account needs none. */
const grantedRoom = ({ granted }: Budget, { asset, priceUsdE18, unitsPerToken }: Position): bigint | null => {
  if (asset.delegated?.ok !== true) return null;
  return mulDivDown(granted.get(asset.token) ?? asset.delegated.leftUnits, priceUsdE18, unitsPerToken);
};

/** How much of a leg the plan-wide limits let through now, and the tightest of them if they cut. Nothing is drawn yet. */
export const roomFor = (
  look: Look,
  budget: Budget,
  wish: Wish,
): { readonly usdE18: bigint; readonly cut: HeldPart | null } => {
  const lossRoom =
    wish.spreadBps < 0 ? mulDivDown(budget.lossUsdE18, BPS, BigInt(-wish.spreadBps)) : wish.usdE18;
  const granted = grantedRoom(budget, wish.sell);
  const byPlan = smaller(smaller(wish.usdE18, budget.dailyUsdE18), smaller(budget.turnoverUsdE18, lossRoom));
  const usdE18 = granted === null ? byPlan : smaller(byPlan, granted);
  if (usdE18 === wish.usdE18) return { usdE18, cut: null };
  const heldBack = wish.usdE18 - usdE18;
  if (granted !== null && usdE18 < byPlan) return { usdE18, cut: grantedCut(look, wish, granted) };
  if (usdE18 === budget.dailyUsdE18) return { usdE18, cut: dailyCut(look, budget, { wish, heldBack }) };
  const turnover = usdE18 === budget.turnoverUsdE18;
  return { usdE18, cut: bucketCut(look, budget, { wish, heldBack, turnover }) };
};

const dailyCut = (
  look: Look,
  budget: Budget,
  { wish, heldBack }: { readonly wish: Wish; readonly heldBack: bigint },
): HeldPart => ({
  usdE18: heldBack,
  hold: {
    reason: 'over-daily-volume',
    detail: null,
    limit: usdLimit('daily-volume', wish.usdE18, budget.dailyUsdE18),
    lookAgainAt: startOfUtcDay(look.snapshot.nowSeconds) + DAY_SECONDS,
  },
});

/** What a period leaves waits for the next one, as far as it is known when that begins. */
const grantedCut = (look: Look, { usdE18, sell }: Wish, granted: bigint): HeldPart => {
  const { delegated } = sell.asset;
  const hold = holdNow(look, 'delegation-exhausted', usdLimit('delegation-period', usdE18, granted));
  const lookAgainAt =
    delegated?.ok === true
      ? Math.max(delegated.renewsAtSeconds, look.snapshot.nowSeconds + 1)
      : hold.lookAgainAt;
  return { usdE18: usdE18 - granted, hold: { ...hold, detail: sell.asset.symbol, lookAgainAt } };
};

const bucketCut = (
  look: Look,
  budget: Budget,
  {
    wish,
    heldBack,
    turnover,
  }: { readonly wish: Wish; readonly heldBack: bigint; readonly turnover: boolean },
): HeldPart => {
  const { guard } = look.snapshot;
  const missing = turnover ? heldBack : lossUsdE18Up(heldBack, wish.spreadBps);
  return {
    usdE18: heldBack,
    hold: {
      reason: 'budget-exhausted',
      detail: null,
      limit: turnover
        ? usdLimit('turnover-bucket', wish.usdE18, budget.turnoverUsdE18)
        : usdLimit('loss-bucket', lossUsdE18Up(wish.usdE18, wish.spreadBps), budget.lossUsdE18),
      lookAgainAt: refilledAt(look, missing, turnover ? guard.turnoverBpsPerDay : guard.lossBpsPerDay),
    },
  };
};

/** Books an accepted leg. */
export const drawBudget = (
  budget: Budget,
  leg: {
    readonly usdE18: bigint;
    readonly spreadBps: number;
    readonly sell: Position;
    readonly sellUnits: bigint;
  },
): void => {
  const { token, delegated } = leg.sell.asset;
  if (delegated?.ok === true)
    budget.granted.set(token, larger((budget.granted.get(token) ?? delegated.leftUnits) - leg.sellUnits, 0n));
  budget.legsLeft -= 1;
  budget.dailyUsdE18 -= smaller(leg.usdE18, budget.dailyUsdE18);
  budget.turnoverUsdE18 -= smaller(leg.usdE18, budget.turnoverUsdE18);
  if (leg.spreadBps < 0)
    budget.lossUsdE18 -= smaller(lossUsdE18Up(leg.usdE18, leg.spreadBps), budget.lossUsdE18);
};
