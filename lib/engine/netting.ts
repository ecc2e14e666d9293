import type { Party } from './match.ts';

/** Givers and takers whose sums are equal. */
export type Group = { readonly givers: readonly Party[]; readonly takers: readonly Party[] };

/** Beyond this many parties no exactly netting subsets are looked for; a contract has at most 16 assets. */
const PARTIES_MAX = 16;
const HASH_BITS = 30;
const HASH_MASK = 2 ** HASH_BITS - 1;

/**
 * Cuts a group that holds no equal pair into the most groups that each net out exactly. Two groups without equal pairs need three
 * members each, so nothing is searched below six parties.
 */
export const exactGroups = (group: Group): readonly Group[] => {
  const { givers, takers } = group;
  const parties = givers.length + takers.length;
  if (parties < 6 || parties > PARTIES_MAX || givers.length === 1 || takers.length === 1) return [group];
  const signed = [...givers.map(({ amount }) => amount), ...takers.map(({ amount }) => -amount)];
  const netting = nettingSubsets(signed);
  return netting.size < 2 ? [group] : cut(group, bestCut(parties, netting));
};

/** Hashed sums of all subsets, by bit mask. */
const subsetSums = (hashes: readonly number[]): Int32Array => {
  const sums = new Int32Array(2 ** hashes.length);
  for (let mask = 1; mask < sums.length; mask++) {
    const lowest = 31 - Math.clz32(mask & -mask);
    sums[mask] = ((sums[mask & (mask - 1)] ?? 0) + (hashes[lowest] ?? 0)) & HASH_MASK;
  }
  return sums;
};

/**
 * All subsets (as bit masks) whose amounts sum to exactly zero: every subset of one half is held against every subset of the other.
 * Low bits are compared first, a hash that can only err by offering too many; every candidate is then summed exactly.
 */
const nettingSubsets = (signed: readonly bigint[]): ReadonlySet<number> => {
  const hashes = signed.map((amount) => Number(BigInt.asUintN(HASH_BITS, amount)));
  const half = signed.length >> 1;
  const low = subsetSums(hashes.slice(0, half));
  const high = subsetSums(hashes.slice(half));
  const netting = new Set<number>();
  for (let upper = 0; upper < high.length; upper++) {
    const wanted = -(high[upper] ?? 0) & HASH_MASK;
    for (let lower = 0; lower < low.length; lower++) {
      if (low[lower] !== wanted) continue;
      const mask = (upper << half) | lower;
      if (mask !== 0 && exactSum(signed, mask) === 0n) netting.add(mask);
    }
  }
  return netting;
};

const exactSum = (signed: readonly bigint[], mask: number): bigint => {
  let sum = 0n;
  for (const [index, amount] of signed.entries()) if ((mask & (1 << index)) !== 0) sum += amount;
  return sum;
};

/** The most netting subsets that the whole set can be cut into, as masks: best[mask] counts them inside mask. */
const bestCut = (parties: number, netting: ReadonlySet<number>): readonly number[] => {
  const size = 2 ** parties;
  const best = new Uint8Array(size);
  const from = new Int32Array(size);
  for (let mask = 1; mask < size; mask++) {
    for (let bits = mask; bits !== 0; bits &= bits - 1) {
      const without = mask & ~(bits & -bits);
      const count = best[without] ?? 0;
      if (from[mask] === 0 || count > (best[mask] ?? 0)) {
        best[mask] = count;
        from[mask] = without === 0 ? -1 : without;
      }
    }
    if (netting.has(mask)) best[mask] = (best[mask] ?? 0) + 1;
  }
  const cuts: number[] = [];
  let start = size - 1;
  for (let mask = start; mask > 0; ) {
    const next = Math.max(from[mask] ?? 0, 0);
    // A netting prefix of the chain ends here: what was added since the last one is a group of its own.
    if (next === 0 || netting.has(next)) {
      cuts.push(start & ~next);
      start = next;
    }
    mask = next;
  }
  return cuts;
};

const cut = ({ givers, takers }: Group, masks: readonly number[]): readonly Group[] =>
  masks.map((mask) => ({
    givers: givers.filter((_, index) => (mask & (1 << index)) !== 0),
    takers: takers.filter((_, index) => (mask & (1 << (givers.length + index))) !== 0),
  }));
