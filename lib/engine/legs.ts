import type { Address } from 'viem';
import { BPS, bpsOfUp, E18, larger, mulDivDown, smaller } from '../money/fixed-point.ts';
import { type Budget, drawBudget, type HeldPart, openBudget, roomFor } from './budget.ts';
import type { DroppedLeg, Leg, LegCost } from './decision.ts';
import type { Side } from './destination.ts';
import { type Hold, holdNow, usdLimit } from './hold.ts';
import { type LegPart, partNow } from './in-parts.ts';
import { measuredLifeSeconds } from './measured-walk.ts';
import { type OrderAmounts, orderAmounts } from './order-price.ts';
import { legCostOf, totalCostUsdE18 } from './pair-cost.ts';
import { type Offer, offerFor } from './route.ts';
import { sliceValue } from './slices.ts';
import type { Position } from './survey.ts';
import type { Look } from './triggers.ts';

/** A matched pair before any limit, in USD. */
export type Pair = { readonly sell: Side; readonly buy: Side; readonly usdE18: bigint };

export type LegPlan = { readonly legs: Leg[]; readonly dropped: DroppedLeg[] };

/** What is worked on while the pairs of one plan go through the limits. */
type Draft = {
  readonly look: Look;
  readonly budget: Budget;
  readonly legs: Leg[];
  readonly dropped: DroppedLeg[];
  /** What each bought asset may still grow by on its way to the target. */
  readonly roomUsdE18: Map<Address, bigint>;
  readonly minUsdE18: bigint;
  readonly minFillUsdE18: bigint;
};

type PairTerms = {
  readonly sell: Position;
  readonly buy: Position;
  /** Of the bought side before any leg, in the survey's exact unit. */
  readonly buyCapacity: bigint;
  readonly offer: Offer;
  readonly pairUsdE18: bigint;
  readonly slices: number;
  readonly part: LegPart | null;
};

/** Turns matched pairs into legs, the largest first; whatever a limit holds back is kept with its reason. */
export const legsOf = (pairs: readonly Pair[], look: Look): LegPlan => {
  const minFillUsdE18 = bpsOfUp(look.survey.navUsdE18, look.snapshot.guard.minFillBps);
  const draft: Draft = {
    look,
    budget: openBudget(look),
    legs: [],
    dropped: [],
    roomUsdE18: new Map(),
    minUsdE18: larger(look.policy.limits.minTradeUsdE18, minFillUsdE18),
    minFillUsdE18,
  };
  for (const pair of pairs) addPair(draft, pair);
  return draft;
};

const drop = (draft: Draft, { sell, buy }: Pick<PairTerms, 'sell' | 'buy'>, part: HeldPart): void => {
  draft.dropped.push({
    sellToken: sell.asset.token,
    buyToken: buy.asset.token,
    valueUsdE18: part.usdE18,
    hold: part.hold,
  });
};

const addPair = (draft: Draft, { sell: sellSide, buy: buySide, usdE18: wantedUsdE18 }: Pair): void => {
  const { look, minUsdE18 } = draft;
  const [sell, buy] = [sellSide.position, buySide.position];
  if (wantedUsdE18 === 0n) return;
  const { usdE18, part, hold: later } = partNow(look, { sell, buy, usdE18: wantedUsdE18, minUsdE18 });
  if (later !== null) drop(draft, { sell, buy }, { usdE18: wantedUsdE18 - usdE18, hold: later });
  if (usdE18 === 0n) return;
  const offer = offerFor(look, { sell, buy, usdE18 });
  if (offer === null) {
    drop(draft, { sell, buy }, { usdE18, hold: holdNow(look, 'venue-unavailable') });
    return;
  }
  const { roomUsdE18 } = offer;
  const withinImpact = roomUsdE18 === null ? usdE18 : smaller(usdE18, roomUsdE18);
  const { maxTradeUsdE18 } = look.policy.limits;
  const { count, usdE18: sliceUsdE18 } = sliceValue(withinImpact, maxTradeUsdE18, draft.minUsdE18);
  const terms: PairTerms = {
    sell,
    buy,
    buyCapacity: buySide.capacity,
    offer,
    pairUsdE18: withinImpact,
    slices: count,
    part,
  };
  if (withinImpact < usdE18) {
    const hold = holdNow(look, 'impact-too-high', usdLimit('price-impact', usdE18, withinImpact));
    drop(draft, terms, { usdE18: withinImpact < draft.minUsdE18 ? usdE18 : usdE18 - withinImpact, hold });
    if (withinImpact < draft.minUsdE18) return;
  }
  addSlices(draft, terms, sliceUsdE18);
};

