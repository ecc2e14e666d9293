import type { BandsAnswer, BandsDto } from '../../lib/api/bands.ts';
import { type BandTrial, proposeBands } from '../../lib/backtest/propose-bands.ts';
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

const none = (absent: NonNullable<BandsAnswer['absent']>): BandsAnswer => ({ bands: null, absent });
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

/** Bands and intervals tried on a portfolio's recorded prices, or why there are none. */
export const readBands = async (reads: BandsReads): Promise<BandsAnswer> => {
  const [first, last] = [await reads.firstPoint(), await reads.lastPoint()];
  const [snapshot, stored] = [await reads.snapshot(), await reads.policy()];
  if (first === null || last === null || snapshot === null) return none('never-valued');
  const policy = stored === null ? null : parsePolicy(stored.policy);
  if (stored === null || policy === null || !policy.ok) return none('no-policy');
  if (last.valueUsdE18 === 0n) return none('nothing-held');
  const points = await reads.series(stepsOf(first.timeSeconds, last.timeSeconds, POINTS));
  const assets = assetsOf(snapshot, points);
  if (assets.length === 0) return none('no-targets');
  const table = proposeBands({
    ...{ assets, policy: policy.value, contract: snapshot.guard, costs: snapshot.costs },
    initialUsdE18: last.valueUsdE18,
  });
  if (!table.ok) return none('history-too-short');
  const bands: BandsDto = {
    ...{ policyVersion: stored.version, startUsdE18: `${last.valueUsdE18}` },
    ...{ fromSeconds: table.value.fromSeconds, toSeconds: table.value.toSeconds },
    ...{ stepSeconds: table.value.stepSeconds, current: told(table.value.current) },
    tried: table.value.tried.map(({ bandBps, intervalSeconds, ...trial }) => ({
      ...{ bandBps, intervalSeconds },
      ...told(trial),
    })),
    proposed: table.value.proposed,
  };
  return { bands, absent: null };
};
