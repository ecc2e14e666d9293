import { normal, seededRandom } from '../../lib/prices/simulated-market.ts';

const YEAR_HOURS = 8_766;
const HOUR_SECONDS = 3_600;
/** Hours of which an hour's volatility is the root mean square. */
const AROUND = 24;

/** The market price of one asset, a block after the other. */
export type PricePath = {
  readonly usd: () => number;
  /** Of the hour that it is, annualised, as a share. */
  readonly volatility: () => number;
  /** A block later; false where the history ends. */
  readonly next: () => boolean;
};

export type PathTerms = {
  /** Hourly. */
  readonly closesUsd: readonly number[];
  /** Where the path begins: at the close of this hour, with at least a day before it. */
  readonly from: number;
  readonly blockSeconds: number;
  readonly seed: number;
};

/** Annualised root mean square of the hourly returns of so many hours up to one of them. */
export const volatilityUpTo = (closesUsd: readonly number[], at: number, hours: number): number => {
  let squares = 0;
  for (let hour = at - hours + 1; hour <= at; hour += 1)
    squares += Math.log((closesUsd[hour] ?? 0) / (closesUsd[hour - 1] ?? 0)) ** 2;
  return Math.sqrt((squares / hours) * YEAR_HOURS);
};

/** Goes from close to close by a Brownian bridge with that hour's volatility. The same terms give the same path. */
export const bridgePath = ({ closesUsd, from, blockSeconds, seed }: PathTerms): PricePath => {
  const random = seededRandom(seed);
  const blocks = Math.round(HOUR_SECONDS / blockSeconds);
  let hour = from;
  let block = 0;
  let log = Math.log(closesUsd[from] ?? 0);
  let volatility = volatilityUpTo(closesUsd, from + 1, AROUND);
  return {
    usd: () => Math.exp(log),
    volatility: () => volatility,
    next: () => {
      const target = closesUsd[hour + 1];
      if (target === undefined) return false;
      const left = blocks - block;
      const step = volatility * Math.sqrt(blockSeconds / HOUR_SECONDS / YEAR_HOURS);
      // A bridge: drawn to where it has to be, the more the nearer that is, with what variance is left.
      log += (Math.log(target) - log) / left + step * Math.sqrt((left - 1) / left) * normal(random);
      block += 1;
      if (block === blocks) {
        [hour, block] = [hour + 1, 0];
        if (closesUsd[hour + 1] === undefined) return false;
        volatility = volatilityUpTo(closesUsd, hour + 1, AROUND);
      }
      return true;
    },
  };
};

/** A feed that answers anew when the market is far enough from its answer, or its heartbeat is up. */
export type Feed = { readonly usd: () => number; readonly updatedAtSeconds: () => number };

/** Null terms: an answer in every block. */
export type FeedTerms = { readonly deviation: number; readonly heartbeatSeconds: number } | null;

export const feedOf = (
  terms: FeedTerms,
  first: { readonly usd: number; readonly atSeconds: number },
): Feed & { readonly see: (usd: number, atSeconds: number) => void } => {
  let { usd, atSeconds } = first;
  return {
    usd: () => usd,
    updatedAtSeconds: () => atSeconds,
    see: (market, now) => {
      const due =
        terms === null ||
        Math.abs(market / usd - 1) >= terms.deviation ||
        now - atSeconds >= terms.heartbeatSeconds;
      if (due) [usd, atSeconds] = [market, now];
    },
  };
};