const addSlices = (draft: Draft, terms: PairTerms, sliceUsdE18: bigint): void => {
  for (let number = 1; number <= terms.slices; number++) {
    const held = addSlice(draft, terms, { number, usdE18: sliceUsdE18 });
    if (held === null) continue;
    // What stops one slice stops its equals: the rest is held back in one piece.
    const behind = terms.slices === number ? 0n : BigInt(terms.slices - number) * sliceUsdE18;
    const remaining = behind + held.usdE18;
    if (remaining > 0n) drop(draft, terms, { usdE18: remaining, hold: held.hold });
    return;
  }
};

type Slice = { readonly number: number; readonly usdE18: bigint };

const belowMinimum = (draft: Draft, usdE18: bigint): HeldPart => {
  const { minUsdE18, minFillUsdE18, look } = draft;
  const name =
    minFillUsdE18 === minUsdE18 && minFillUsdE18 > look.policy.limits.minTradeUsdE18
      ? 'min-fill'
      : 'min-trade';
  return { usdE18, hold: holdNow(look, 'below-minimum', usdLimit(name, usdE18, minUsdE18)) };
};

/** Adds one slice as a leg; returns the part that was held back, or null when all of it is in. */
const addSlice = (draft: Draft, terms: PairTerms, slice: Slice): HeldPart | null => {
  const { look, budget } = draft;
  if (slice.usdE18 < draft.minUsdE18) return belowMinimum(draft, slice.usdE18);
  if (budget.legsLeft === 0) {
    const limit = {
      name: 'legs-max',
      unit: 'units',
      actual: BigInt(draft.legs.length + 1),
      allowed: BigInt(look.policy.limits.legsMax),
    } as const;
    return { usdE18: slice.usdE18, hold: holdNow(look, 'legs-max', limit) };
  }
  const { usdE18, cut } = roomFor(look, budget, {
    ...{ usdE18: slice.usdE18, spreadBps: terms.offer.spreadBps, sell: terms.sell },
  });
  if (cut !== null && usdE18 < draft.minUsdE18) return { usdE18: slice.usdE18, hold: cut.hold };
  const refused = placeLeg(draft, terms, { number: slice.number, usdE18 });
  return refused === null ? cut : { usdE18: slice.usdE18, hold: refused };
};

const placeLeg = (draft: Draft, terms: PairTerms, slice: Slice): Hold | null => {
  const {
    sell,
    buy,
    offer: { spreadBps },
  } = terms;
  const { look } = draft;
  const token = buy.asset.token;
  const roomUsdE18 = draft.roomUsdE18.get(token) ?? terms.buyCapacity / look.survey.scale;
  const amounts = orderAmounts({ sell, buy, sellUsdE18: slice.usdE18, buyUsdE18Max: roomUsdE18, spreadBps });
  if (amounts === null || !reachesMinimum(draft, sell, amounts)) {
    return holdNow(look, 'below-minimum', usdLimit('granularity', slice.usdE18, draft.minUsdE18));
  }
  const refused =
    gasTooHigh(look, terms.offer, amounts.sellValueUsdE18) ??
    (terms.offer.venue === 'proposal' ? null : allowanceTooLow(draft, sell, amounts.sellUnits));
  if (refused !== null) return refused;
  const cost = legCostOf(terms.offer.costs, terms.offer.pair, {
    usdE18: amounts.sellValueUsdE18,
    pairUsdE18: terms.pairUsdE18,
  });
  const returnedUsdE18 = amounts.sellValueUsdE18 - totalCostUsdE18(cost);
  const wasted = returnsNothing(look, buy, { amounts, returnedUsdE18 });
  if (wasted !== null) return wasted;
  draft.legs.push(makeLeg(draft, terms, { amounts, returnedUsdE18, number: slice.number, cost }));
  drawBudget(draft.budget, {
    ...{ usdE18: amounts.sellValueUsdE18, sellUnits: amounts.sellUnits, spreadBps, sell },
  });
  draft.roomUsdE18.set(token, larger(roomUsdE18 - amounts.buyValueUsdE18Up, 0n));
  return null;
};

