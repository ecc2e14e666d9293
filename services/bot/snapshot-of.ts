import type { Address, Hex } from 'viem';
import { programmesNow } from '../../lib/engine/in-parts.ts';
import type { InParts } from '../../lib/engine/policy.ts';
import type { AssetState, Costs, OpenOrder, Snapshot, Withheld } from '../../lib/engine/snapshot.ts';
import type { Placed } from '../../lib/ledger/action.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import type { AccountReading } from '../../lib/ledger/custody.ts';
import type { PricedAsset, SourcePrice } from '../../lib/ledger/price-source.ts';
import type { PortfolioContext } from '../../lib/ledger/tick-record.ts';
import { valueUsdE18Down } from '../../lib/money/fixed-point.ts';
import { takingAmountUp } from '../../lib/orders/order-terms.ts';
import type { TokenSeen } from '../../lib/tokens/token-health.ts';
import { type BotKeys, isAuthorised, withheldByKeys } from './bot-keys.ts';
import { type Granted, grantedOf } from './granted.ts';
import { checkedPrice, type PriceCheck } from './pricing.ts';

/** What one batch of snapshots has in common. */
export type Surroundings = {
  readonly head: Block;
  readonly keys: BotKeys;
  readonly halted: boolean;
  readonly chainLagging: boolean;
  /** Which venues take actions now. */
  readonly venues: Snapshot['venues'];
};

/** All that is one portfolio's own. */
export type SnapshotSources = {
  readonly reading: AccountReading;
  readonly context: PortfolioContext;
  /** What the sources say of an asset, those that know it. */
  readonly answersOf: (asset: PricedAsset) => readonly SourcePrice[];
  readonly prices: PriceCheck;
  /** Of the venue that its policy trades through. */
  readonly costs: Costs;
  /** Why what its venue costs isn't known; null where it is. */
  readonly untold: Withheld | null;
  /** Of trading at once beside it; null where the policy doesn't, or the account can't. */
  readonly immediateCosts: Costs | null;
  /** Its policy's prices walk on from what was asked last. */
  readonly walksOn: boolean;
  /** Its policy's parts; null where it trades whole legs. */
  readonly inParts: InParts | null;
  /** Why a token is not to be traded; null when nothing speaks against it. */
  readonly illnessOf: (token: TokenSeen) => string | null;
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

/**
 * 1inch's book takes only orders of a contract that is open to it: one that is has allowances to tell of. A proposal needs a router that
 * the owner allows.
 */
const openTo = (
  { oneinch, proposal, ...ours }: Surroundings['venues'],
  assets: readonly AssetState[],
  { swapping, account: { kind } }: AccountReading,
): Snapshot['venues'] => {
  const own = { ...ours, proposal: proposal && swapping !== null && swapping.routers.length > 0 };
  // It makes no orders that others fill: no book is open to it.
  if (kind === 'delegated') return { ...own, 'order-book': false };
  return oneinch === true && assets.some(({ allowanceUnits }) => allowanceUnits !== null)
    ? { ...own, oneinch }
    : own;
};

/** Only a walk that goes on from what was asked last depends on it; others are stored without. */
const askingOf = ({ asking }: PortfolioContext, walksOn: boolean): Snapshot['asking'] =>
  walksOn ? asking : asking.map(({ last: _, ...since }) => since);

/** What may be sold of a token by what its account has granted; null where it need grant nothing. */
const delegatedOf = (
  { reading, context }: Pick<SnapshotSources, 'reading' | 'context'>,
  token: Address,
  { timeSeconds }: Block,
): Granted | null =>
  reading.account.kind === 'delegated' ? grantedOf(context.granted ?? [], token, timeSeconds) : null;

/** By sold token: the delegation that pulls it; undefined where the account need grant nothing. */
export const delegationsOf = (
  sources: Pick<SnapshotSources, 'reading' | 'context'>,
  head: Block,
): ReadonlyMap<Address, Hex> | undefined => {
  if (sources.reading.account.kind !== 'delegated') return undefined;
  return new Map(
    sources.reading.assets.flatMap(({ state: { token } }) => {
      const context = delegatedOf(sources, token, head)?.context ?? null;
      return context === null ? [] : [[token, context] as const];
    }),
  );
};

/** Everything one decision depends on: the account's state at ONE block, and what the settled index says up to it. */
export const snapshotOf = (sources: SnapshotSources, surroundings: Surroundings): Snapshot => {
  const { reading, context, answersOf, costs } = sources;
  const { head, keys, halted, chainLagging, venues } = surroundings;
  const assets = reading.assets.map(({ state, priced }): AssetState => {
    const price = checkedPrice(answersOf(priced), sources.prices);
    const { holder, account } = reading;
    const { chainId } = account;
    const { token, decimals } = state;
    const lockDetail = sources.illnessOf({ chainId, token, holder, decimals, price });
    const granted = delegatedOf(sources, token, head);
    const seen = { ...state, ...(granted === null ? {} : { delegated: granted.delegated }), price };
    return lockDetail === null ? seen : { ...seen, lock: 'unhealthy', lockDetail };
  });
  const programmes = programmesNow(sources.inParts, context.programmes, head.timeSeconds);
  const withheld = withheldByKeys(reading, keys) ?? reading.withheld ?? sources.untold;
  return {
    account: reading.account,
    blockNumber: head.number,
    blockHash: head.hash,
    nowSeconds: head.timeSeconds,
    generation: reading.generation,
    assets,
    openOrders: context.liveOrders
      .filter(({ generation }) => generation === reading.generation)
      .map(openOrderOf)
      .filter(({ remainingSellUnits }) => remainingSellUnits > 0n),
    inFlight: context.inFlight,
    guard: reading.guard,
    buckets: reading.buckets,
    paused: reading.paused,
    halted,
    signerAuthorised: isAuthorised(reading, keys),
    ...(withheld === null ? {} : { withheld }),
    chainLagging,
    venues: openTo(venues, assets, reading),
    lastRebalanceAtSeconds: context.lastRebalanceAtSeconds,
    tradedTodayUsdE18: tradedToday(assets, context),
    cashFlows: context.cashFlows,
    recentVolatilityBps: context.recentVolatilityBps,
    costs,
    ...(sources.immediateCosts === null ? {} : { immediate: sources.immediateCosts }),
    asking: askingOf(context, sources.walksOn),
    ...(programmes.length === 0 ? {} : { programmes }),
  };
};
