import { driftStatistics } from '../performance/drift-statistics.ts';
import { type PeriodFlow, periodPerformance } from '../performance/period-performance.ts';
import type { Ratio } from '../performance/returns.ts';
import { addToDrawdown, drawdownNow, maxDrawdown, startDrawdown } from '../performance/risk.ts';
import { contributionsOf } from './contributions.ts';
import type { FactRow } from './fact.ts';
import { type Basis, bps, type FactList, ofFigure, ratioBps, usd } from './fact-list.ts';
import { partsOfBps } from './parts-of-bps.ts';
import type { ReadFlow, Scene } from './portfolio-read.ts';
import { rebalanceEffectsOf } from './rebalance-effects.ts';

const ROWS_MAX = 20;

/** The points at both ends, and what came and went between: the newest twenty rows. */
const basisOf = ({ start, end, flows, spanName, span, steps, sources, asOf }: Scene): Basis => {
  const points = [start, end].flatMap((point): FactRow[] =>
    point === null ? [] : [{ kind: 'snapshot', id: point.snapshotId }],
  );
  const moved = flows.slice(-ROWS_MAX).map(
    ({ blockNumber, token }): FactRow => ({
      ...{ kind: 'flow', id: `${blockNumber}:${token}` },
    }),
  );
  return {
    ...{ when: spanName, span, rows: [...points, ...moved] },
    quality: { ageSeconds: Math.max(asOf - end.timeSeconds, 0), samples: steps.length, sources },
  };
};

/** What came and went at each time, the portfolio just before and after it. */
const periodFlowsOf = (flows: readonly ReadFlow[]): readonly PeriodFlow[] => {
  const byTime = new Map<number, PeriodFlow>();
  for (const { timeSeconds, valueUsdE18, beforeUsdE18, afterUsdE18 } of flows) {
    const known = byTime.get(timeSeconds);
    const value = valueUsdE18 ?? 0n;
    byTime.set(timeSeconds, {
      atSeconds: timeSeconds,
      inUsdE18: (known?.inUsdE18 ?? 0n) + (value > 0n ? value : 0n),
      outUsdE18: (known?.outUsdE18 ?? 0n) - (value < 0n ? value : 0n),
      beforeUsdE18: known?.beforeUsdE18 ?? beforeUsdE18,
      afterUsdE18,
    });
  }
  return [...byTime.values()];
};

const indexStartOf = ({ start, isIndexed }: Scene): Ratio | null =>
  start === null ? (isIndexed ? 1 : null) : start.indexGrowth;

/** Returns of the portfolio, of the basket left alone and of the target index; the average drift. */
export const sayPerformance = (list: FactList, scene: Scene): void => {
  const { start, end, flows } = scene;
  const basis = basisOf(scene);
  const hasUnpricedFlow = flows.some(({ valueUsdE18 }) => valueUsdE18 === null);
  const period = {
    start,
    end,
    flows: periodFlowsOf(flows),
    hasUnpricedFlow,
    indexStart: indexStartOf(scene),
  };
  const found = periodPerformance(period);
  list.say('deposited', usd(found.depositedUsdE18), basis);
  list.say('withdrawn', usd(found.withdrawnUsdE18), basis);
  list.say('gain', ofFigure(found.gainUsdE18, usd), basis);
  list.say('versus-hold-value', ofFigure(found.versusHoldUsdE18, usd), basis);
  list.say('return', ofFigure(found.timeWeighted, ratioBps), basis);
  list.say('hold-return', ofFigure(found.hold, ratioBps), basis);
  list.say('versus-hold', ofFigure(found.rebalancing, ratioBps), basis);
  list.say('index-return', ofFigure(found.index, ratioBps), basis);
  list.say('versus-index', ofFigure(found.versusIndex, ratioBps), basis);
  if (start === null) list.say('tracking-error-average', 'too-few-looks', basis);
  else
    list.say(
      'tracking-error-average',
      ofFigure(driftStatistics({ start, end, worstBps: null }).averageBps, bps),
      basis,
    );
};

