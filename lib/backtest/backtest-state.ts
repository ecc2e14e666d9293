import type { BegunProgramme } from '../engine/in-parts.ts';
import { type Band, bandOfTrigger, type Policy } from '../engine/policy.ts';
import type { Reason } from '../engine/reasons.ts';
import { E18, mulDivDown } from '../money/fixed-point.ts';
import { addCost } from '../performance/cost-attribution.ts';
import { ratioOf } from '../performance/returns.ts';
import { addToDrawdown } from '../performance/risk.ts';
import type { PriceRow } from '../prices/price-file.ts';
import { labelText } from '../prices/regular-rows.ts';
import { fail, ok, type Result, type UnixSeconds } from '../result.ts';
import { startOfUtcDay } from '../time/utc.ts';
import { type SnapshotFrame, snapshotFrame } from './backtest-snapshot.ts';
import { BASELINES, type BacktestSpec, type Baseline } from './backtest-types.ts';
import { type BaselineRun, periodOf } from './baselines.ts';
import { type ContractBudget, openContractBudget } from './contract-budget.ts';
import { applyFlow } from './flows.ts';
import { newPriceFeed, type PriceFeed, readFeed } from './price-feed.ts';
import { newRecentReturns, type RecentReturns } from './recent-volatility.ts';
import { markTradeDay, type RunMeter, startMeter, type Yardstick, yardstickOf } from './run-meter.ts';
import { navOf, openPortfolio } from './simulated-portfolio.ts';
import type { Rebalancing } from './target-trades.ts';

/** The policy's first band, unscaled: what "out of band" is measured by. */
export const policyBand = (policy: Policy): Band | null => {
  for (const trigger of policy.triggers) {
    const band = bandOfTrigger(trigger);
    if (band !== null) return band;
  }
  return null;
};

/** What makes a backtest impossible before the first row, naming the field; null when nothing does. */
export const refusedSpec = (spec: BacktestSpec): Result<never> | null => {
  if (spec.heldUnits === undefined && spec.initialUsdE18 <= 0n)
    return fail('backtest-invalid', 'initial: must be above zero');
  if (spec.heldUnits?.every((units) => units <= 0n)) return fail('backtest-invalid', 'held: nothing is held');
  if (spec.assets.length === 0) return fail('backtest-invalid', 'targets: name at least one asset');
  const negative = spec.assets.find(({ targetE18 }) => targetE18 < 0n);
  if (negative !== undefined) return fail('backtest-invalid', `targets: ${negative.symbol} is below zero`);
  const sumE18 = spec.assets.reduce((sum, { targetE18 }) => sum + targetE18, 0n);
  const apart = sumE18 - E18;
  return apart > 64n || apart < -64n
    ? fail('backtest-invalid', `targets: they sum to ${ratioOf(sumE18, E18 / 100n)} % instead of 100 %`)
    : null;
};

/** A backtest under way: sums and the present, never the past. */
export type BacktestState = {
  readonly spec: BacktestSpec;
  frame: SnapshotFrame;
  yardstick: Yardstick;
  rebalancing: Rebalancing & { readonly yardstick: Yardstick };
  readonly feeds: readonly PriceFeed[];
  readonly units: bigint[];
  readonly meter: RunMeter;
  readonly baselines: readonly BaselineRun[];
  readonly recent: RecentReturns | null;
  /** The contract's buckets; null = no limit. */
  readonly contract: ContractBudget | null;
  /** Units that the owner moved since the last rebalance, by column. */
  readonly moved: Map<number, bigint>;
  /** How many of the spec's flows have come. */
  flowsDone: number;
  readonly goneColumns: Set<number>;
  /** Trades that were begun in parts, by their pair. */
  readonly programmes: Map<string, BegunProgramme>;
  readonly holds: Map<Reason, number>;
  readonly heldBackUsdE18: Map<Reason, bigint>;
  /** Null = what was held at the opening has never been traded. */
  lastRebalanceAtSeconds: UnixSeconds | null;
  tradedDay: UnixSeconds;
  tradedTodayUsdE18: bigint;
  rows: number;
};

