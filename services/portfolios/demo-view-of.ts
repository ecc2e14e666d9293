import type { ChartPointDto } from '../../lib/api/chart-series-dto.ts';
import type { DemoFillDto, DemoView } from '../../lib/api/demo-view.ts';
import type { BacktestRow } from '../../lib/backtest/backtest-types.ts';
import type { Trade } from '../../lib/backtest/simulated-portfolio.ts';
import type { DemoLook, DemoRun } from '../../lib/demo/run-demo.ts';
import type { Policy } from '../../lib/engine/policy.ts';
import { formatDecimal } from '../../lib/money/fixed-point.ts';
import { cents } from './asset-dtos.ts';
import { planDtoOf } from './plan-dto.ts';
import { policyText } from './policy-text.ts';
import { lookDtoOf } from './portfolio-dto-of.ts';
import { portfolioState } from './portfolio-state.ts';

const FILLS_SHOWN = 6;
const POINTS_MAX = 180;
const DECIMALS = 18;
const NO_ORDERS = { count: 0, filledBps: 0, unfillableReason: null };

const stateOf = ({ decision, trades }: DemoLook): Pick<DemoView, 'state' | 'stateDetail'> => {
  const { plan } = decision;
  if (plan.kind === 'act')
    return {
      state: 'order-open',
      stateDetail: trades.length > 0 ? 'filled this hour' : 'costs would eat it',
    };
  const { state, detail } = portfolioState({
    ...{ halted: false, paused: false, quarantineReason: null, liveOrders: NO_ORDERS },
    lastDecision: { reason: plan.hold.reason },
  });
  return { state, stateDetail: detail };
};

const fillDto = (trade: Trade, id: string, { run, look }: { run: DemoRun; look: DemoLook }): DemoFillDto => ({
  id,
  atSeconds: look.after.knownAtSeconds,
  sellSymbol: run.symbols[trade.sell] ?? '',
  buySymbol: run.symbols[trade.buy] ?? '',
  sellUnits: formatDecimal(trade.sellUnits, DECIMALS),
  buyUnits: formatDecimal(trade.boughtUnits ?? 0n, DECIMALS),
  valueUsd: cents(trade.sellUsdE18),
  costUsd: cents(trade.costUsdE18),
});

const pointOf = ({ knownAtSeconds, navUsdE18, baselinesUsdE18 }: BacktestRow): ChartPointDto => ({
  timeSeconds: knownAtSeconds,
  valueUsd: cents(navUsdE18),
  holdUsd: baselinesUsdE18 === null ? null : cents(baselinesUsdE18.hold),
  trackingErrorBps: null,
  driftsBps: [],
  isAfterGap: false,
});

/** Every n-th of them and always the last. */
const thinned = (rows: readonly BacktestRow[]): readonly BacktestRow[] => {
  const step = Math.max(1, Math.ceil(rows.length / POINTS_MAX));
  return rows.filter((_, index) => (rows.length - 1 - index) % step === 0);
};

const seriesOf = (run: DemoRun, past: readonly DemoLook[]): DemoView['series'] => ({
  assets: [],
  points: thinned([run.opening, ...past.map(({ after }) => after)]).map(pointOf),
  marks: past
    .filter(({ trades }) => trades.length > 0)
    .map(({ after, trades }) => ({
      kind: 'fill',
      timeSeconds: after.knownAtSeconds,
      count: trades.length,
    })),
});

/**
 * What the page shows of a row of a run, by the functions that show a real portfolio.
 * @param row from 1; one that the run doesn't have is the nearest that it has
 */
export const demoViewOf = (run: DemoRun, policy: Policy, row: number): DemoView => {
  const at = Math.min(run.looks.length, Math.max(1, Math.round(row)));
  const past = run.looks.slice(0, at);
  const look = past.at(-1);
  if (look === undefined) throw new Error('a run has looks');
  const { snapshot, decision, after } = look;
  const next = run.looks.findIndex(({ trades }, index) => index >= at && trades.length > 0);
  const fills = past.flatMap((one, index) =>
    one.trades.map((trade, part) => fillDto(trade, `${index + 1}-${part}`, { run, look: one })),
  );
  const lookedAt = { decisionId: String(at), lookedAtSeconds: snapshot.nowSeconds };
  return {
    row: at,
    rows: run.looks.length,
    nextTradeRow: next < 0 ? null : next + 1,
    policyText: policyText(policy),
    ...stateOf(look),
    look: lookDtoOf({ snapshot, decision, policy, ...lookedAt }),
    plan: planDtoOf(snapshot, policy, decision),
    filledNow: fills.filter(({ atSeconds }) => atSeconds === after.knownAtSeconds),
    lastFills: fills.slice(-FILLS_SHOWN).reverse(),
    fillCount: fills.length,
    rebalances: past.filter(({ trades }) => trades.length > 0).length,
    valueUsd: cents(after.navUsdE18),
    holdUsd: cents(after.baselinesUsdE18?.hold ?? 0n),
    costUsd: cents(after.costUsdE18),
    series: seriesOf(run, past),
  };
};
