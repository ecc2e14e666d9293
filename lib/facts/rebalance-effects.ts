import { worthDown } from '../performance/counted-look.ts';
import { absent, type Figure, figure } from '../performance/figure.ts';
import { type AttributedSpan, gainOf } from './contributions.ts';

/** The gain by what was done: they add up to it. USD in 18 decimals, signed. */
export type RebalanceEffects = {
  /** By decision, in the order of their first fills: what the portfolio is worth more at the end for having traded. */
  readonly effects: ReadonlyMap<string, bigint>;
  /** The same of fills that belong to no recorded decision. */
  readonly unrecordedUsdE18: bigint;
  /** What the start, and what was put in, would have gained without any trade. */
  readonly heldUsdE18: bigint;
  /** What tokens added or took by themselves. */
  readonly unmovedUsdE18: bigint;
  readonly gainUsdE18: bigint;
};

/** Units of a portfolio at the prices of one point, changed step by step. */
class AtTheEnd {
  private readonly units = new Map<string, bigint>();
  private readonly prices: ReadonlyMap<string, Parameters<typeof worthDown>[1]>;
  isPriced = true;
  /** What the start is worth at the end's prices. */
  readonly startUsdE18: bigint;

  constructor({ start, end }: AttributedSpan) {
    this.prices = new Map(end.assets.map((asset) => [asset.token, asset]));
    let sum = 0n;
    for (const { token, units } of start?.assets ?? []) sum += this.change(token, units);
    this.startUsdE18 = sum;
  }

  /** How much the worth of the token changes; the sum of all changes of a token is its worth rounded down once. */
  change(token: string, units: bigint): bigint {
    const before = this.units.get(token) ?? 0n;
    this.units.set(token, before + units);
    const quotation = this.prices.get(token);
    if (quotation === undefined || quotation.price === null) {
      if (units !== 0n) this.isPriced = false;
      return 0n;
    }
    return worthDown(before + units, quotation) - worthDown(before, quotation);
  }

  left(token: string): bigint {
    return this.units.get(token) ?? 0n;
  }
}

type Step =
  | { readonly blockNumber: bigint; readonly flow: AttributedSpan['flows'][number] }
  | { readonly blockNumber: bigint; readonly fill: AttributedSpan['fills'][number] };

/** In the order of the chain; within a block what came in stands before what was filled. */
const stepsOf = ({ flows, fills }: AttributedSpan): readonly Step[] =>
  [
    ...flows.map((flow) => ({ blockNumber: flow.blockNumber, flow })),
    ...fills.map((fill) => ({ blockNumber: fill.blockNumber, fill })),
  ].sort((a, b) => (a.blockNumber < b.blockNumber ? -1 : a.blockNumber > b.blockNumber ? 1 : 0));

/**
 * What each rebalance changed, against not having traded: bought − sold at the prices of the end, costs included. Each amount is the
 * difference of two worths of all that is held of a token then, rounded down, so that nothing is lost between them: the parts add up to the
 * last unit.
 * @returns none where a flow has no price, or something that moved has none at the end
 */
export const rebalanceEffectsOf = (span: AttributedSpan): Figure<RebalanceEffects> => {
  const gain = gainOf(span);
  if (gain.absent !== null) return gain;
  const walk = new AtTheEnd(span);
  const effects = new Map<string, bigint>();
  let unrecordedUsdE18 = 0n;
  let heldUsdE18 = walk.startUsdE18 - (span.start?.valueUsdE18 ?? 0n);
  for (const step of stepsOf(span)) {
    if ('flow' in step) {
      heldUsdE18 += walk.change(step.flow.token, step.flow.units) - (step.flow.valueUsdE18 ?? 0n);
      continue;
    }
    const { decisionId, sellToken, sellUnits, buyToken, buyUnits } = step.fill;
    const effect = walk.change(sellToken, -sellUnits) + walk.change(buyToken, buyUnits);
    if (decisionId === null) unrecordedUsdE18 += effect;
    else effects.set(decisionId, (effects.get(decisionId) ?? 0n) + effect);
  }
  let unmovedUsdE18 = 0n;
  for (const { token, units } of span.end.assets)
    unmovedUsdE18 += walk.change(token, units - walk.left(token));
  if (!walk.isPriced) return absent('price-missing');
  return figure({ effects, unrecordedUsdE18, heldUsdE18, unmovedUsdE18, gainUsdE18: gain.value });
};
