import type { Address } from 'viem';
import { BPS, BPS_WHOLE, mulDivDown, valueUsdE18Down } from '../money/fixed-point.ts';
import { parseAmount } from '../owner/parse-amount.ts';
import type { DraftHolding, Targets } from './draft.ts';
import type { FeedPrices } from './read-prices.ts';

/** One token of a new portfolio as it is put in, and what the bot has to change. */
export type FirstPlanRow = {
  readonly token: Address;
  readonly symbol: string;
  readonly valueUsdE18: bigint;
  /** Of what is put in: rounded down, but for the largest, which takes what is left of 100.00 %. */
  readonly weightBps: number;
  readonly targetBps: number;
  /** To be bought (+) or sold (−) to stand on target, rounded towards zero. */
  readonly tradeUsdE18: bigint;
};

/** What is put in and the first plan; or why it can't be told, in a sentence. */
export type FirstPlan =
  | {
      readonly ok: true;
      readonly rows: readonly FirstPlanRow[];
      readonly totalUsdE18: bigint;
      /** Σ of what is sold: the value that changes hands once. */
      readonly turnoverUsdE18: bigint;
    }
  | { readonly ok: false; readonly sentence: string };

const because = (sentence: string): FirstPlan => ({ ok: false, sentence });

/** Shares in basis points that make exactly 10,000. */
function wholeWeights(values: readonly bigint[], total: bigint): readonly number[] {
  const weights = values.map((value) => Number(mulDivDown(value, BPS, total)));
  const largest = values.reduce((best, value, index) => (value > (values[best] ?? 0n) ? index : best), 0);
  const rest = BPS_WHOLE - weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, index) => (index === largest ? weight + rest : weight));
}

/**
 * What the amounts of a draft make at the feeds' prices, and what is bought and sold to bring them to target: target × total − value,
 * for each token.
 */
export function firstPlan(
  holdings: readonly DraftHolding[],
  targets: Targets,
  prices: FeedPrices,
): FirstPlan {
  if (!targets.ok) return because(targets.sentence);
  const valued: { holding: DraftHolding; targetBps: number; valueUsdE18: bigint }[] = [];
  for (const [index, holding] of holdings.entries()) {
    const { token, symbol, decimals } = holding.listing;
    const typed = parseAmount(holding.amount, decimals);
    const units = typed.ok ? typed.units : 0n;
    const price = prices.get(token);
    if (price === undefined)
      return because(`The feed of ${symbol} gives no price just now, so nothing can be worked out.`);
    const valueUsdE18 = valueUsdE18Down(units, { priceUsdE18: price.usdE18, decimals });
    valued.push({ holding, targetBps: targets.bps[index] ?? 0, valueUsdE18 });
  }
  const totalUsdE18 = valued.reduce((sum, { valueUsdE18 }) => sum + valueUsdE18, 0n);
  if (totalUsdE18 === 0n) return because('Nothing goes in yet: the bot begins once something is deposited.');
  const weights = wholeWeights(
    valued.map(({ valueUsdE18 }) => valueUsdE18),
    totalUsdE18,
  );
  const rows = valued.map(({ holding: { listing }, targetBps, valueUsdE18 }, index) => ({
    ...{ token: listing.token, symbol: listing.symbol, valueUsdE18, targetBps },
    weightBps: weights[index] ?? 0,
    tradeUsdE18: mulDivDown(totalUsdE18, BigInt(targetBps), BPS) - valueUsdE18,
  }));
  const turnoverUsdE18 = rows.reduce(
    (sum, { tradeUsdE18 }) => (tradeUsdE18 < 0n ? sum - tradeUsdE18 : sum),
    0n,
  );
  return { ok: true, rows, totalUsdE18, turnoverUsdE18 };
}