/** Prices of the first row, or the asset that has none. */
const openFeeds = (spec: BacktestSpec, row: PriceRow): Result<readonly PriceFeed[]> => {
  const feeds: PriceFeed[] = [];
  for (const [index, { symbol }] of spec.assets.entries()) {
    const feed = newPriceFeed(spec.believesAll);
    if (!readFeed(feed, row.prices[index] ?? null, { knownAt: row.knownAtSeconds }).ok)
      return fail('backtest-invalid', `row ${labelText(row.labelSeconds)}, ${symbol}: no price to open at`);
    feeds.push(feed);
  }
  return ok(feeds);
};

/** A portfolio that is there already, and the meter that follows it. */
const openHeld = (
  heldUnits: readonly bigint[],
  { prices, at, annual }: { prices: readonly bigint[]; at: UnixSeconds; annual: BacktestSpec['annual'] },
) => ({ units: [...heldUnits], meter: startMeter(navOf(heldUnits, prices) / E18, at, annual) });

/** A portfolio that buys its targets at these prices, and the meter that follows it. */
const openMetered = (spec: BacktestSpec, prices: readonly bigint[], at: UnixSeconds) => {
  if (spec.heldUnits !== undefined) return openHeld(spec.heldUnits, { prices, at, annual: spec.annual });
  const { units, costs } = openPortfolio({
    cashUsdE18: spec.initialUsdE18,
    targetsE18: spec.assets.map(({ targetE18 }) => targetE18),
    prices,
    costs: spec.openingCosts,
    sides: spec.costSides,
  });
  const meter = startMeter(spec.initialUsdE18, at, spec.annual);
  for (const cost of costs) addCost(meter.costs, cost);
  markTradeDay(meter, at);
  // What the first basket cost is in the return, and is no move of the market.
  meter.lastUsdE18 = navOf(units, prices) / E18;
  meter.indexUsdE18 = meter.lastUsdE18;
  addToDrawdown(meter.drawdown, { atSeconds: at, valueUsdE18: meter.lastUsdE18 });
  return { units, meter };
};

/** The first asset whose share of the cash doesn't pay for buying it. */
const unaffordable = (spec: BacktestSpec, units: readonly bigint[]): Result<never> | null => {
  if (spec.openingCosts === null || spec.heldUnits !== undefined) return null;
  const asset = spec.assets.find(({ targetE18 }, index) => targetE18 > 0n && units[index] === 0n);
  return asset === undefined
    ? null
    : fail('backtest-invalid', `initial: the share of ${asset.symbol} is less than what buying it costs`);
};

/** What of a run moves with its rows: with its spec, all there is to know of one that nothing is gone from. */
export type MovingState = Omit<BacktestState, 'spec' | 'frame' | 'yardstick' | 'rebalancing' | 'goneColumns'>;

/** A run that goes on from here. */
export const runFrom = (spec: BacktestSpec, moving: MovingState): BacktestState => {
  const targetsE18 = spec.assets.map(({ targetE18 }) => targetE18);
  const yardstick = yardstickOf(targetsE18, policyBand(spec.policy));
  return {
    ...moving,
    spec,
    frame: snapshotFrame(spec),
    yardstick,
    rebalancing: { targetsE18, costs: spec.costs, sides: spec.costSides, yardstick },
    goneColumns: new Set(),
  };
};

