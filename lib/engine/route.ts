import { absolute, BPS, mulDivUp, smaller } from '../money/fixed-point.ts';
import { askedSpreadBps, slippageBpsMax } from './order-price.ts';
import { atOnceRoomUsdE18, impactRoomUsdE18, legCostOf, pairCostOf, totalCostUsdE18 } from './pair-cost.ts';
import type { Immediate } from './policy.ts';
import type { Costs, PairCost } from './snapshot.ts';
import type { Position } from './survey.ts';
import type { Look } from './triggers.ts';
import { isAtOnce, type RouteReason, type VenueId } from './venue-id.ts';

/** Where a pair is traded, and what that costs. */
type Route = {
  readonly venue: VenueId;
  readonly costs: Costs;
  /** Null where it is the policy's own venue. */
  readonly why: RouteReason | null;
};

type Matched = { readonly sell: Position; readonly buy: Position; readonly usdE18: bigint };

/** {bps} = |value − target value| × 10,000 ÷ NAV, rounded down. */
const driftBps = ({ excess }: Position, { survey }: Look): bigint =>
  survey.navUsdE18 === 0n ? 0n : (absolute(excess) * BPS) / (survey.scale * survey.navUsdE18);

const unfilledSeconds = ({ snapshot }: Look, { sell, buy }: Matched): number => {
  const since = snapshot.asking.find(
    (one) => one.sellToken === sell.asset.token && one.buyToken === buy.asset.token,
  )?.sinceSeconds;
  return since === undefined ? 0 : Math.max(snapshot.nowSeconds - since, 0);
};

const reasonFor = (look: Look, pair: Matched, terms: Immediate): RouteReason | null => {
  const { snapshot, policy } = look;
  if (snapshot.venues[policy.orderTerms.venue] !== true) return 'venue-away';
  const { driftBpsMin, patienceSeconds } = terms;
  const drifted = [pair.sell, pair.buy].some(
    (side) => driftBpsMin !== null && driftBps(side, look) >= BigInt(driftBpsMin),
  );
  if (drifted) return 'drift';
  return patienceSeconds !== null && unfilledSeconds(look, pair) >= patienceSeconds ? 'patience' : null;
};

/** What trading the pair at once is expected to cost, gas included, of as much of it as one trade may be. */
const isCheapEnough = ({ policy }: Look, { sell, buy, usdE18 }: Matched, at: Terms): boolean => {
  const pair = pairCostOf(at.costs, sell.asset.token, buy.asset.token);
  const room = impactRoomUsdE18(pair, policy.limits.priceImpactBpsMax) ?? usdE18;
  const traded = smaller(smaller(usdE18, room), policy.limits.maxTradeUsdE18);
  if (traded === 0n) return false;
  const cost = totalCostUsdE18(legCostOf(at.costs, pair, { usdE18: traded, pairUsdE18: traded }));
  return mulDivUp(cost, BPS, traded) <= BigInt(at.costBpsMax);
};

type Terms = { readonly costs: Costs; readonly costBpsMax: number };

/**
 * Where a pair goes: to the policy's own venue, or, where its policy lets it, at once by a proposal: when the venue is away, the drift is large or
 * the pair was asked for too long, and the swap costs no more than the policy spends on that. Null when there is nowhere to go.
 */
const routeOf = (look: Look, pair: Matched): Route | null => {
  const { snapshot, policy } = look;
  const { venue, immediate } = policy.orderTerms;
  const own = snapshot.venues[venue] === true ? { venue, costs: snapshot.costs, why: null } : null;
  const { immediate: costs } = snapshot;
  if (immediate === null || costs === undefined || !snapshot.venues.proposal) return own;
  const why = reasonFor(look, pair, immediate);
  if (why === null || !isCheapEnough(look, pair, { costs, costBpsMax: immediate.costBpsMax })) return own;
  return { venue: 'proposal', costs, why };
};

/** A pair at the place where it is traded. */
export type Offer = Route & {
  readonly pair: PairCost;
  /** Most that may be traded of it; null = any. */
  readonly roomUsdE18: bigint | null;
  /** Asked above (+) or below (−) the mid. */
  readonly spreadBps: number;
};

/** Where a pair goes, how much of it and at which price. Null when there is nowhere to go. */
export const offerFor = (look: Look, matched: Matched): Offer | null => {
  const route = routeOf(look, matched);
  if (route === null) return null;
  const [sold, bought] = [matched.sell.asset.token, matched.buy.asset.token];
  const pair = pairCostOf(route.costs, sold, bought);
  const impactBpsMax = look.policy.limits.priceImpactBpsMax;
  if (!isAtOnce(route.venue))
    return {
      ...{ ...route, pair, roomUsdE18: impactRoomUsdE18(pair, impactBpsMax) },
      spreadBps: askedSpreadBps(look, sold, bought),
    };
  const slippage = slippageBpsMax(look);
  const roomUsdE18 = atOnceRoomUsdE18(pair, { impactBpsMax, slippageBpsMax: slippage });
  return { ...route, pair, roomUsdE18, spreadBps: 0 - slippage };
};

/** Whether anything of the policy can be traded anywhere now. */
export const hasVenue = ({ snapshot, policy }: Pick<Look, 'snapshot' | 'policy'>): boolean => {
  const { venue, immediate } = policy.orderTerms;
  if (snapshot.venues[venue] === true) return true;
  return immediate !== null && snapshot.venues.proposal && snapshot.immediate !== undefined;
};