/** A leg whose costs reach what it sells, or leave less than one unit of what it buys, would give something for nothing. */
const returnsNothing = (
  look: Look,
  buy: Position,
  { amounts, returnedUsdE18 }: Pick<Sized, 'amounts' | 'returnedUsdE18'>,
): Hold | null => {
  if (returnedUsdE18 > 0n && returnedUsdE18 * buy.unitsPerToken >= buy.priceUsdE18) return null;
  const costUsdE18 = amounts.sellValueUsdE18 - returnedUsdE18;
  return holdNow(look, 'cost-exceeds-benefit', usdLimit('cost-share', costUsdE18, amounts.sellValueUsdE18));
};

/** A leg at exactly the minimum counts, although its units are floored; the contract's own minimum is met to the unit. */
const reachesMinimum = (
  draft: Draft,
  sell: Position,
  amounts: { readonly sellUnits: bigint; readonly sellValueUsdE18: bigint },
): boolean => {
  if (amounts.sellValueUsdE18 < draft.minFillUsdE18) return false;
  const { minTradeUsdE18 } = draft.look.policy.limits;
  return (
    amounts.sellValueUsdE18 >= minTradeUsdE18 ||
    amounts.sellUnits >= mulDivDown(minTradeUsdE18, sell.unitsPerToken, sell.priceUsdE18)
  );
};

const gasTooHigh = (look: Look, { costs }: Offer, sellValueUsdE18: bigint): Hold | null => {
  const gas = costs.gasPerLegUsdE18;
  if (gas === 0n) return null;
  const allowedTimesWhole = sellValueUsdE18 * BigInt(look.policy.limits.gasCostBpsMax);
  if (gas * BPS <= allowedTimesWhole) return null;
  return holdNow(look, 'gas-too-high', usdLimit('gas-cost', gas, allowedTimesWhole / BPS));
};

const allowanceTooLow = (draft: Draft, sell: Position, sellUnits: bigint): Hold | null => {
  const { allowanceUnits, token } = sell.asset;
  if (allowanceUnits === null) return null;
  const left = draft.budget.allowances.get(token) ?? allowanceUnits;
  if (sellUnits <= left) {
    draft.budget.allowances.set(token, left - sellUnits);
    return null;
  }
  const limit = { name: 'allowance', unit: 'units', actual: sellUnits, allowed: left } as const;
  return holdNow(draft.look, 'allowance-low', limit);
};

type Sized = {
  readonly amounts: OrderAmounts;
  /** What is expected back: the sold value less all costs. */
  readonly returnedUsdE18: bigint;
  readonly number: number;
  readonly cost: LegCost;
};

const makeLeg = ({ look, legs }: Draft, terms: PairTerms, sized: Sized): Leg => {
  const { sell, buy } = terms;
  const { amounts } = sized;
  const { orderTerms } = look.policy;
  const { market, guard } = look.snapshot;
  const lifeSeconds =
    orderTerms.walk === 'measured' && market !== undefined
      ? Math.min(orderTerms.expiresInSeconds, measuredLifeSeconds(market))
      : orderTerms.expiresInSeconds;
  return {
    index: legs.length,
    venue: terms.offer.venue,
    sellToken: sell.asset.token,
    buyToken: buy.asset.token,
    sellUnits: amounts.sellUnits,
    buyUnits: amounts.buyUnits,
    expectedBuyUnits: mulDivDown(sized.returnedUsdE18, buy.unitsPerToken, buy.priceUsdE18),
    sellPriceUsdE18: sell.priceUsdE18,
    buyPriceUsdE18: buy.priceUsdE18,
    referencePriceE18: mulDivDown(sell.priceUsdE18, E18, buy.priceUsdE18),
    sellValueUsdE18: amounts.sellValueUsdE18,
    limit: {
      spreadBps: terms.offer.spreadBps,
      expiresInSeconds: Math.min(lifeSeconds, guard.orderTtlMaxSeconds),
    },
    slice: { number: sized.number, of: terms.slices },
    expectedCost: sized.cost,
    ...(terms.offer.why === null ? {} : { routed: terms.offer.why }),
    ...(terms.part === null ? {} : { part: terms.part }),
  };
};
