import type { Address } from 'viem';
import { z } from 'zod';
import type { BacktestSpec } from '../backtest/backtest-types.ts';
import { SIMULATED_DECIMALS } from '../backtest/simulated-portfolio.ts';
import type { Policy } from '../engine/policy.ts';
import { bpsToE18, powerOfTen } from '../money/fixed-point.ts';
import { policyJsonSchema, policySchema, policyToJson } from '../policy/policy.ts';

const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/)
  .transform((text) => text as Address);

/** One token of a paper portfolio: how it is priced, what it is to weigh, and how much there was at the opening. */
const paperAssetSchema = z.object({
  token: address,
  symbol: z.string().min(1).max(40),
  decimals: z.int().min(0).max(36),
  feed: address,
  /** Older than this, the feed's answer is no price to trade on. */
  heartbeatSeconds: z.int().positive(),
  targetBps: z.int().min(0).max(10_000),
  /** In the token's own smallest units. */
  openingUnits: z
    .string()
    .regex(/^\d{1,78}$/)
    .transform(BigInt),
});
export type PaperAsset = z.output<typeof paperAssetSchema>;

/** What never changes of a paper portfolio. */
export type PaperTerms = { readonly assets: readonly PaperAsset[]; readonly policy: Policy };

const termsSchema = z.object({ assets: z.array(paperAssetSchema).min(1).max(16), policy: policySchema });

/** The stored form; {@link readPaperTerms} gives back an equal value. */
export const paperTermsToJson = ({ assets, policy }: PaperTerms): object => ({
  assets: assets.map((asset) => ({ ...asset, openingUnits: asset.openingUnits.toString() })),
  policy: policyJsonSchema.parse(policyToJson(policy)),
});

/** @returns the terms; null where what is stored isn't any */
export const readPaperTerms = (stored: unknown): PaperTerms | null =>
  termsSchema.safeParse(stored).data ?? null;

/** Units in the simulator's 18 decimals, rounded down where a token has more. */
export const simulatedUnitsDown = (units: bigint, decimals: number): bigint =>
  decimals <= SIMULATED_DECIMALS
    ? units * powerOfTen(SIMULATED_DECIMALS - decimals)
    : units / powerOfTen(decimals - SIMULATED_DECIMALS);

/** What every leg is counted to cost, in basis points of what it sells; gas is the taker's. */
export const PAPER_COST_BPS = 10;
/** Between two looks, as far as a policy that scales by volatility wants to know beforehand. */
const STEP_SECONDS = 3_600;

/**
 * A paper portfolio as a back-test: the same spec over the same rows makes the same run. The contract's own daily limits are left open, as
 * it has no contract.
 */
export const paperSpec = ({ assets, policy }: PaperTerms): BacktestSpec => ({
  assets: assets.map(({ symbol, targetBps }) => ({ symbol, targetE18: bpsToE18(targetBps) })),
  heldUnits: assets.map(({ openingUnits, decimals }) => simulatedUnitsDown(openingUnits, decimals)),
  ...{ policy, rows: [], stepSeconds: STEP_SECONDS, initialUsdE18: 0n },
  costs: {
    gasPerLegUsdE18: 0n,
    pair: { spreadBps: 0, feeBps: PAPER_COST_BPS, impactBpsPer10kUsd: 0 },
    pairs: [],
  },
  ...{ costSides: 'bought', openingCosts: null, baselines: true },
  annual: { periodsPerYear: null, riskFreeRate: 0 },
});