/** Digits of a growth that a double has beyond its point. */
const GROWTH_SCALE = 1e15;

/** The deepest fall of what a dollar became, by the span's steps; and how far it is below its highest now. */
export const sayDrawdown = (list: FactList, scene: Scene): void => {
  const basis = basisOf(scene);
  const points = scene.steps.map(({ atSeconds, growth }) => ({
    ...{ atSeconds, valueUsdE18: BigInt(Math.round(Math.min(growth, GROWTH_SCALE) * GROWTH_SCALE)) },
  }));
  const [first, ...others] = points;
  if (first === undefined || others.length === 0 || first.valueUsdE18 === 0n) {
    list.say('drawdown', 'too-few-looks', basis);
    list.say('drawdown-now', 'too-few-looks', basis);
    return;
  }
  const tracker = startDrawdown(first);
  for (const point of others) addToDrawdown(tracker, point);
  list.say('drawdown', ratioBps(maxDrawdown(tracker).depth), basis);
  list.say('drawdown-now', ratioBps(drawdownNow(tracker, points.at(-1)?.valueUsdE18 ?? 0n)), basis);
};

/** What each asset and trading itself brought, in dollars and as a share of what was there and put in. */
export const sayContributions = (list: FactList, scene: Scene): void => {
  const basis = basisOf(scene);
  const { value, absent } = contributionsOf(scene);
  if (absent !== null) {
    for (const measure of ['contribution', 'trading-effect'] as const) list.say(measure, absent, basis);
    return;
  }
  const assets = [...value.assets];
  const deposited = scene.flows.reduce(
    (sum, { valueUsdE18 }) => sum + ((valueUsdE18 ?? 0n) > 0n ? (valueUsdE18 ?? 0n) : 0n),
    0n,
  );
  const base = (scene.start?.valueUsdE18 ?? 0n) + deposited;
  const parts = [...assets.map(([, usdE18]) => usdE18), value.tradingUsdE18];
  const shares = base > 0n ? partsOfBps(parts, base) : null;
  const shareAt = (index: number) =>
    shares === null ? ('nothing-held' as const) : bps(shares.partsBps[index] ?? 0);
  for (const [index, [token, usdE18]] of assets.entries()) {
    const own = { ...basis, which: { subject: scene.names.get(token) ?? token } };
    list.say('contribution', usd(usdE18), own);
    list.say('contribution-share', shareAt(index), own);
  }
  list.say('trading-effect', usd(value.tradingUsdE18), basis);
  list.say('trading-share', shareAt(assets.length), basis);
  list.say('gain-share', shares === null ? 'nothing-held' : bps(shares.sumBps), basis);
};

/** What each rebalance changed until now, and what would have become of the rest. */
export const sayRebalanceEffects = (list: FactList, scene: Scene): void => {
  const basis = basisOf(scene);
  const { value, absent } = rebalanceEffectsOf(scene);
  if (absent !== null) {
    for (const measure of ['rebalance-effect', 'held-effect'] as const) list.say(measure, absent, basis);
    return;
  }
  for (const [decisionId, usdE18] of value.effects) {
    const samples = scene.fills.filter((fill) => fill.decisionId === decisionId).length;
    const rows: readonly FactRow[] = [{ kind: 'decision', id: decisionId }, ...basis.rows.slice(0, 2)];
    const own = { ...basis, which: { part: decisionId }, rows, quality: { ...basis.quality, samples } };
    list.say('rebalance-effect', usd(usdE18), own);
  }
  if (value.unrecordedUsdE18 !== 0n)
    list.say('rebalance-effect', usd(value.unrecordedUsdE18), { ...basis, which: { part: 'unrecorded' } });
  list.say('held-effect', usd(value.heldUsdE18), basis);
  list.say('unmoved-effect', usd(value.unmovedUsdE18), basis);
};
