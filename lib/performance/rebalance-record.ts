import type { Decision } from '../engine/decision.ts';
import type { TriggerKind } from '../engine/policy.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import type { UnixSeconds } from '../result.ts';
import { type CountedLook, type CountingRules, countedLook, worthDown } from './counted-look.ts';
import { addExecutions, type Execution, executionOf, NOTHING_EXECUTED } from './execution.ts';

/** What is known of one order of the decision. */
export type OrderFilled = {
  readonly legIndex: number;
  readonly sellToken: string;
  readonly buyToken: string;
  readonly filledSellUnits: bigint;
  readonly filledBuyUnits: bigint;
};

/** One asset before and after, all at the prices of the decision, so that only the trades tell them apart. */
export type WeightChange = {
  readonly token: string;
  readonly symbol: string;
  readonly targetBps: number;
  /** Shares of what was held, rounded down; null where that was worth nothing. */
  readonly beforeBps: number | null;
  /** As if every leg had filled as expected. */
  readonly plannedBps: number | null;
  /** With what was filled so far. */
  readonly afterBps: number | null;
};

export type RebalanceRecord = {
  readonly trigger: TriggerKind | null;
  /** Since when it was asked for without an answer; the look itself where that began with it. */
  readonly triggeredAtSeconds: UnixSeconds;
  readonly decidedAtSeconds: UnixSeconds;
  readonly trackingErrorBeforeBps: number | null;
  readonly trackingErrorPlannedBps: number | null;
  readonly trackingErrorAfterBps: number | null;
  readonly weights: readonly WeightChange[];
  /** In the order of the orders; null where the plan has no such leg. */
  readonly executions: readonly (Execution | null)[];
  readonly total: Execution;
};

type Look = { readonly snapshot: Snapshot; readonly decision: Decision; readonly rules: CountingRules };
type Move = { readonly token: string; readonly units: bigint };

const afterMoves = ({ snapshot, rules }: Look, moves: readonly Move[]): CountedLook | null => {
  const assets = snapshot.assets.map((asset) => {
    const units = moves.reduce(
      (sum, move) => (move.token === asset.token ? sum + move.units : sum),
      asset.units,
    );
    return { ...asset, units: units < 0n ? 0n : units };
  });
  return countedLook('0', { ...snapshot, assets }, rules);
};

const weightsOf = (look: CountedLook | null): ReadonlyMap<string, number> => {
  const values = (look?.assets ?? []).map((asset) => ({
    token: asset.token,
    value: worthDown(asset.units, asset),
  }));
  const whole = values.reduce((sum, { value }) => sum + value, 0n);
  if (whole === 0n) return new Map();
  return new Map(values.map(({ token, value }) => [token, Number((value * 10_000n) / whole)]));
};

const legsOf = ({ plan }: Decision) => (plan.kind === 'act' ? plan.legs : []);

const executionsOf = (
  { snapshot, decision }: Look,
  orders: readonly OrderFilled[],
): readonly (Execution | null)[] =>
  orders.map((order) => {
    const leg = legsOf(decision).find(({ index }) => index === order.legIndex);
    const bought = snapshot.assets.find(({ token }) => token === order.buyToken);
    if (leg === undefined || bought === undefined) return null;
    return executionOf(
      { ...leg, buyDecimals: bought.decimals },
      { sellUnits: order.filledSellUnits, buyUnits: order.filledBuyUnits },
    );
  });

const triggeredAt = ({ snapshot, decision }: Look): UnixSeconds =>
  legsOf(decision).reduce((earliest, leg) => {
    const asked = snapshot.asking.find(
      ({ sellToken, buyToken }) => sellToken === leg.sellToken && buyToken === leg.buyToken,
    );
    return Math.min(earliest, asked?.sinceSeconds ?? earliest);
  }, snapshot.nowSeconds);

/** One decision to act, as an auditor reads it: why, from where to where, and what it cost. */
export const rebalanceRecord = (look: Look, orders: readonly OrderFilled[]): RebalanceRecord => {
  const { snapshot, decision } = look;
  const planned = legsOf(decision).flatMap((leg): Move[] => [
    { token: leg.sellToken, units: -leg.sellUnits },
    { token: leg.buyToken, units: leg.expectedBuyUnits },
  ]);
  const filled = orders.flatMap((order): Move[] => [
    { token: order.sellToken, units: -order.filledSellUnits },
    { token: order.buyToken, units: order.filledBuyUnits },
  ]);
  const [before, plan, after] = [afterMoves(look, []), afterMoves(look, planned), afterMoves(look, filled)];
  const [beforeOf, plannedOf, afterOf] = [weightsOf(before), weightsOf(plan), weightsOf(after)];
  const executions = executionsOf(look, orders);
  return {
    trigger: decision.trigger,
    triggeredAtSeconds: triggeredAt(look),
    decidedAtSeconds: snapshot.nowSeconds,
    trackingErrorBeforeBps: before?.trackingErrorBps ?? null,
    trackingErrorPlannedBps: plan?.trackingErrorBps ?? null,
    trackingErrorAfterBps: after?.trackingErrorBps ?? null,
    weights: snapshot.assets.map(({ token, symbol, targetBps }) => ({
      ...{ token, symbol, targetBps },
      beforeBps: beforeOf.get(token) ?? null,
      plannedBps: plannedOf.get(token) ?? null,
      afterBps: afterOf.get(token) ?? null,
    })),
    executions,
    total: executions.reduce<Execution>(
      (sum, one) => (one === null ? sum : addExecutions(sum, one)),
      NOTHING_EXECUTED,
    ),
  };
};
