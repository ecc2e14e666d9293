import { z } from 'zod';
import { fail, ok, type Result } from '../result.ts';
import { parseUtcInstant } from '../time/utc.ts';
import type { RateHistory, RatePoint, VaultKey } from './rate-history.ts';
import { simpleRateE18Down } from './year-rate.ts';

/** Beyond it a number of JSON is no sum of dollars and no rate that anybody could have meant. */
const MAGNITUDE_MAX = 1e12;

const figure = z.number().min(-MAGNITUDE_MAX).max(MAGNITUDE_MAX).nullable().optional();

/** Their times are of UTC, with thousandths, which are left out. */
const instant = z.string().transform((text, context) => {
  const seconds = parseUtcInstant(text.replace(/\.\d+Z$/, 'Z'));
  if (seconds === null) context.addIssue('not a time of UTC');
  return seconds ?? z.NEVER;
});

const chartPoint = z.object({
  timestamp: instant,
  tvlUsd: figure,
  apy: figure,
  apyBase: figure,
  apyReward: figure,
});

/** The answer of DefiLlama's `GET /chart/{pool}`: rates are per cents, compounded; any may be null, and more fields may stand beside them. */
const chartSchema = z.object({ status: z.literal('success'), data: z.array(chartPoint) });

type ChartPoint = z.infer<typeof chartPoint>;

/** Of a compounded per cent. A negative one stays as it is told: it is only ever a reason. */
const rateE18 = (percent: number | null | undefined): bigint | null => {
  if (percent === null || percent === undefined) return null;
  const apyE18 = BigInt(Math.round(percent * 1e6)) * 10n ** 10n;
  return apyE18 < 0n ? apyE18 : simpleRateE18Down(apyE18);
};

const unitsOf = (usd: number | null | undefined): bigint | null =>
  usd === null || usd === undefined || usd < 0 ? null : BigInt(Math.round(usd * 1e6));

const pointOf = ({ timestamp, tvlUsd, apy, apyBase }: ChartPoint): RatePoint => ({
  atSeconds: timestamp,
  sharePriceE18: null,
  // Where a source doesn't part what is paid from what is given on top, all of it is promised and counted as paid.
  paidE18: rateE18(apyBase ?? apy),
  promisedE18: rateE18(apy ?? apyBase),
  tvlUnits: unitsOf(tvlUsd),
  utilisationE18: null,
});

/**
 * Reads a chart of DefiLlama's pools. `rates-malformed` names the first field that doesn't fit.
 * @returns its points in order of time; of two of one time, the last told.
 */
export const readLlamaChart = (key: VaultKey, json: unknown): Result<RateHistory> => {
  const read = chartSchema.safeParse(json);
  if (!read.success) {
    const issue = read.error.issues[0];
    return fail('rates-malformed', `chart of ${key.vault}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const byTime = new Map<number, RatePoint>();
  for (const told of read.data.data) {
    const point = pointOf(told);
    byTime.set(point.atSeconds, point);
  }
  const points = [...byTime.values()].sort((one, other) => one.atSeconds - other.atSeconds);
  return ok({ key, source: 'DefiLlama', points });
};
