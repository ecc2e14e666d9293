import { type Band, bandOfTrigger, type Policy } from '../engine/policy.ts';
import { parseDecimal } from '../money/fixed-point.ts';
import { fail, ok, type Result } from '../result.ts';
import { runBacktest } from './backtest.ts';
import type { BacktestResult, BacktestSpec } from './backtest-types.ts';

/** Bands × intervals to try on one policy. */
export type SweepPlan = {
  readonly bandsBps: readonly number[];
  readonly intervalsSeconds: readonly number[];
};

/** One combination; an interval of 0 = looked at every row. */
export type SweepCell = { readonly bandBps: number; readonly intervalSeconds: number };

export type SweepOutcome = SweepCell & { readonly result: BacktestResult };

const CELLS_MAX = 10_000;
const BAND_BPS_MAX = 100_000;
const INTERVAL_SECONDS_MAX = 31_536_000;
const UNIT_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400, w: 604_800 };

const refuse = (message: string): Result<never> => fail('sweep-invalid', `sweep: ${message}`);

const percentBps = (text: string): number | null => {
  const hundredths = parseDecimal(text, 2);
  return hundredths === null || hundredths <= 0n || hundredths > BAND_BPS_MAX ? null : Number(hundredths);
};

const parseBands = (text: string): Result<readonly number[]> => {
  const bands: number[] = [];
  for (const part of text.split(',')) {
    const [from = '', to = from, ...more] = part.split('..');
    const [low, high] = [percentBps(from), percentBps(to)];
    if (low === null || high === null || more.length > 0 || low > high)
      return refuse(`bands: "${part}" is not a percentage like 5 or 0.5, or a range like 1..20`);
    for (let band = low; band <= high; band += 100) bands.push(band);
  }
  return ok(bands);
};

const parseIntervals = (text: string): Result<readonly number[]> => {
  const intervals: number[] = [];
  for (const part of text.split(',')) {
    const match = /^(\d{1,6})([mhdw])$/.exec(part);
    const seconds = Number(match?.[1]) * (UNIT_SECONDS[match?.[2] ?? ''] ?? 0);
    if (match === null || seconds < 60 || seconds > INTERVAL_SECONDS_MAX)
      return refuse(`intervals: "${part}" is not a time like 6h, 1d or 4w`);
    intervals.push(seconds);
  }
  return ok(intervals);
};

/**
 * Reads "bands=1..20,intervals=1d,7d,30d". Bands in percent (steps of one point, or a list); intervals in m, h, d, w; left out = every row.
 * @returns the plan, or `sweep-invalid` naming the part that can't be read.
 */
export const parseSweep = (text: string): Result<SweepPlan> => {
  let bands: Result<readonly number[]> = ok([]);
  let intervals: Result<readonly number[]> = ok([0]);
  for (const part of text.replaceAll(' ', '').split(/,(?=[a-z]+=)/)) {
    const [name, list = ''] = part.split('=');
    if (name === 'bands') bands = parseBands(list);
    else if (name === 'intervals') intervals = parseIntervals(list);
    else return refuse(`"${part}" is neither bands=… nor intervals=…`);
  }
  if (!bands.ok) return bands;
  if (!intervals.ok) return intervals;
  if (bands.value.length === 0) return refuse('bands: name at least one, like bands=1..20');
  const cells = bands.value.length * intervals.value.length;
  if (cells > CELLS_MAX) return refuse(`${cells} combinations; at most ${CELLS_MAX}`);
  return ok({ bandsBps: bands.value, intervalsSeconds: intervals.value });
};

/** The combinations, band by band. */
export const sweepCells = ({ bandsBps, intervalsSeconds }: SweepPlan): readonly SweepCell[] =>
  bandsBps.flatMap((bandBps) => intervalsSeconds.map((intervalSeconds) => ({ bandBps, intervalSeconds })));

const withWidth = (band: Band, bandBps: number): Band =>
  band.kind === 'hybrid' ? { ...band, relativeBps: bandBps } : { kind: band.kind, bandBps };

/**
 * The policy of a cell: the given one with a single trigger, its own kind of band (absolute when it has none) at the cell's width, waited
 * out by the cell's interval; everything else stays. A cooldown longer than the interval gives way.
 */
export const policyOfCell = (policy: Policy, { bandBps, intervalSeconds }: SweepCell): Policy => {
  const own = policy.triggers.map(bandOfTrigger).find((band) => band !== null) ?? null;
  const band = withWidth(own ?? { kind: 'absolute', bandBps }, bandBps);
  if (intervalSeconds === 0) return { ...policy, preset: 'custom', triggers: [band] };
  const cooldownSeconds = Math.min(policy.limits.cooldownSeconds, intervalSeconds);
  return {
    ...policy,
    preset: 'custom',
    triggers: [{ kind: 'calendar-band', intervalSeconds, band }],
    limits: { ...policy.limits, cooldownSeconds },
  };
};

/**
 * Backtests every cell, one per step, so that the caller can show progress or stop. Baselines are left out: they don't depend on the
 * policy. A refusal ends it.
 */
export function* runSweep(spec: BacktestSpec, plan: SweepPlan): Generator<Result<SweepOutcome>, void> {
  for (const cell of sweepCells(plan)) {
    const result = runBacktest({ ...spec, policy: policyOfCell(spec.policy, cell), baselines: false });
    yield result.ok ? ok({ ...cell, result: result.value }) : result;
    if (!result.ok) return;
  }
}
