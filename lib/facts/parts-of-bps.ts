/** {hundredths of a basis point} in one. */
const HUNDREDTHS = 1_000_000n;

/** Rounded down, below zero as well. */
const floorDiv = (part: bigint, whole: bigint): bigint => {
  const quotient = part / whole;
  return part % whole < 0n ? quotient - 1n : quotient;
};

/**
 * Parts of a whole in basis points to a hundredth, so that they add up to their sum ÷ whole as it is shown, rounded to the nearest: each is
 * rounded down, and the hundredths that are missing go to the largest remainders, the earlier of equal ones. Source: T. Hare's method.
 * @param whole above zero
 */
export const partsOfBps = (
  parts: readonly bigint[],
  whole: bigint,
): { readonly partsBps: readonly number[]; readonly sumBps: number } => {
  const scaled = parts.map((part) => part * HUNDREDTHS);
  const down = scaled.map((part) => floorDiv(part, whole));
  const sum = floorDiv(2n * scaled.reduce((all, part) => all + part, 0n) + whole, 2n * whole);
  const missing = Number(sum - down.reduce((all, part) => all + part, 0n));
  const byRemainder = scaled
    .map((part, index) => ({ index, left: part - (down[index] ?? 0n) * whole }))
    .sort((a, b) => (a.left === b.left ? a.index - b.index : a.left > b.left ? -1 : 1));
  const raised = new Set(byRemainder.slice(0, missing).map(({ index }) => index));
  return {
    partsBps: down.map((part, index) => Number(part + (raised.has(index) ? 1n : 0n)) / 100),
    sumBps: Number(sum) / 100,
  };
};
