import type { Costs } from '../engine/snapshot.ts';
import { E18, mulDivDown, smaller } from '../money/fixed-point.ts';
import { addCost } from '../performance/cost-attribution.ts';
import type { UnixSeconds } from '../result.ts';
import { meterFlow, type RunMeter } from './run-meter.ts';
import { type CostSides, navOf, openPortfolio } from './simulated-portfolio.ts';

/** Money that the owner adds (+) or takes out (−) at the first row whose close is known at or after an instant. */
export type Flow = {
  readonly atSeconds: UnixSeconds;
  readonly amountUsdE18: bigint;
  /** The asset that a deposit arrives as, by its column; null = bought at the targets, like the first basket. */
  readonly column: number | null;
};

/** What a flow finds. */
export type FlowScene = {
  readonly atSeconds: UnixSeconds;
  readonly prices: readonly bigint[];
  readonly targetsE18: readonly bigint[];
  readonly costs: Costs | null;
  readonly sides: CostSides;
};

/** A portfolio that money flows into or out of. */
export type Funded = { readonly units: bigint[]; readonly meter: RunMeter };

/**
 * Adds what a deposit brings, or takes a withdrawal in kind: the same share of every asset, at most all of them.
 * @returns the units that came (+) or went (−), by column.
 */
export const applyFlow = (funded: Funded, flow: Flow, scene: FlowScene): readonly bigint[] => {
  const { units, meter } = funded;
  const { atSeconds, prices } = scene;
  const beforeUsdE18 = navOf(units, prices) / E18;
  const amountUsdE18 =
    flow.amountUsdE18 < 0n ? -smaller(-flow.amountUsdE18, beforeUsdE18) : flow.amountUsdE18;
  const changes =
    amountUsdE18 < 0n
      ? units.map((own) => -mulDivDown(own, -amountUsdE18, beforeUsdE18))
      : bought(funded, { ...flow, amountUsdE18 }, scene);
  meterFlow(meter, { atSeconds, beforeUsdE18, amountUsdE18 });
  for (const [column, change] of changes.entries()) units[column] = (units[column] ?? 0n) + change;
  return changes;
};

const bought = (
  { units, meter }: Funded,
  { amountUsdE18, column }: Flow,
  scene: FlowScene,
): readonly bigint[] => {
  if (column !== null) {
    const price = scene.prices[column] ?? 0n;
    return units.map((_, index) =>
      index === column && price > 0n ? mulDivDown(amountUsdE18, E18, price) : 0n,
    );
  }
  const basket = openPortfolio({ ...scene, cashUsdE18: amountUsdE18 });
  for (const cost of basket.costs) addCost(meter.costs, cost);
  return basket.units;
};
