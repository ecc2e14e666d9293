import type { Address } from 'viem';
import { bpsOfUp } from '../money/bps.ts';
import { larger, mulDivDown, smaller } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { type Budget, drawBudget, openBudget, roomFor } from './budget.ts';
import type { DroppedLeg, Leg, LegCost, LimitMet } from './decision.ts';
import type { Side } from './destination.ts';
import { askedSpreadBps, type OrderAmounts, orderAmounts } from './order-price.ts';
import { impactRoomUsdE18, legCostOf, pairCostOf, totalCostUsdE18 } from './pair-cost.ts';
import type { Reason } from './reasons.ts';
import { sliceValue } from './slices.ts';
import type { PairCost } from './snapshot.ts';
import type { Position } from './survey.ts';
import type { Look } from './triggers.ts';

const E18 = 10n ** 18n;
const WHOLE = 10_000n;

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

type Held = { readonly reason: Reason; readonly limit: LimitMet | null; readonly lookAgainAt: UnixSeconds };

type PairTerms = {
  readonly sell: Position;
  readonly buy: Position;
  /** Of the bought side before any leg, in the survey's exact unit. */
  readonly buyCapacity: bigint;
  readonly pair: PairCost;
  readonly spreadBps: number;
  readonly pairUsdE18: bigint;
  readonly slices: number;
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

const drop = (
  draft: Draft,
  terms: Pick<PairTerms, 'sell' | 'buy'>,
  part: Held & { readonly usdE18: bigint },
): void => {
  draft.dropped.push({
    sellToken: terms.sell.asset.token,
    buyToken: terms.buy.asset.token,
    valueUsdE18: part.usdE18,
    reason: part.reason,
    limit: part.limit,
    lookAgainAt: part.lookAgainAt,
  });
};

const nextLook = ({ snapshot, policy }: Look): UnixSeconds => snapshot.nowSeconds + policy.lookEverySeconds;

const usd = (name: LimitMet['name'], actual: bigint, allowed: bigint): LimitMet => ({
  name,
  unit: 'usd-e18',
  actual,
  allowed,
});

const addPair = (draft: Draft, { sell: sellSide, buy: buySide, usdE18 }: Pair): void => {
  const { look } = draft;
  const [sell, buy] = [sellSide.position, buySide.position];
  if (usdE18 === 0n) return;
  const token = buy.asset.token;
  const pair = pairCostOf(look.snapshot.costs, sell.asset.token, token);
  const impactRoom = impactRoomUsdE18(pair, look.policy.limits.priceImpactBpsMax);
  const withinImpact = impactRoom === null ? usdE18 : smaller(usdE18, impactRoom);
  const { count, usdE18: sliceUsdE18 } = sliceValue(
    withinImpact,
    look.policy.limits.maxTradeUsdE18,
    draft.minUsdE18,
  );
  const spreadBps = askedSpreadBps(look, sell.asset.token, token);
  const terms: PairTerms = {
    sell,
    buy,
    buyCapacity: buySide.capacity,
    pair,
    spreadBps,
    pairUsdE18: withinImpact,
    slices: count,
  };
  if (withinImpact < usdE18) {
    const limit = usd('price-impact', usdE18, withinImpact);
    const held = withinImpact < draft.minUsdE18 ? usdE18 : usdE18 - withinImpact;
    drop(draft, terms, { usdE18: held, reason: 'impact-too-high', limit, lookAgainAt: nextLook(look) });
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
    if (remaining > 0n) drop(draft, terms, behind === 0n ? held : heldWith(held, remaining));
    return;
  }
};

type HeldPart = Held & { readonly usdE18: bigint };
/** Written out, not spread: this runs for every leg that is held back. */
const heldWith = ({ reason, limit, lookAgainAt }: Held, usdE18: bigint): HeldPart => ({
  usdE18,
  reason,
  limit,
  lookAgainAt,
});
type Slice = { readonly number: number; readonly usdE18: bigint };

const belowMinimum = (draft: Draft, usdE18: bigint): HeldPart => {
  const { minUsdE18, minFillUsdE18, look } = draft;
  const name =
    minFillUsdE18 === minUsdE18 && minFillUsdE18 > look.policy.limits.minTradeUsdE18
      ? 'min-fill'
      : 'min-trade';
  return {
    usdE18,
    reason: 'below-minimum',
    limit: usd(name, usdE18, minUsdE18),
    lookAgainAt: nextLook(look),
  };
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
    return { usdE18: slice.usdE18, reason: 'order-open', limit, lookAgainAt: nextLook(look) };
  }
  const { usdE18, cut } = roomFor(look, budget, { usdE18: slice.usdE18, spreadBps: terms.spreadBps });
  if (cut !== null && usdE18 < draft.minUsdE18) return heldWith(cut, slice.usdE18);
  const refused = placeLeg(draft, terms, { number: slice.number, usdE18 });
  if (refused !== null) return heldWith(refused, slice.usdE18);
  return cut;
};

