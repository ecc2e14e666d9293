import type { Band } from '../../lib/engine/policy.ts';

/** One holding at one block, as the chain has it. */
export type ChainHolding = {
  readonly units: bigint;
  readonly decimals: number;
  /** USD per whole token in 8 decimals. */
  readonly answer: bigint;
  readonly targetBps: number;
};

/** USD with 8 decimals, times 10^18: fine enough for a wei of an 18-decimals token. */
export const holdingValue = ({ units, decimals, answer }: Omit<ChainHolding, 'targetBps'>): bigint =>
  (units * answer * 10n ** 18n) / 10n ** BigInt(decimals);

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

const navOf = (holdings: readonly ChainHolding[]): bigint =>
  holdings.reduce((sum, holding) => sum + holdingValue(holding), 0n);

/** ½ Σ |weight − target| in basis points with two decimals, rounded to nearest. Computed from raw units alone. */
export const trackingErrorBps = (holdings: readonly ChainHolding[]): number => {
  const nav = navOf(holdings);
  if (nav === 0n) return 0;
  const distance = holdings.reduce(
    (sum, holding) => sum + magnitude(holdingValue(holding) * 10_000n - BigInt(holding.targetBps) * nav),
    0n,
  );
  // {bps/100} = {value} · {100 · 10,000 bps} ÷ {NAV · 10,000 bps}, halved
  return Number((distance * 100n + nav) / (2n * nav)) / 100;
};

/** True when no holding is at or beyond the band. Hybrid bands count by their wider side. */
export const insideBand = (holdings: readonly ChainHolding[], band: Band): boolean => {
  const nav = navOf(holdings);
  return holdings.every((holding) => {
    const target = BigInt(holding.targetBps) * nav;
    const distance = magnitude(holdingValue(holding) * 10_000n - target);
    if (band.kind === 'absolute') return distance < BigInt(band.bandBps) * nav;
    if (band.kind === 'relative') return distance * 10_000n < BigInt(band.bandBps) * target;
    const floor = BigInt(band.floorBps) * nav;
    const share = (BigInt(band.relativeBps) * target) / 10_000n;
    return distance < (share > floor ? share : floor);
  });
};
