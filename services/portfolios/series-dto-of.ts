import type { SeriesDto } from '../../lib/api/performance.ts';
import type { Ratio } from '../../lib/performance/returns.ts';
import type { SeriesPoint } from '../../lib/performance/series-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';

/** A span in steps, each of which one point may stand for. */
export type Steps = {
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  readonly stepSeconds: number;
  readonly steps: number;
};

/** Cuts a span, both ends included, into at most so many equal steps of whole seconds. */
export const stepsOf = (fromSeconds: UnixSeconds, toSeconds: UnixSeconds, pointsMax: number): Steps => {
  const seconds = toSeconds - fromSeconds + 1;
  const stepSeconds = Math.max(1, Math.ceil(seconds / pointsMax));
  return { fromSeconds, toSeconds, stepSeconds, steps: Math.ceil(seconds / stepSeconds) };
};

/** A ratio as whole basis points, to the nearest; null beyond what a whole number can say. */
export const ratioToBps = (ratio: Ratio): number | null => {
  const bps = Math.round(ratio * 10_000);
  return Number.isSafeInteger(bps) ? bps : null;
};

/** Time between two points in which nobody looked. */
export const gapBefore = (point: SeriesPoint, before: SeriesPoint | undefined): number =>
  before === undefined
    ? 0
    : Math.max(0, point.timeSeconds - before.timeSeconds - (point.observedSeconds - before.observedSeconds));

/** A series as the API answers it. Assets are those of any point, in the order in which they first appear. */
export const seriesDtoOf = (points: readonly SeriesPoint[], steps: Steps): SeriesDto => {
  const symbols = new Map<string, string>();
  for (const { assets } of points) for (const { token, symbol } of assets) symbols.set(token, symbol);
  const tokens = [...symbols.keys()];
  return {
    fromSeconds: steps.fromSeconds,
    toSeconds: steps.toSeconds,
    stepSeconds: steps.stepSeconds,
    assets: [...symbols].map(([token, symbol]) => ({ token, symbol })),
    points: points.map((point, index) => {
      const drifts = new Map(point.assets.map(({ token, driftBps }) => [token, driftBps]));
      return {
        timeSeconds: point.timeSeconds,
        blockNumber: point.blockNumber.toString(),
        valueUsdE18: point.valueUsdE18.toString(),
        holdUsdE18: point.holdUsdE18?.toString() ?? null,
        growthBps: ratioToBps(point.growth - 1),
        holdGrowthBps: ratioToBps(point.holdGrowth - 1),
        indexGrowthBps: point.indexGrowth === null ? null : ratioToBps(point.indexGrowth - 1),
        trackingErrorBps: point.trackingErrorBps,
        driftsBps: tokens.map((token) => drifts.get(token) ?? null),
        gapSeconds: gapBefore(point, points[index - 1]),
      };
    }),
  };
};
