import type { Address } from 'viem';
import type {
  AssetState,
  Buckets,
  CashFlow,
  Costs,
  Guard,
  NoPrice,
  Price,
  Snapshot,
} from '../engine/snapshot.ts';
import { E18 } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { BacktestSpec } from './backtest-types.ts';
import { SIMULATED_DECIMALS } from './simulated-portfolio.ts';

/** The contract's own limits are left wide open unless daily ones are given: a backtest measures the policy. */
const OPEN_GUARD: Guard = {
  maxSlippageBps: 10_000,
  lossBpsPerDay: 10_000,
  turnoverBpsPerDay: 10_000,
  orderTtlMaxSeconds: 2_592_000,
  cooldownSeconds: 0,
  minDriftBps: 0,
  overshootBps: 10_000,
  minFillBps: 0,
};

const FULL_BUCKETS: Buckets = {
  lossLeftE18: 1_000_000n * E18,
  turnoverLeftE18: 1_000_000n * E18,
  oneOffTurnoverLeftE18: 0n,
  oneOffExpiresAtSeconds: 0,
};

const ACCOUNT = {
  kind: 'balancer',
  chainId: 0,
  address: '0x0000000000000000000000000000000000000000',
} as const;
const NO_BLOCK = `0x${'0'.repeat(64)}` as const;

/** The stand-in address of the asset at this index: addresses sort as the columns do. */
export const simulatedToken = (index: number): Address => `0x${(index + 1).toString(16).padStart(40, '0')}`;

const E18_PER_BPS = E18 / 10_000n;

/** What doesn't change from row to row. */
export type SnapshotFrame = {
  readonly assets: readonly Omit<AssetState, 'units' | 'price'>[];
  /** Which column a stand-in address is. */
  readonly columns: ReadonlyMap<Address, number>;
  /** The column of each of `assets`. */
  readonly order: readonly number[];
  readonly costs: Costs;
  readonly guard: Guard;
};

/** Basis points where every target is a whole number of them, else exact shares. */
export const snapshotFrame = ({
  assets: all,
  costs,
  contract,
  without = new Set(),
}: Pick<BacktestSpec, 'assets' | 'costs' | 'contract'> & {
  /** Columns that the engine isn't told of any more. */
  readonly without?: ReadonlySet<number>;
}): SnapshotFrame => {
  const assets = all
    .map((asset, column) => ({ ...asset, column }))
    .filter(({ column }) => !without.has(column));
  const inBps =
    assets.every(({ targetE18 }) => targetE18 % E18_PER_BPS === 0n) &&
    assets.reduce((sum, { targetE18 }) => sum + targetE18, 0n) === E18;
  return {
    costs,
    guard: { ...OPEN_GUARD, ...contract },
    columns: new Map(assets.map(({ column }) => [simulatedToken(column), column])),
    order: assets.map(({ column }) => column),
    assets: assets.map(({ symbol, targetE18, column }) => ({
      token: simulatedToken(column),
      symbol,
      decimals: SIMULATED_DECIMALS,
      targetBps: Number(targetE18 / E18_PER_BPS),
      ...(inBps ? {} : { targetExactE18: targetE18 }),
      priceAgeSecondsMax: 0,
      lock: 'none' as const,
      lastBoughtAtSeconds: null,
      lastSoldAtSeconds: null,
      allowanceUnits: null,
    })),
  };
};

/** One row of the run, as the engine would have found it. */
export type RowState = {
  /** The row's close is known from here on: label + step. */
  readonly knownAtSeconds: UnixSeconds;
  readonly row: number;
  readonly units: readonly bigint[];
  readonly prices: readonly (Price | NoPrice)[];
  readonly lastRebalanceAtSeconds: UnixSeconds | null;
  readonly tradedTodayUsdE18: bigint;
  readonly recentVolatilityBps: number | null;
  readonly programmes: NonNullable<Snapshot['programmes']>;
  /** What the owner moved since the last rebalance. */
  readonly cashFlows: readonly CashFlow[];
  /** What the contract's daily limits let through; null = anything. */
  readonly buckets: Buckets | null;
};

const NEVER_SEEN: NoPrice = { ok: false, fault: 'missing', detail: 'no observation in this row' };

/** Written out, not spread: this runs for every asset of every row. */
const assetOfRow = (
  asset: SnapshotFrame['assets'][number],
  units: bigint,
  price: Price | NoPrice,
): AssetState => {
  const { token, symbol, decimals, targetBps, targetExactE18, priceAgeSecondsMax, lock } = asset;
  const state = {
    token,
    symbol,
    decimals,
    units,
    targetBps,
    price,
    priceAgeSecondsMax,
    lock,
    lastBoughtAtSeconds: null,
    lastSoldAtSeconds: null,
    allowanceUnits: null,
  };
  return targetExactE18 === undefined ? state : { ...state, targetExactE18 };
};

/** The snapshot of a row. It holds nothing that was not known at `knownAtSeconds`. */
export const snapshotOfRow = (frame: SnapshotFrame, state: RowState): Snapshot => {
  const assets: AssetState[] = [];
  for (let index = 0; index < frame.assets.length; index++) {
    const asset = frame.assets[index];
    if (asset === undefined) continue;
    const column = frame.order[index] ?? index;
    assets.push(assetOfRow(asset, state.units[column] ?? 0n, state.prices[column] ?? NEVER_SEEN));
  }
  return {
    account: ACCOUNT,
    blockNumber: BigInt(state.row),
    blockHash: NO_BLOCK,
    nowSeconds: state.knownAtSeconds,
    generation: 0n,
    assets,
    openOrders: [],
    inFlight: [],
    guard: frame.guard,
    buckets: state.buckets ?? FULL_BUCKETS,
    paused: false,
    halted: false,
    signerAuthorised: true,
    chainLagging: false,
    venues: { 'order-book': true, proposal: true },
    lastRebalanceAtSeconds: state.lastRebalanceAtSeconds,
    tradedTodayUsdE18: state.tradedTodayUsdE18,
    cashFlows: state.cashFlows,
    recentVolatilityBps: state.recentVolatilityBps,
    costs: frame.costs,
    asking: [],
    ...(state.programmes.length === 0 ? {} : { programmes: state.programmes }),
  };
};
