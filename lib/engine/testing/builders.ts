import type { Address } from 'viem';
import { powerOfTen } from '../../money/fixed-point.ts';
import { policySchema } from '../../policy/policy.ts';
import type { Decision, Leg } from '../decision.ts';
import type { Policy } from '../policy.ts';
import type { AssetState, Snapshot } from '../snapshot.ts';

const E18 = 10n ** 18n;

/** The block time of built snapshots: Wednesday 2026-11-18, 04:00 UTC. */
export const NOW = 1_794_974_400;

/** The n-th of a row of addresses that sort like their numbers. */
export const tokenAt = (number: number): Address => `0x${(number + 1).toString(16).padStart(40, '0')}`;

/** An asset that is worth `usd` whole dollars, at 1 USD a token unless said otherwise. */
export type AssetWish = {
  readonly usd?: number | bigint;
  readonly targetBps?: number;
  readonly price?: bigint;
  readonly decimals?: number;
} & Partial<Omit<AssetState, 'price'>> & { readonly state?: AssetState['price'] };

/** A healthy asset with a fresh price. */
export const asset = (number: number, wish: AssetWish): AssetState => {
  const { usd = 0, price = E18, state, targetBps = 0, decimals = 18, ...rest } = wish;
  return {
    token: tokenAt(number),
    symbol: String.fromCharCode(65 + number),
    decimals,
    units: (BigInt(usd) * E18 * powerOfTen(decimals)) / price,
    targetBps,
    price: state ?? {
      ok: true,
      usdE18: price,
      updatedAtSeconds: NOW - 60,
      source: 'built',
      disagreementBps: null,
    },
    priceAgeSecondsMax: 3_600,
    lock: 'none',
    lastBoughtAtSeconds: null,
    lastSoldAtSeconds: null,
    allowanceUnits: null,
    ...rest,
  };
};

/** A healthy portfolio in which nothing stands in the way of a trade. */
export const snapshotOf = (wishes: readonly AssetWish[], more: Partial<Snapshot> = {}): Snapshot => ({
  account: { kind: 'balancer', chainId: 31_337, address: tokenAt(9_999) },
  blockNumber: 100n,
  blockHash: `0x${'ab'.repeat(32)}`,
  nowSeconds: NOW,
  generation: 1n,
  assets: wishes.map((wish, index) => asset(index, wish)),
  openOrders: [],
  inFlight: [],
  guard: {
    maxSlippageBps: 100,
    lossBpsPerDay: 100,
    turnoverBpsPerDay: 20_000,
    orderTtlMaxSeconds: 3_600,
    cooldownSeconds: 600,
    minDriftBps: 20,
    overshootBps: 10,
    minFillBps: 0,
  },
  buckets: {
    lossLeftE18: E18 / 200n,
    turnoverLeftE18: E18,
    oneOffTurnoverLeftE18: 0n,
    oneOffExpiresAtSeconds: 0,
  },
  paused: false,
  halted: false,
  signerAuthorised: true,
  chainLagging: false,
  venues: { 'order-book': true, proposal: true },
  lastRebalanceAtSeconds: null,
  tradedTodayUsdE18: 0n,
  cashFlows: [],
  recentVolatilityBps: null,
  costs: { gasPerLegUsdE18: 0n, pair: { spreadBps: 0, feeBps: 0, impactBpsPer10kUsd: 0 }, pairs: [] },
  asking: [],
  ...more,
});

/** A policy that trades to the target at a 5-point band at the mid price; anything can be overridden as in its JSON form. */
export const policyOf = (json: Readonly<Record<string, unknown>> = {}): Policy =>
  policySchema.parse({
    version: 1,
    triggers: [{ kind: 'absolute', bandBps: 500 }],
    destination: { kind: 'target' },
    orderTerms: { spreadBps: 0, walkBpsPerHour: 0, discountBpsMax: 0 },
    ...json,
  });

/** The holdings after every leg has filled whole at its limit price, without cost. */
export const filled = (snapshot: Snapshot, legs: readonly Leg[]): Snapshot => ({
  ...snapshot,
  assets: snapshot.assets.map((asset): AssetState => {
    let { units } = asset;
    for (const leg of legs) {
      if (leg.sellToken === asset.token) units -= leg.sellUnits;
      if (leg.buyToken === asset.token) units += leg.buyUnits;
    }
    return { ...asset, units };
  }),
});

/** What is planned; nothing where the decision is to hold. */
export const legsOf = ({ plan }: Decision): readonly Leg[] => (plan.kind === 'act' ? plan.legs : []);

/** Every time at which a decision says it will look again. */
export const timesIn = ({ plan, assets, dropped, nextLookAt }: Decision): readonly number[] => [
  nextLookAt,
  ...(plan.kind === 'hold' ? [plan.hold.lookAgainAt] : []),
  ...assets.flatMap(({ hold }) => (hold === null ? [] : [hold.lookAgainAt])),
  ...dropped.map(({ hold }) => hold.lookAgainAt),
];
