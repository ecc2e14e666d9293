import type { ChartSeriesDto } from '../../lib/api/chart-series-dto.ts';
import type { LookRecord } from '../../lib/ledger/fleet-record.ts';
import type { ChartMark } from '../../lib/ledger/portfolio-history.ts';
import type { SeriesPoint } from '../../lib/performance/series-point.ts';
import { assetDtosOf, cents } from './asset-dtos.ts';
import { type Steps, seriesDtoOf } from './series-dto-of.ts';

/** What a span of the chain's time is drawn from. */
export type ChartRead = {
  readonly steps: Steps;
  readonly points: readonly SeriesPoint[];
  readonly marks: readonly ChartMark[];
};

/** A portfolio's series as its page draws it; bands are those of the last look, whose policy is in force. */
export const chartSeriesOf = (
  { steps, points, marks }: ChartRead,
  look: LookRecord | null,
): ChartSeriesDto => {
  const series = seriesDtoOf(points, steps);
  const seen = new Map((look === null ? [] : assetDtosOf(look)).map((asset) => [asset.token, asset]));
  return {
    assets: series.assets.map(({ token, symbol }) => ({
      token,
      symbol,
      targetBps: seen.get(token)?.targetBps ?? null,
      widthBps: seen.get(token)?.band?.widthBps ?? null,
    })),
    points: series.points.map(({ timeSeconds, valueUsdE18, holdUsdE18, trackingErrorBps, ...point }) => ({
      timeSeconds,
      valueUsd: cents(BigInt(valueUsdE18)),
      holdUsd: holdUsdE18 === null ? null : cents(BigInt(holdUsdE18)),
      trackingErrorBps,
      driftsBps: point.driftsBps,
      isAfterGap: point.gapSeconds > 0,
    })),
    marks,
  };
};
