import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { address, seconds } from '../../../lib/engine/snapshot-schema.ts';
import { natural } from '../../../lib/json/stored-json.ts';
import type { FlowValue, Happening, PointAsset, SeriesPoint } from '../../../lib/performance/series-point.ts';

const count = z.coerce.number().int();
const integer = z
  .string()
  .regex(/^-?\d+$/)
  .transform(BigInt);

const pointAsset: z.ZodType<PointAsset> = z.object({
  token: address,
  symbol: z.string(),
  decimals: z.int(),
  units: natural,
  holdUnits: natural,
  indexUnits: natural.default(0n),
  price: z.object({ usdE18: natural, atSeconds: seconds }).nullable(),
  driftBps: z.int().nullable(),
});

/** The columns of {@link pointRow}, of `series_points` as v. */
export const pointColumns = (sql: TransactionSql) => sql`
  v.snapshot_id::text, v.block_number::text, v.time_seconds::text, v.value_usd_e18::text, v.hold_usd_e18::text, v.growth,
  v.hold_growth, v.index_growth, v.tracking_error_bps, v.worst_tracking_error_bps, v.looks::text, v.observed_seconds::text, v.drift_seconds::text,
  v.drift_bps_seconds::text, v.assets`;

/** A row of `series_points`, its numbers beyond a double as text. */
export const pointRow = z
  .object({
    snapshot_id: z.string(),
    block_number: natural,
    time_seconds: count,
    value_usd_e18: natural,
    hold_usd_e18: natural.nullable(),
    growth: z.number(),
    hold_growth: z.number(),
    index_growth: z.number().nullable(),
    tracking_error_bps: z.number().nullable(),
    worst_tracking_error_bps: z.number().nullable(),
    looks: count,
    observed_seconds: count,
    drift_seconds: count,
    drift_bps_seconds: count,
    assets: z.array(pointAsset),
  })
  .transform(
    (row): SeriesPoint => ({
      snapshotId: row.snapshot_id,
      blockNumber: row.block_number,
      timeSeconds: row.time_seconds,
      valueUsdE18: row.value_usd_e18,
      holdUsdE18: row.hold_usd_e18,
      growth: row.growth,
      holdGrowth: row.hold_growth,
      indexGrowth: row.index_growth,
      trackingErrorBps: row.tracking_error_bps,
      worstTrackingErrorBps: row.worst_tracking_error_bps,
      looks: row.looks,
      observedSeconds: row.observed_seconds,
      driftSeconds: row.drift_seconds,
      driftBpsSeconds: row.drift_bps_seconds,
      assets: row.assets,
    }),
  );

/** The stored form of a point, as JSON of its columns. */
export const pointToRow = (portfolioId: string, point: SeriesPoint) => ({
  portfolio_id: portfolioId,
  snapshot_id: point.snapshotId,
  block_number: point.blockNumber.toString(),
  time_seconds: point.timeSeconds,
  value_usd_e18: point.valueUsdE18.toString(),
  hold_usd_e18: point.holdUsdE18?.toString() ?? null,
  growth: point.growth,
  hold_growth: point.holdGrowth,
  index_growth: point.indexGrowth,
  tracking_error_bps: point.trackingErrorBps,
  worst_tracking_error_bps: point.worstTrackingErrorBps,
  looks: point.looks,
  observed_seconds: point.observedSeconds,
  drift_seconds: point.driftSeconds,
  drift_bps_seconds: point.driftBpsSeconds,
  assets: point.assets.map((asset) => ({
    ...asset,
    units: asset.units.toString(),
    holdUnits: asset.holdUnits.toString(),
    indexUnits: asset.indexUnits.toString(),
    price: asset.price === null ? null : { ...asset.price, usdE18: asset.price.usdE18.toString() },
  })),
});

/** The stored form of a flow, as JSON of its columns. */
export const flowToRow = (portfolioId: string, flow: FlowValue) => ({
  portfolio_id: portfolioId,
  block_number: flow.blockNumber.toString(),
  token: flow.token,
  kind: flow.kind,
  place: flow.place,
  time_seconds: flow.timeSeconds,
  units: flow.units.toString(),
  price_usd_e18: flow.price?.usdE18.toString() ?? null,
  price_at_seconds: flow.price?.atSeconds ?? null,
  value_usd_e18: flow.valueUsdE18?.toString() ?? null,
  before_usd_e18: flow.beforeUsdE18.toString(),
  after_usd_e18: flow.afterUsdE18.toString(),
  weight_before_bps: flow.weightBeforeBps,
  weight_after_bps: flow.weightAfterBps,
});

const happeningRow = z.object({
  kind: z.enum(['flow', 'fill']),
  block_number: natural,
  block_time_seconds: count,
  token: z.string(),
  units: integer,
  buy_token: z.string().nullable(),
  buy_units: integer.nullable(),
});

/** A transfer or fill of one portfolio. @throws {z.ZodError} */
export const happeningOf = (row: unknown): Happening => {
  const one = happeningRow.parse(row);
  const place = { blockNumber: one.block_number, timeSeconds: one.block_time_seconds };
  return one.kind === 'flow'
    ? { kind: 'flow' as const, ...place, token: one.token, units: one.units }
    : {
        ...{ kind: 'fill' as const, ...place, sellToken: one.token, sellUnits: one.units },
        ...{ buyToken: one.buy_token ?? '', buyUnits: one.buy_units ?? 0n },
      };
};
