import type { Address, ContractFunctionReturnType } from 'viem';
import type { balancerLensAbi } from '../../lib/abi/balancer-lens-abi.ts';
import type { AssetState, OpenOrder, Snapshot } from '../../lib/engine/snapshot.ts';
import type { Placed } from '../../lib/ledger/action.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import type { SourcePrice } from '../../lib/ledger/source-price.ts';
import type { PortfolioContext } from '../../lib/ledger/tick-record.ts';
import { valueUsdE18Down } from '../../lib/money/fixed-point.ts';
import { takingAmountUp } from '../../lib/orders/order-terms.ts';
import { agreePrice } from './pricing.ts';
import { type BotIdentity, withheldOf } from './withheld-of.ts';

/** What the lens says of one portfolio. */
export type PortfolioReading = ContractFunctionReturnType<typeof balancerLensAbi, 'view', 'read'>[2][number];
export type AssetReading = PortfolioReading['assets'][number];

/** The part of it that a snapshot is made of. */
export type SnapshotReading = Pick<
  PortfolioReading,
  'portfolio' | 'signer' | 'paused' | 'generation' | 'assets' | 'guard' | 'budgets'
>;

/** All that one snapshot is made of. */
export type SnapshotSources = {
  readonly chainId: number;
  readonly head: Block;
  readonly reading: SnapshotReading;
  readonly context: PortfolioContext;
  readonly pricesOf: (asset: AssetReading) => readonly SourcePrice[];
  readonly signer: BotIdentity;
  readonly halted: boolean;
  readonly chainLagging: boolean;
};

const lower = (address: Address): Address => address.toLowerCase() as Address;
const stamp = (seconds: bigint): number | null => (seconds === 0n ? null : Number(seconds));
const notBelowZero = (value: bigint): bigint => (value < 0n ? 0n : value);

const assetOf = (asset: AssetReading, { reading, pricesOf }: SnapshotSources): AssetState => {
  const token = lower(asset.token);
  return {
    token,
    symbol: asset.symbol,
    decimals: asset.decimals,
    units: asset.balance,
    targetBps: asset.targetBps,
    price: agreePrice(pricesOf(asset)),
    priceAgeSecondsMax: Number(asset.heartbeat),
    lock: 'none',
    lastBoughtAtSeconds: stamp(asset.lastBoughtAt),
    lastSoldAtSeconds: stamp(asset.lastSoldAt),
    // With the public book the contract approves nothing just in time.
    allowanceUnits: reading.guard.publicBook ? asset.lopAllowance : null,
  };
};

const openOrderOf = ({ leg, body, filledSellUnits }: Placed): OpenOrder => {
  const remainingSellUnits = body.order.makingAmount - filledSellUnits;
  return {
    orderHash: body.orderHash,
    sellToken: leg.sellToken,
    buyToken: leg.buyToken,
    remainingSellUnits,
    remainingBuyUnits: takingAmountUp(body.order, remainingSellUnits),
    expiresAtSeconds: body.expiresAtSeconds,
  };
};

/** What is sold today at today's prices; an asset without a price counts nothing, and then nothing is traded anyway. */
const tradedToday = (assets: readonly AssetState[], context: PortfolioContext): bigint =>
  context.soldToday.reduce((sum, { token, units }) => {
    const asset = assets.find((each) => each.token === token);
    if (asset === undefined || !asset.price.ok) return sum;
    return sum + valueUsdE18Down(units, { priceUsdE18: asset.price.usdE18, decimals: asset.decimals });
  }, 0n);

/** Everything one decision depends on: the contract's state at ONE block, and what the settled index says up to it. */
export const snapshotOf = (sources: SnapshotSources): Snapshot => {
  const { chainId, head, reading, context, signer } = sources;
  const assets = reading.assets.map((asset) => assetOf(asset, sources));
  const { guard, budgets } = reading;
  const withheld = withheldOf(reading.assets, signer);
  return {
    account: { kind: 'balancer', chainId, address: lower(reading.portfolio) },
    blockNumber: head.number,
    blockHash: head.hash,
    nowSeconds: head.timeSeconds,
    generation: BigInt(reading.generation),
    assets,
    openOrders: context.liveOrders
      .filter(({ generation }) => generation === BigInt(reading.generation))
      .map(openOrderOf)
      .filter(({ remainingSellUnits }) => remainingSellUnits > 0n),
    inFlight: [],
    guard: {
      maxSlippageBps: guard.maxSlippageBps,
      lossBpsPerDay: guard.lossBpsPerDay,
      turnoverBpsPerDay: guard.turnoverBpsPerDay,
      orderTtlMaxSeconds: guard.orderTtlMax,
      cooldownSeconds: guard.cooldown,
      minDriftBps: guard.minDriftBps,
      overshootBps: guard.overshootBps,
      minFillBps: guard.minFillBps,
    },
    buckets: {
      lossLeftE18: notBelowZero(budgets.lossCapacityE18 - budgets.lossLevelE18),
      turnoverLeftE18: notBelowZero(budgets.turnoverCapacityE18 - budgets.turnoverLevelE18),
      oneOffTurnoverLeftE18: budgets.oneOffE18,
      oneOffExpiresAtSeconds: Number(budgets.oneOffExpiresAt),
    },
    paused: reading.paused,
    halted: sources.halted,
    signerAuthorised: signer === 'any' ? BigInt(reading.signer) !== 0n : lower(reading.signer) === signer,
    ...(withheld === undefined ? {} : { withheld }),
    chainLagging: sources.chainLagging,
    venues: { 'order-book': true, proposal: false },
    lastRebalanceAtSeconds: context.lastRebalanceAtSeconds,
    tradedTodayUsdE18: tradedToday(assets, context),
    cashFlows: context.cashFlows,
    recentVolatilityBps: null,
    // The taker pays the gas, and the book charges nothing.
    costs: {
      gasPerLegUsdE18: 0n,
      pair: { spreadBps: 0, feeBps: 0, impactBpsPer10kUsd: 0 },
      pairs: [],
    },
    asking: context.asking,
  };
};