/** Opens run and baselines at the first row. */
export const openRun = (spec: BacktestSpec, row: PriceRow): Result<BacktestState> => {
  const feeds = openFeeds(spec, row);
  if (!feeds.ok) return feeds;
  const prices = feeds.value.map(({ lastUsdE18 }) => lastUsdE18);
  const at = row.knownAtSeconds;
  const kinds: readonly Baseline[] = spec.baselines ? BASELINES : [];
  const opened = openMetered(spec, prices, at);
  const refused = unaffordable(spec, opened.units);
  if (refused !== null) return refused;
  return ok(
    runFrom(spec, {
      feeds: feeds.value,
      ...opened,
      baselines: kinds.map((kind) => ({
        kind,
        ...openMetered(spec, prices, at),
        period: periodOf(kind, at),
      })),
      recent: spec.policy.triggers.some(({ kind }) => kind === 'volatility-band')
        ? newRecentReturns(spec.stepSeconds)
        : null,
      contract:
        spec.contract === undefined || spec.contract === null ? null : openContractBudget(spec.contract, at),
      moved: new Map(),
      flowsDone: 0,
      programmes: new Map(),
      holds: new Map(),
      heldBackUsdE18: new Map(),
      lastRebalanceAtSeconds: spec.heldUnits === undefined ? at : null,
      tradedDay: startOfUtcDay(at),
      tradedTodayUsdE18: 0n,
      rows: 0,
    }),
  );
};

/** The targets without these columns: what they had is spread over the rest in proportion, what doesn't divide goes to the first. */
const targetsWithout = (targetsE18: readonly bigint[], gone: ReadonlySet<number>): readonly bigint[] => {
  const leftE18 = targetsE18.reduce(
    (sum, targetE18, column) => (gone.has(column) ? sum : sum + targetE18),
    0n,
  );
  if (leftE18 === 0n) return targetsE18.map(() => 0n);
  const spread = targetsE18.map((targetE18, column) =>
    gone.has(column) ? 0n : mulDivDown(targetE18, E18, leftE18),
  );
  const rest = E18 - spread.reduce((sum, targetE18) => sum + targetE18, 0n);
  const first = spread.findIndex((targetE18) => targetE18 > 0n);
  return spread.map((targetE18, column) => (column === first ? targetE18 + rest : targetE18));
};

/** Writes off, everywhere, the assets whose last price lies before this row, where the spec says that they are gone then. */
export const writeOffGone = (state: BacktestState, at: UnixSeconds): void => {
  const { spec, goneColumns } = state;
  const before = goneColumns.size;
  for (const [column, lastAtSeconds] of spec.gone ?? []) if (lastAtSeconds < at) goneColumns.add(column);
  if (goneColumns.size === before) return;
  for (const { units } of [state, ...state.baselines]) for (const column of goneColumns) units[column] = 0n;
  const targetsE18 = targetsWithout(
    spec.assets.map(({ targetE18 }) => targetE18),
    goneColumns,
  );
  const assets = spec.assets.map((asset, column) => ({ ...asset, targetE18: targetsE18[column] ?? 0n }));
  state.frame = snapshotFrame({ ...spec, assets, without: goneColumns });
  state.yardstick = yardstickOf(targetsE18, policyBand(spec.policy));
  state.rebalancing = { ...state.rebalancing, targetsE18, yardstick: state.yardstick };
};

/** Books every flow that has come by this row, in run and baselines alike. */
export const bookFlows = (state: BacktestState, prices: readonly bigint[], at: UnixSeconds): void => {
  const { spec, rebalancing, moved } = state;
  const flows = spec.flows ?? [];
  for (let flow = flows[state.flowsDone]; flow !== undefined; flow = flows[state.flowsDone]) {
    if (flow.atSeconds > at) return;
    state.flowsDone += 1;
    const { targetsE18 } = rebalancing;
    const scene = { atSeconds: at, prices, targetsE18, costs: spec.openingCosts, sides: spec.costSides };
    const changes = applyFlow(state, flow, scene);
    for (const [column, change] of changes.entries())
      if (change !== 0n) moved.set(column, (moved.get(column) ?? 0n) + change);
    for (const baseline of state.baselines) applyFlow(baseline, flow, scene);
  }
};
