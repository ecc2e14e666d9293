import { smaller } from '../money/fixed-point.ts';

/** An amount to give or take, zero or more; `key` is the caller's own index. */
export type Party = { readonly key: number; readonly amount: bigint };

export type Match = { readonly sell: number; readonly buy: number; readonly amount: bigint };

/** What moving an amount from a seller to a buyer costs, in any common unit. */
export type PairCostOf = (sell: number, buy: number, amount: bigint) => bigint;

/** Givers and takers whose sums are equal. */
type Group = { readonly givers: readonly Party[]; readonly takers: readonly Party[] };

/** Up to this many parties every tree of pairs is tried; beyond it the cheapest pair comes first. */
const EXHAUSTIVE_MAX = 6;

type Remaining = { readonly key: number; amount: bigint };

/**
 * Pairs givers with takers; both must sum to the same. There is always at least one pair less than parties: equal amounts meet first,
 * then the largest meet the largest, or, with costs, those that make the sum of the costs least (beyond six parties: the cheapest pair
 * first). Deterministic in the given order.
 */
export const matchParties = (
  sells: readonly Party[],
  buys: readonly Party[],
  cost: PairCostOf | null,
): readonly Match[] => {
  const givers = sells.filter(({ amount }) => amount > 0n);
  const takers = buys.filter(({ amount }) => amount > 0n);
  const matches: Match[] = [];
  const rest = peelEqualPairs({ givers, takers }, cost, matches);
  if (rest.givers.length > 0 && rest.takers.length > 0) joinGroup(rest, cost, matches);
  return matches;
};

/** A giver and a taker of the same amount need one leg between them: whichever way the others are paired, none needs less. */
const peelEqualPairs = (group: Group, cost: PairCostOf | null, matches: Match[]): Group => {
  if (group.givers.length + group.takers.length < 4) return group;
  const takers = [...group.takers];
  const givers: Party[] = [];
  for (const giver of group.givers) {
    const best = cheapestEqual(giver, takers, cost);
    const taker = takers[best];
    if (taker === undefined) {
      givers.push(giver);
      continue;
    }
    takers.splice(best, 1);
    matches.push({ sell: giver.key, buy: taker.key, amount: giver.amount });
  }
  return { givers, takers };
};

/** The index of the taker of the same amount that costs least, the first of equals; −1 when there is none. */
const cheapestEqual = (giver: Party, takers: readonly Party[], cost: PairCostOf | null): number => {
  let best = -1;
  let bestCost = 0n;
  for (let index = 0; index < takers.length; index++) {
    const taker = takers[index];
    if (taker === undefined || taker.amount !== giver.amount) continue;
    if (cost === null) return index;
    const itsCost = cost(giver.key, taker.key, giver.amount);
    if (best < 0 || itsCost < bestCost) [best, bestCost] = [index, itsCost];
  }
  return best;
};

const joinGroup = (group: Group, cost: PairCostOf | null, matches: Match[]): void => {
  const { givers, takers } = group;
  if (givers.length === 1 || takers.length === 1) joinStar(group, matches);
  else if (cost === null) joinLargest(group, matches);
  else if (givers.length + takers.length > EXHAUSTIVE_MAX) joinCheapest(group, cost, matches);
  else matches.push(...cheapestTree(group, cost));
};

const joinStar = ({ givers, takers }: Group, matches: Match[]): void => {
  for (const giver of givers) {
    for (const taker of takers) {
      matches.push({ sell: giver.key, buy: taker.key, amount: smaller(giver.amount, taker.amount) });
    }
  }
};

const indexOfLargest = (parties: readonly Remaining[]): number => {
  let best = 0;
  for (let index = 1; index < parties.length; index++) {
    if ((parties[index]?.amount ?? 0n) > (parties[best]?.amount ?? 0n)) best = index;
  }
  return best;
};

/** Keeps the order of the others, without the copy of what is removed that splice makes. */
const removeAt = (parties: Remaining[], index: number): void => {
  for (let at = index + 1; at < parties.length; at++) {
    const next = parties[at];
    if (next !== undefined) parties[at - 1] = next;
  }
  parties.pop();
};

/** Settles one pair and removes whoever is done; each call ends at least one party, the last one two. */
const settlePair = (
  givers: Remaining[],
  takers: Remaining[],
  pair: { readonly giver: number; readonly taker: number },
): Match => {
  const giver = givers[pair.giver];
  const taker = takers[pair.taker];
  if (giver === undefined || taker === undefined) throw new RangeError('no such pair to settle');
  const amount = smaller(giver.amount, taker.amount);
  giver.amount -= amount;
  taker.amount -= amount;
  if (giver.amount === 0n) removeAt(givers, pair.giver);
  if (taker.amount === 0n) removeAt(takers, pair.taker);
  return { sell: giver.key, buy: taker.key, amount };
};

const copyOf = (parties: readonly Party[]): Remaining[] =>
  parties.map(({ key, amount }) => ({ key, amount }));

const joinLargest = (group: Group, matches: Match[]): void => {
  const givers = copyOf(group.givers);
  const takers = copyOf(group.takers);
  while (givers.length > 0 && takers.length > 0) {
    matches.push(
      settlePair(givers, takers, { giver: indexOfLargest(givers), taker: indexOfLargest(takers) }),
    );
  }
};

const joinCheapest = (group: Group, cost: PairCostOf, matches: Match[]): void => {
  const givers = copyOf(group.givers);
  const takers = copyOf(group.takers);
  while (givers.length > 0 && takers.length > 0) {
    let best = { giver: 0, taker: 0, cost: 0n, amount: 0n };
    for (const [giver, one] of givers.entries()) {
      for (const [taker, other] of takers.entries()) {
        const amount = smaller(one.amount, other.amount);
        const itsCost = cost(one.key, other.key, amount);
        // Per unit moved, compared without division.
        if (best.amount === 0n || itsCost * best.amount < best.cost * amount)
          best = { giver, taker, cost: itsCost, amount };
      }
    }
    matches.push(settlePair(givers, takers, best));
  }
};

type Tree = { readonly matches: readonly Match[]; readonly cost: bigint };

/** Every extreme solution of the transport problem settles pairs in some order, so trying all orders finds the cheapest one. */
const cheapestTree = (group: Group, cost: PairCostOf): readonly Match[] => {
  const seen = new Map<string, Tree>();
  const best = (givers: readonly Remaining[], takers: readonly Remaining[]): Tree => {
    if (givers.length === 0 || takers.length === 0) return { matches: [], cost: 0n };
    const state = [...givers, ...takers].map(({ key, amount }) => `${key}:${amount}`).join();
    const known = seen.get(state);
    if (known !== undefined) return known;
    let found: Tree | null = null;
    for (const giver of givers.keys()) {
      for (const taker of takers.keys()) {
        const [restGivers, restTakers] = [copyOf(givers), copyOf(takers)];
        const match = settlePair(restGivers, restTakers, { giver, taker });
        const rest = best(restGivers, restTakers);
        const total = rest.cost + cost(match.sell, match.buy, match.amount);
        if (found === null || total < found.cost) found = { matches: [match, ...rest.matches], cost: total };
      }
    }
    const tree = found ?? { matches: [], cost: 0n };
    seen.set(state, tree);
    return tree;
  };
  return best(copyOf(group.givers), copyOf(group.takers)).matches;
};
