import type { BriefDecision, BriefVerdict } from './brief-decision.ts';
import type { Shape, ShapeOf } from './positional.ts';
import type {
  Account,
  Asking,
  AssetState,
  Buckets,
  CashFlow,
  Costs,
  Guard,
  InFlight,
  Market,
  OpenOrder,
  PairCost,
  Price,
  Snapshot,
} from './snapshot.ts';

// Where each field of a positional look stands. Stored rows rely on it: a field that comes or moves makes a new codec.

const account = { kind: null, chainId: null, address: null } satisfies ShapeOf<Account>;
const price = {
  ...{ ok: null, usdE18: null, updatedAtSeconds: null, source: null, disagreementBps: null },
} satisfies ShapeOf<Price>;
/** An asset of {@link SNAPSHOT_SHAPE_2}, which stand first in it. */
export const ASSET_SHAPE_2 = {
  ...{ token: null, symbol: null, decimals: null, units: null, targetBps: null, price },
  ...{ priceAgeSecondsMax: null, lock: null, lastBoughtAtSeconds: null, lastSoldAtSeconds: null },
  allowanceUnits: null,
} satisfies ShapeOf<AssetState, 'targetExactE18' | 'lockDetail' | 'delegated'>;
const openOrder = {
  ...{ orderHash: null, sellToken: null, buyToken: null, remainingSellUnits: null, remainingBuyUnits: null },
  expiresAtSeconds: null,
} satisfies ShapeOf<OpenOrder>;
const inFlight = { token: null, units: null, arrivesBySeconds: null } satisfies ShapeOf<InFlight>;
const guard = {
  ...{ maxSlippageBps: null, lossBpsPerDay: null, turnoverBpsPerDay: null, orderTtlMaxSeconds: null },
  ...{ cooldownSeconds: null, minDriftBps: null, overshootBps: null, minFillBps: null },
} satisfies ShapeOf<Guard>;
const buckets = {
  ...{ lossLeftE18: null, turnoverLeftE18: null, oneOffTurnoverLeftE18: null, oneOffExpiresAtSeconds: null },
} satisfies ShapeOf<Buckets>;
const pair = { spreadBps: null, feeBps: null, impactBpsPer10kUsd: null } satisfies ShapeOf<PairCost>;
const costs = {
  ...{ gasPerLegUsdE18: null, pair, pairs: [{ ...pair, sellToken: null, buyToken: null }] },
} satisfies ShapeOf<Costs>;
const cashFlow = { token: null, units: null } satisfies ShapeOf<CashFlow>;
const asking = { sellToken: null, buyToken: null, sinceSeconds: null } satisfies ShapeOf<Asking, 'last'>;

/** Codec 2 of snapshots. What is rarely there is not in it: such a snapshot is stored with the names of its fields. */
export const SNAPSHOT_SHAPE_2 = {
  ...{
    assets: [ASSET_SHAPE_2],
    account,
    blockNumber: null,
    blockHash: null,
    nowSeconds: null,
    generation: null,
  },
  ...{ openOrders: [openOrder], inFlight: [inFlight], guard, buckets, paused: null, halted: null },
  ...{ signerAuthorised: null, chainLagging: null, venues: { 'order-book': null, proposal: null } },
  ...{ lastRebalanceAtSeconds: null, tradedTodayUsdE18: null, cashFlows: [cashFlow] },
  ...{ recentVolatilityBps: null, costs, asking: [asking] },
} as const satisfies ShapeOf<Snapshot, 'withheld' | 'market' | 'immediate' | 'programmes'>;

const market = {
  ...{ blockSeconds: null, clockSeconds: null, volatility: [{ token: null, annualBps: null }] },
} satisfies ShapeOf<Market>;
/** Codec 3 of snapshots: of policies whose prices walk at the market's pace, which all presets' do. */
export const SNAPSHOT_SHAPE_3 = { ...SNAPSHOT_SHAPE_2, market } as const satisfies ShapeOf<
  Snapshot,
  'withheld' | 'immediate' | 'programmes'
>;

/** What the looks of a batch share: what a feed says, and what a venue costs. */
export const SHARED_SHAPES: ReadonlySet<Shape> = new Set<Shape>([price, costs]);

const verdict = {
  ...{ token: null, symbol: null, valueUsdE18: null, inFlightUsdE18: null, targetE18: null, bandE18: null },
} satisfies ShapeOf<BriefVerdict>;

/** Codec 4 of decisions. The list of portfolios reads the first two fields. */
export const DECISION_SHAPE_4 = {
  ...{ assets: [verdict], navUsdE18: null, engineVersion: null, trackingErrorE18: null, decidedAt: null },
  nextLookAt: null,
} as const satisfies ShapeOf<BriefDecision>;
