import type { Band, Policy, PresetName } from '../engine/policy.ts';
import type { Guard } from '../engine/snapshot.ts';
import type { Contradiction } from './policy-contradictions.ts';

/** All that an owner sets as a contract's guard. */
export type GuardSettings = Guard & { readonly maxFeeBps: number; readonly publicBook: boolean };

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** 1 % a day: half of it, at once, pays for building a whole portfolio at the 50 bps to which a default price may walk down. */
const COMMON = {
  maxSlippageBps: 100,
  lossBpsPerDay: 100,
  minFillBps: 10,
  maxFeeBps: 50,
  publicBook: false,
} as const;

/**
 * The guard that fits a preset's policy. Turnover leaves room, in the half that a bucket holds at once, for what the preset sells after a
 * crash; the cooldown is well below the time between two of its rebalances; it aims outside `minDriftBps`.
 */
export const GUARD_PRESETS: Readonly<Record<PresetName, GuardSettings>> = {
  conservative: {
    ...COMMON,
    turnoverBpsPerDay: 3_000,
    orderTtlMaxSeconds: 6 * HOUR,
    cooldownSeconds: DAY,
    minDriftBps: 50,
    overshootBps: 20,
  },
  balanced: {
    ...COMMON,
    turnoverBpsPerDay: 3_000,
    orderTtlMaxSeconds: 2 * HOUR,
    cooldownSeconds: 6 * HOUR,
    minDriftBps: 50,
    overshootBps: 20,
  },
  aggressive: {
    ...COMMON,
    turnoverBpsPerDay: 5_000,
    orderTtlMaxSeconds: HOUR,
    cooldownSeconds: HOUR,
    minDriftBps: 50,
    overshootBps: 20,
  },
  'test-network': {
    ...COMMON,
    turnoverBpsPerDay: 10_000,
    orderTtlMaxSeconds: HOUR,
    cooldownSeconds: 900,
    minDriftBps: 50,
    overshootBps: 20,
  },
  index: {
    ...COMMON,
    turnoverBpsPerDay: 3_000,
    orderTtlMaxSeconds: 2 * HOUR,
    cooldownSeconds: 6 * HOUR,
    minDriftBps: 100,
    overshootBps: 50,
  },
};

/** A first purchase, or any move of a known size. */
export type BuildUp = {
  /** Value to be sold ÷ NAV. */
  readonly turnoverBps: number;
  /** What that costs, of the value sold. */
  readonly costBps: number;
  readonly lossBpsPerDay: number;
};

/**
 * Whole days until the last of it can be traded; 0 = all at once. The loss bucket holds half of the daily limit and refills the other half
 * in a day; turnover is no bound here, for the owner can grant it once.
 */
export const buildUpDays = ({ turnoverBps, costBps, lossBpsPerDay }: BuildUp): number => {
  const lossOf = turnoverBps * costBps;
  const halfOf = (lossBpsPerDay / 2) * 10_000;
  return lossOf <= halfOf ? 0 : Math.ceil((lossOf - halfOf) / halfOf);
};

/** The narrowest drift at which a band fires. Basis points of NAV. */
const narrowestBps = (band: Band, targetsBps: readonly number[]): number => {
  const least = Math.min(...targetsBps.filter((target) => target > 0));
  switch (band.kind) {
    case 'absolute':
      return band.bandBps;
    case 'relative':
      return (band.bandBps * least) / 10_000;
    case 'hybrid':
      return Math.max((band.relativeBps * least) / 10_000, band.floorBps);
  }
};

/**
 * Where a policy asks for what the guard of its contract will not let it do, each with the policy's field to change and why. The engine
 * keeps to the guard by itself; such a policy waits, or its orders can't be filled after a small move of prices: an asset inside
 * `minDriftBps` may not cross its target.
 */
export const guardContradictions = (
  policy: Policy,
  guard: Guard,
  targetsBps: readonly number[],
): readonly Contradiction[] => {
  const found: Contradiction[] = [];
  for (const [index, trigger] of policy.triggers.entries()) {
    const interval = 'intervalSeconds' in trigger ? trigger.intervalSeconds : null;
    if (interval !== null && interval < guard.cooldownSeconds)
      found.push({
        path: ['triggers', index, 'intervalSeconds'],
        message: `must not be shorter than the contract's cooldown (${guard.cooldownSeconds} s): what was bought could not be sold again`,
      });
    const band = 'band' in trigger ? trigger.band : isBand(trigger) ? trigger : null;
    if (band === null) continue;
    const scale = trigger.kind === 'volatility-band' ? trigger.scaleBpsMin / 10_000 : 1;
    if (narrowestBps(band, targetsBps) * scale <= guard.minDriftBps)
      found.push({
        path: ['triggers', index],
        message: `must fire outside the contract's minDriftBps (${guard.minDriftBps}) for every target`,
      });
  }
  return found;
};

const isBand = (trigger: Policy['triggers'][number]): trigger is Band =>
  trigger.kind === 'absolute' || trigger.kind === 'relative' || trigger.kind === 'hybrid';
