import type { Party } from './match.ts';

/** Givers and takers whose sums are equal. */
export type Group = { readonly givers: readonly Party[]; readonly takers: readonly Party[] };

/** Beyond this many parties no exactly netting subsets are looked for; a contract has at most 16 assets. */
const PARTIES_MAX = 16;
/** Sums are compared by their remainder first; a prime, because round amounts share their low digits in any other base. */
const PRIME = 1_073_741_789;
const PRIME_EXACT = BigInt(PRIME);

/**
 * Cuts a group that holds no equal pair into the most groups that each net out exactly. Two groups without equal pairs need three
 * members each, so nothing is searched below six parties.
 */
export const exactGroups = (group: Group): readonly Group[] => {
  const { givers, takers } = group;
  const parties = givers.length + takers.length;
  if (parties < 6 || parties > PARTIES_MAX || givers.length === 1 || takers.length === 1) return [group];
  const signed: bigint[] = [];
  for (const { amount } of givers) signed.push(amount);
  for (const { amount } of takers) signed.push(-amount);
  const netting = nettingSubsets(signed);
  return netting.length === 0 ? [group] : cut(group, bestCut(parties, netting));
};

/** Work space of one search, kept because making typed arrays anew costs more than filling them: nothing is read that was not written in the same search. */
const HALF_MAX = 2 ** (PARTIES_MAX / 2);
const SLOTS = 512;
const lowSums = new Int32Array(HALF_MAX);
const highSums = new Int32Array(HALF_MAX);
/** The last low subset whose sum falls into the slot, and per low subset the one before it; −1 = none. */
const lastInSlot = new Int16Array(SLOTS);
const beforeInSlot = new Int16Array(HALF_MAX);

/** Writes the remainders of the sums of all subsets of a part of the amounts, by bit mask; returns how many there are. */
const writeSubsetSums = (sums: Int32Array, part: readonly bigint[]): number => {
  let count = 1;
  sums[0] = 0;
  for (const amount of part) {
    const remainder = Number(amount % PRIME_EXACT);
    const positive = remainder < 0 ? remainder + PRIME : remainder;
    for (let mask = 0; mask < count; mask++) {
      const sum = (sums[mask] ?? 0) + positive;
      sums[count + mask] = sum >= PRIME ? sum - PRIME : sum;
    }
    count *= 2;
  }
  return count;
};

/**
 * The subsets without the last party (as bit masks) whose amounts sum to exactly zero; as all of them do, so does what each leaves.
 * Every subset of one half looks up the subsets of the other half that would make it zero. Remainders can only err by offering too
 * many; every candidate is then summed exactly.
 */
const nettingSubsets = (signed: readonly bigint[]): readonly number[] => {
  const half = signed.length >> 1;
  const lows = writeSubsetSums(lowSums, signed.slice(0, half));
  const highs = writeSubsetSums(highSums, signed.slice(half, -1));
  lastInSlot.fill(-1);
  for (let lower = 0; lower < lows; lower++) {
    const slot = (lowSums[lower] ?? 0) & (SLOTS - 1);
    beforeInSlot[lower] = lastInSlot[slot] ?? -1;
    lastInSlot[slot] = lower;
  }
  const netting: number[] = [];
  for (let upper = 0; upper < highs; upper++) {
    const sum = highSums[upper] ?? 0;
    const wanted = sum === 0 ? 0 : PRIME - sum;
    let lower = lastInSlot[wanted & (SLOTS - 1)] ?? -1;
    for (; lower >= 0; lower = beforeInSlot[lower] ?? -1) {
      if (lowSums[lower] !== wanted) continue;
      const mask = (upper << half) | lower;
      if (mask !== 0 && exactSum(signed, mask) === 0n) netting.push(mask);
    }
  }
  return netting;
};

const exactSum = (signed: readonly bigint[], mask: number): bigint => {
  let sum = 0n;
  for (let index = 0; index < signed.length; index++) {
    if ((mask & (1 << index)) !== 0) sum += signed[index] ?? 0n;
  }
  return sum;
};

/** The most netting subsets that the whole set can be cut into, as masks: best[mask] counts them inside mask. */
const bestCut = (parties: number, withoutLast: readonly number[]): readonly number[] => {
  const size = 2 ** parties;
  const netting = new Set([size - 1]);
  for (const mask of withoutLast) netting.add(mask).add(size - 1 - mask);
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
