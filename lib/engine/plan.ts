import { absolute, BPS } from '../money/fixed-point.ts';
import type { DroppedLeg, Leg } from './decision.ts';
import { type Aims, aimsOf, type Side } from './destination.ts';
import { type Hold, holdNow, regularLookAt, usdLimit } from './hold.ts';
import { isPairUnderWay } from './in-parts.ts';
import { type LegPlan, legsOf, type Pair } from './legs.ts';
import { matchParties, type PairCostOf, type Party } from './match.ts';
import { type Outcome, planCost } from './outcome.ts';
import { impactUsdE18Up, pairCostOf } from './pair-cost.ts';
import type { Position } from './survey.ts';
import type { Fired, Look } from './triggers.ts';

/** Aims, pairs and legs for a portfolio whose trigger has fired; held with the largest obstacle when no leg is left. */
export const planFor = (look: Look, fired: Fired): Outcome => {
  const aims = aimsOf(fired, look);
  const wanted = pairsOf(aims, look);
  const pairs = fired.isOngoing === true ? wanted.filter((pair) => isBegun(look, pair)) : wanted;
  const legPlan = legsOf(pairs, look);
  if (legPlan.legs.length === 0) {
    const hold = noLegsHold(look, legPlan, aims);
    return { fired: fired.kind, hold, legPlan, blocked: aims.blocked, benefitUsdE18: null };
  }
  const gate = costGate(look, legPlan.legs);
  const refusal = gate?.hold ?? null;
  if (gate !== null && refusal !== null) {
    const dropped = [...legPlan.legs.map((leg) => droppedByGate(leg, refusal)), ...legPlan.dropped];
    const refused = { legs: [], dropped };
    return {
      fired: fired.kind,
      hold: refusal,
      legPlan: refused,
      blocked: aims.blocked,
      benefitUsdE18: gate.benefitUsdE18,
    };
  }
  return {
    fired: fired.kind,
    hold: null,
    legPlan,
    blocked: aims.blocked,
    benefitUsdE18: gate?.benefitUsdE18 ?? null,
  };
};

const isBegun = (look: Look, { sell, buy }: Pair): boolean =>
  isPairUnderWay(look, { sell: sell.position, buy: buy.position });

const droppedByGate = (leg: Leg, hold: Hold): DroppedLeg => ({
  sellToken: leg.sellToken,
  buyToken: leg.buyToken,
  valueUsdE18: leg.sellValueUsdE18,
  hold,
});

const partiesOf = (sides: readonly Side[]): Party[] => {
  const parties: Party[] = [];
  for (const { amount } of sides) parties.push({ key: parties.length, amount });
  return parties;
};

/** Matched pairs in USD, the largest first; equal ones in order of token. */
const pairsOf = ({ sells, buys }: Aims, look: Look): Pair[] => {
  const matches = matchParties(partiesOf(sells), partiesOf(buys), transportCost({ sells, buys }, look));
  const pairs: Pair[] = [];
  for (const match of matches) {
    const [sell, buy] = [sells[match.sell], buys[match.buy]];
    if (sell !== undefined && buy !== undefined)
      insertPair(pairs, { sell, buy, usdE18: match.amount / look.survey.scale });
  }
  return pairs;
};

/** A few pairs that mostly come in order: cheaper than sorting them afterwards. */
const insertPair = (pairs: Pair[], pair: Pair): void => {
  let at = pairs.push(pair) - 1;
  for (; at > 0; at--) {
    const before = pairs[at - 1];
    if (before === undefined || largestFirst(before, pair) < 0) break;
    pairs[at] = before;
  }
  pairs[at] = pair;
};

const largestFirst = (a: Pair, b: Pair): number => {
  if (a.usdE18 !== b.usdE18) return a.usdE18 > b.usdE18 ? -1 : 1;
  const [aKey, bKey] = [a, b].map(({ sell, buy }) => sell.position.asset.token + buy.position.asset.token);
  return (aKey ?? '') < (bKey ?? '') ? -1 : 1;
};

/** Null when every pair costs the same, so that no pairing is cheaper than another. */
const transportCost = ({ sells, buys }: Pick<Aims, 'sells' | 'buys'>, look: Look): PairCostOf | null => {
  const { costs } = look.snapshot;
  if (costs.pairs.length === 0) return null;
  return (sell, buy, amount) => {
    const [from, to] = [sells[sell]?.position.asset.token, buys[buy]?.position.asset.token];
    if (from === undefined || to === undefined) return 0n;
    const pair = pairCostOf(costs, from, to);
    const usdE18 = amount / look.survey.scale;
    return (usdE18 * BigInt(pair.spreadBps + pair.feeBps)) / BPS + impactUsdE18Up(pair, usdE18, usdE18);
  };
};

/** Something fired and nothing can be traded: the largest obstacle names the hold. */
const noLegsHold = (look: Look, { dropped }: LegPlan, { blocked }: Aims): Hold => {
  // A part that is done names the hold only where nothing else stood in the way of the present one.
  const first = dropped.find(({ hold }) => hold.reason !== 'part-traded') ?? dropped[0];
  if (first !== undefined) return first.hold;
  let largest: Position | null = null;
  for (const position of blocked.keys()) {
    if (largest === null || absolute(position.excess) > absolute(largest.excess)) largest = position;
  }
  const block = largest === null ? undefined : blocked.get(largest);
  if (block === undefined) return holdNow(look, 'in-band');
  // An order may fill long before it ends.
  return block.reason === 'order-open'
    ? { ...block, lookAgainAt: Math.min(block.lookAgainAt, regularLookAt(look)) }
    : block;
};

type Gate = { readonly hold: Hold | null; readonly benefitUsdE18: bigint };

/** Compares the plan's cost with what its fall of the tracking error is worth at the policy's own rate. */
const costGate = (look: Look, legs: readonly Leg[]): Gate | null => {
  const gate = look.policy.costGate;
  if (gate === null) return null;
  const movedUsdE18 = legs.reduce((sum, leg) => sum + leg.sellValueUsdE18, 0n);
  const benefitUsdE18 = (movedUsdE18 * BigInt(gate.benefitRateBps)) / BPS;
  const allowed = (benefitUsdE18 * BigInt(gate.costShareBpsMax)) / BPS;
  const actual = planCost(legs);
  const hold =
    actual <= allowed ? null : holdNow(look, 'cost-exceeds-benefit', usdLimit('cost-share', actual, allowed));
  return { hold, benefitUsdE18 };
};