const placeLeg = (draft: Draft, terms: PairTerms, slice: Slice): Held | null => {
  const { sell, buy, spreadBps } = terms;
  const { look } = draft;
  const token = buy.asset.token;
  const roomUsdE18 = draft.roomUsdE18.get(token) ?? terms.buyCapacity / look.survey.scale;
  const amounts = orderAmounts({ sell, buy, sellUsdE18: slice.usdE18, buyUsdE18Max: roomUsdE18, spreadBps });
  if (amounts === null || !reachesMinimum(draft, sell, amounts)) {
    const limit = usd('granularity', slice.usdE18, draft.minUsdE18);
    return { reason: 'below-minimum', limit, lookAgainAt: nextLook(look) };
  }
  const refused =
    gasTooHigh(look, amounts.sellValueUsdE18) ?? allowanceTooLow(draft, sell, amounts.sellUnits);
  if (refused !== null) return refused;
  const cost = legCostOf(look.snapshot.costs, terms.pair, {
    usdE18: amounts.sellValueUsdE18,
    pairUsdE18: terms.pairUsdE18,
  });
  draft.legs.push(makeLeg(draft, terms, { amounts, number: slice.number, cost }));
  drawBudget(draft.budget, { usdE18: amounts.sellValueUsdE18, spreadBps });
  draft.roomUsdE18.set(token, larger(roomUsdE18 - amounts.buyValueUsdE18Up, 0n));
  return null;
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

const gasTooHigh = (look: Look, sellValueUsdE18: bigint): Held | null => {
  const gas = look.snapshot.costs.gasPerLegUsdE18;
  if (gas === 0n) return null;
  const allowedTimesWhole = sellValueUsdE18 * BigInt(look.policy.limits.gasCostBpsMax);
  if (gas * WHOLE <= allowedTimesWhole) return null;
  const limit = usd('gas-cost', gas, allowedTimesWhole / WHOLE);
  return { reason: 'gas-too-high', limit, lookAgainAt: nextLook(look) };
};

const allowanceTooLow = (draft: Draft, sell: Position, sellUnits: bigint): Held | null => {
  const { allowanceUnits, token } = sell.asset;
  if (allowanceUnits === null) return null;
  const left = draft.budget.allowances.get(token) ?? allowanceUnits;
  if (sellUnits <= left) {
    draft.budget.allowances.set(token, left - sellUnits);
    return null;
  }
  const limit = { name: 'allowance', unit: 'units', actual: sellUnits, allowed: left } as const;
  return { reason: 'allowance-low', limit, lookAgainAt: nextLook(draft.look) };
};

type Sized = { readonly amounts: OrderAmounts; readonly number: number; readonly cost: LegCost };

const makeLeg = ({ look, legs }: Draft, terms: PairTerms, sized: Sized): Leg => {
  const { sell, buy } = terms;
  const { amounts } = sized;
  const { orderTerms } = look.policy;
  const returnedUsdE18 = larger(amounts.sellValueUsdE18 - totalCostUsdE18(sized.cost), 0n);
  return {
    index: legs.length,
    kind: orderTerms.venue,
    sellToken: sell.asset.token,
    buyToken: buy.asset.token,
    sellUnits: amounts.sellUnits,
    buyUnits: amounts.buyUnits,
    expectedBuyUnits: mulDivDown(returnedUsdE18, buy.unitsPerToken, buy.priceUsdE18),
    sellPriceUsdE18: sell.priceUsdE18,
    buyPriceUsdE18: buy.priceUsdE18,
    referencePriceE18: mulDivDown(sell.priceUsdE18, E18, buy.priceUsdE18),
    sellValueUsdE18: amounts.sellValueUsdE18,
    limit: {
      spreadBps: terms.spreadBps,
      expiresInSeconds: Math.min(orderTerms.expiresInSeconds, look.snapshot.guard.orderTtlMaxSeconds),
    },
    slice: { number: sized.number, of: terms.slices },
    expectedCost: sized.cost,
  };
};
