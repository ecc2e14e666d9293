import type { UnixSeconds } from '../result.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import type { VaultRates } from './cash-snapshot.ts';
import { RATE_AGE_SECONDS_MAX } from './rate-fault.ts';
import { knownAt, type RateHistory, type RatePoint } from './rate-history.ts';
import { realisedRate, withSharePrices } from './realised-rate.ts';

/** Spans of growth that a decision goes by, and what is held now beside a week ago: the days back that histories are asked for. */
export const DECISION_DAYS = [1, 7, 30] as const;

/** A number that somebody told, and when; null where nobody does. */
export type Told = {
  readonly value: bigint;
  /** Of its history: "own share price", "DefiLlama". */
  readonly source: string;
  readonly atSeconds: UnixSeconds;
} | null;

/** All that a decision is to know of one vault's market. Rates are simple ones a year, shares in 18 decimals; amounts USDC units. */
export type KnownVault = {
  /** What it pays by itself now: as a source tells, else what its share price grew by in the last day. */
  readonly now: Told;
  readonly day: Told;
  readonly month: Told;
  readonly promised: Told;
  readonly tvl: Told;
  readonly tvlWeekAgo: Told;
  readonly utilisation: Told;
};

type Of = (
  points: readonly RatePoint[],
) => { readonly value: bigint; readonly atSeconds: UnixSeconds } | null;

/** The first history that tells it, in the order of trust. */
const firstTold = (histories: readonly RateHistory[], nowSeconds: UnixSeconds, of: Of): Told => {
  for (const history of histories) {
    const found = of(knownAt(history, nowSeconds));
    if (found !== null) return { ...found, source: history.source };
  }
  return null;
};

const newest =
  (field: 'paidE18' | 'promisedE18' | 'tvlUnits' | 'utilisationE18'): Of =>
  (points) => {
    const point = points.findLast((one) => one[field] !== null);
    const value = point?.[field] ?? null;
    return point === undefined || value === null ? null : { value, atSeconds: point.atSeconds };
  };

const grownOver =
  (days: number): Of =>
  (points) => {
    const grown = realisedRate(withSharePrices(points), days);
    return grown === null ? null : { value: grown.rateE18, atSeconds: grown.toSeconds };
  };

const weekBefore: Of = (points) => {
  const last = points.at(-1);
  if (last === undefined) return null;
  return newest('tvlUnits')(points.filter(({ atSeconds }) => atSeconds <= last.atSeconds - 7 * DAY_SECONDS));
};

/**
 * What is known of one vault by its histories in the order of trust (its own share price before what a site tells of it). A week's fall is
 * told by one source alone: two that count differently would make one up.
 */
export const knownVault = (histories: readonly RateHistory[], nowSeconds: UnixSeconds): KnownVault => {
  const told = (of: Of): Told => firstTold(histories, nowSeconds, of);
  const day = told(grownOver(1));
  const tvl = told(newest('tvlUnits'));
  const sameSource = histories.filter(({ source }) => source === tvl?.source);
  return {
    now: told(newest('paidE18')) ?? day,
    day,
    month: told(grownOver(30)),
    promised: told(newest('promisedE18')),
    tvl,
    tvlWeekAgo: firstTold(sameSource, nowSeconds, weekBefore),
    utilisation: told(newest('utilisationE18')),
  };
};

/** The same as a snapshot has it. A growth that was measured up to long ago tells nothing of the days before now. */
export const vaultRatesOf = ({ now, day, month }: KnownVault, nowSeconds: UnixSeconds): VaultRates => {
  const fresh = (told: Told): bigint | null =>
    told !== null && nowSeconds - told.atSeconds <= RATE_AGE_SECONDS_MAX ? told.value : null;
  return {
    told: now === null ? null : { rateE18: now.value, atSeconds: now.atSeconds },
    dayE18: fresh(day),
    monthE18: fresh(month),
  };
};
