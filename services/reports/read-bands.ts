import type { BandsAnswer, BandsDto } from '../../lib/api/bands.ts';
import { type BandQuestion, type BandTrial, proposeBands } from '../../lib/backtest/propose-bands.ts';
import type { Snapshot } from '../../lib/engine/snapshot.ts';
import { bpsToE18 } from '../../lib/money/fixed-point.ts';
import type { SeriesPoint } from '../../lib/performance/series-point.ts';
import { parsePolicy } from '../../lib/policy/policy.ts';
import { type Steps, stepsOf } from '../portfolios/series-dto-of.ts';

/** One portfolio's rows, as band proposals need them. */
export type BandsReads = {
  readonly firstPoint: () => Promise<SeriesPoint | null>;
  readonly lastPoint: () => Promise<SeriesPoint | null>;
  readonly series: (steps: Steps) => Promise<readonly SeriesPoint[]>;
  /** Of the last look; null before the first. */
  readonly snapshot: () => Promise<Snapshot | null>;
  /** The policy in force; null where none is registered. */
  readonly policy: () => Promise<{ readonly version: number; readonly policy: unknown } | null>;
};

/** Looks that are read: a price of each is enough to try a band that is looked at once a day. */
const POINTS = 400;

const told = ({ costUsdE18, ...trial }: BandTrial) => ({ ...trial, costUsdE18: `${costUsdE18}` });

/** The prices that looks went by, each at the time its source gave it and once. */
const historyOf = (points: readonly SeriesPoint[], token: string) => {
  const prices = new Map<number, bigint>();
  for (const { assets } of points) {
    const price = assets.find((asset) => asset.token === token)?.price ?? null;
    if (price !== null) prices.set(price.atSeconds, price.usdE18);
  }
  return [...prices]
    .sort(([a], [b]) => a - b)
    .map(([updatedAtSeconds, usdE18]) => ({ updatedAtSeconds, usdE18 }));
};

const assetsOf = (snapshot: Snapshot, points: readonly SeriesPoint[]) =>
  snapshot.assets
    .map(({ token, symbol, targetBps, targetExactE18 }) => ({
      ...{ symbol, targetE18: targetExactE18 ?? bpsToE18(targetBps), history: historyOf(points, token) },
    }))
    .filter(({ targetE18 }) => targetE18 > 0n);

/** What bands are tried on, or why they can't be. */
export type BandHistory =
  | { readonly absent: NonNullable<BandsAnswer['absent']> }
  | { readonly absent: null; readonly policyVersion: number; readonly question: BandQuestion };

/** Reads what bands are tried on. Trying them takes a second, and is not to hold a transaction open: {@link tryBands}. */
export const readBandHistory = async (reads: BandsReads): Promise<BandHistory> => {
  const [first, last] = [await reads.firstPoint(), await reads.lastPoint()];
  const [snapshot, stored] = [await reads.snapshot(), await reads.policy()];
  if (first === null || last === null || snapshot === null) return { absent: 'never-valued' };
  const policy = stored === null ? null : parsePolicy(stored.policy);
  if (stored === null || policy === null || !policy.ok) return { absent: 'no-policy' };
  if (last.valueUsdE18 === 0n) return { absent: 'nothing-held' };
  const points = await reads.series(stepsOf(first.timeSeconds, last.timeSeconds, POINTS));
  const assets = assetsOf(snapshot, points);
  if (assets.length === 0) return { absent: 'no-targets' };
  const question = {
    ...{ assets, policy: policy.value, contract: snapshot.guard, costs: snapshot.costs },
    initialUsdE18: last.valueUsdE18,
  };
  return { absent: null, policyVersion: stored.version, question };
};

/** Bands and intervals tried on a portfolio's recorded prices, or why there are none. */
export const tryBands = (history: BandHistory): BandsAnswer => {
  if (history.absent !== null) return { bands: null, absent: history.absent };
  const { policyVersion, question } = history;
  const table = proposeBands(question);
  if (!table.ok) return { bands: null, absent: 'history-too-short' };
  const { fromSeconds, toSeconds, stepSeconds, current, tried, proposed } = table.value;
  const bands: BandsDto = {
    ...{ policyVersion, startUsdE18: `${question.initialUsdE18}` },
    ...{ fromSeconds, toSeconds, stepSeconds, current: told(current) },
    tried: tried.map(({ bandBps, intervalSeconds, ...trial }) => ({
      ...{ bandBps, intervalSeconds },
      ...told(trial),
    })),
    proposed,
  };
  return { bands, absent: null };
};
