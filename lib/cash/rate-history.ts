import type { UnixSeconds } from '../result.ts';

export const YEAR_SECONDS = 31_536_000;

/** One listed vault, or the pool that it puts USDC into, on one chain. */
export type VaultKey = {
  readonly chainId: number;
  /** Its address lower-cased, or the name that its source gives it. */
  readonly vault: string;
};

/**
 * What one source said of one vault at one time. Rates are simple ones a year, as shares in 18 decimals (5 % = 5 × 10^16); a point tells
 * of the time before it. Null = the source doesn't say.
 */
export type RatePoint = {
  readonly atSeconds: UnixSeconds;
  /** USDC that a whole share is worth, 18 decimals. */
  readonly sharePriceE18: bigint | null;
  /** What the vault pays by itself, without rewards of others. */
  readonly paidE18: bigint | null;
  /** What is promised, rewards included. */
  readonly promisedE18: bigint | null;
  /** All that the vault or pool holds, in USDC units (6 decimals). */
  readonly tvlUnits: bigint | null;
  /** Share of it that is lent out. */
  readonly utilisationE18: bigint | null;
};

/** All that one source said of one vault, the oldest point first, no two of one time. */
export type RateHistory = {
  readonly key: VaultKey;
  /** For the reader of a decision: "own share price", "DefiLlama", "simulated". */
  readonly source: string;
  readonly points: readonly RatePoint[];
};

/** What was known at a time: points of later are not there. */
export const knownAt = ({ points }: RateHistory, nowSeconds: UnixSeconds): readonly RatePoint[] => {
  let [from, to] = [0, points.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((points[middle]?.atSeconds ?? 0) <= nowSeconds) from = middle + 1;
    else to = middle;
  }
  return points.slice(0, from);
};

/** So far may a block be ahead of the clock of whoever looks: nodes take blocks of 15 seconds ahead, and clocks are off. */
const SKEW_SECONDS = 60;

/**
 * The time by which histories are judged where no block gives one: the clock's, or that of a point which was read of a block a little ahead
 * of it. Else what was read last would be of a time to come, and what was read before it would be told instead.
 */
export const judgedAt = (histories: readonly RateHistory[], nowSeconds: UnixSeconds): UnixSeconds => {
  const newest = histories.map(({ points }) => points.at(-1)?.atSeconds ?? nowSeconds);
  return Math.max(nowSeconds, ...newest.filter((at) => at <= nowSeconds + SKEW_SECONDS));
};
