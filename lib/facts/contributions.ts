import { worthDown } from '../performance/counted-look.ts';
import { executionOf, type LegQuote } from '../performance/execution.ts';
import { absent, type Figure, figure } from '../performance/figure.ts';
import type { FlowValue, SeriesPoint } from '../performance/series-point.ts';

/** A fill with the decision whose order it was; null where nobody recorded one. */
export type AttributedFill = {
  readonly decisionId: string | null;
  /** Its leg as the decision saw it; null with the decision. */
  readonly quote: LegQuote | null;
  readonly blockNumber: bigint;
  readonly sellToken: string;
  readonly sellUnits: bigint;
  readonly buyToken: string;
  readonly buyUnits: bigint;
};

export type AttributedFlow = Pick<FlowValue, 'blockNumber' | 'token' | 'units' | 'valueUsdE18'>;

/** A portfolio between two of its points, with all that came, went and was filled in between, in the order of the chain. */
export type AttributedSpan = {
  /** Null: from the beginning, before anything was held. */
  readonly start: SeriesPoint | null;
  readonly end: SeriesPoint;
  readonly flows: readonly AttributedFlow[];
  readonly fills: readonly AttributedFill[];
};

/** What each asset and trading itself brought; they add up to the gain. USD in 18 decimals, signed. */
export type Contributions = {
  /** By token, in the order in which they first appear: the end's assets, the start's, those of flows and fills. */
  readonly assets: ReadonlyMap<string, bigint>;
  /** Got − given at the prices of the decisions: what trading brought, below zero what it cost. */
  readonly tradingUsdE18: bigint;
  /** end − start − deposits + withdrawals. */
  readonly gainUsdE18: bigint;
};

/** What each asset of a point is worth, rounded down; their sum is the point's value. */
export const worthsOf = (point: SeriesPoint | null): ReadonlyMap<string, bigint> =>
  new Map((point?.assets ?? []).map((asset) => [asset.token, worthDown(asset.units, asset)]));

/** end − start − deposits + withdrawals; none where a flow has no price. */
export const gainOf = ({ start, end, flows }: Omit<AttributedSpan, 'fills'>): Figure<bigint> => {
  let gain = end.valueUsdE18 - (start?.valueUsdE18 ?? 0n);
  for (const { valueUsdE18 } of flows) {
    if (valueUsdE18 === null) return absent('flow-unpriced');
    gain -= valueUsdE18;
  }
  return figure(gain);
};

/**
 * What each asset brought while it was held: its value at the end − at the start − what of it was put in + what it was sold for − what it was
 * bought for. A fill is counted at the prices of its decision, so that what trading cost stands by itself. No remainder is left:
 * every amount is rounded before it is booked on both sides.
 * @returns none where a flow has no price, or a fill belongs to no recorded decision
 */
export const contributionsOf = (span: AttributedSpan): Figure<Contributions> => {
  const gain = gainOf(span);
  if (gain.absent !== null) return gain;
  const assets = new Map<string, bigint>();
  const book = (token: string, usdE18: bigint): void => {
    assets.set(token, (assets.get(token) ?? 0n) + usdE18);
  };
  for (const [token, worth] of worthsOf(span.end)) book(token, worth);
  for (const [token, worth] of worthsOf(span.start)) book(token, -worth);
  for (const { token, valueUsdE18 } of span.flows) book(token, -(valueUsdE18 ?? 0n));
  let tradingUsdE18 = 0n;
  for (const { quote, ...fill } of span.fills) {
    if (quote === null) return absent('not-recorded');
    const { givenUsdE18, gotUsdE18 } = executionOf(quote, fill);
    book(fill.sellToken, givenUsdE18);
    book(fill.buyToken, -gotUsdE18);
    tradingUsdE18 += gotUsdE18 - givenUsdE18;
  }
  return figure({ assets, tradingUsdE18, gainUsdE18: gain.value });
};
