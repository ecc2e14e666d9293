import type { Hex } from 'viem';
import type { AssetState, Buckets, Costs, Guard, Snapshot } from '../engine/snapshot.ts';
import type { IndexAccount } from '../intents/index-account.ts';
import type { ListedToken } from '../intents/listed-token.ts';
import { BPS_WHOLE, E18 } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { assetOfToken } from './asset-of-token.ts';
import type { Index } from './index-policy.ts';
import { type LastPrice, listedPrice, PRICE_AGE_SECONDS_MAX } from './listed-price.ts';

/** NEAR, as chains are numbered (eip155:397); nothing is ever sent by it. */
export const NEAR_CHAIN_ID = 397;

/** What the verifier and the provider said of one account, at one final block. */
export type IndexSight = {
  readonly account: IndexAccount;
  readonly block: { readonly hash: Hex; readonly height: bigint; readonly seconds: UnixSeconds };
  /** Units of every token that the account holds, and of what it is to hold; by the verifier's own view alone. */
  readonly holdings: ReadonlyMap<string, bigint>;
  readonly listed: ReadonlyMap<string, ListedToken>;
  readonly lastPrices: ReadonlyMap<string, LastPrice>;
  readonly halted: boolean;
  /** By the clock of whoever looks: a block that is too far behind it is decided on by nobody. */
  readonly nowSeconds: UnixSeconds;
  readonly lastRebalanceAtSeconds: UnixSeconds | null;
  /** Worth of what was given in legs since 00:00 UTC. */
  readonly tradedTodayUsdE18: bigint;
};

/** A final block is seconds old; one of minutes ago is a node that has fallen behind. */
const LAG_SECONDS_MAX = 300;
/** What a swap of the provider is expected to cost: its own fee, and what its solvers take. */
const COSTS: Costs = {
  gasPerLegUsdE18: 0n,
  pair: { spreadBps: 10, feeBps: 10, impactBpsPer10kUsd: 0 },
  pairs: [],
};
/** No contract bounds what an index account may lose in a day: its policy does, and the least of each leg. */
const guardOf = ({ policy }: Index): Guard => ({
  ...{ maxSlippageBps: policy.limits.slippageBpsMax, lossBpsPerDay: BPS_WHOLE, turnoverBpsPerDay: BPS_WHOLE },
  ...{ orderTtlMaxSeconds: 600, cooldownSeconds: 0, minDriftBps: 0, overshootBps: 0, minFillBps: 0 },
});
const BUCKETS: Buckets = {
  ...{ lossLeftE18: E18, turnoverLeftE18: E18, oneOffTurnoverLeftE18: 0n, oneOffExpiresAtSeconds: 0 },
};

/** Its own word, with its chain where another token of the index has the same. */
const symbolOf = (token: string, { listed }: IndexSight, index: Index): string => {
  const own = listed.get(token);
  if (own === undefined) return token.slice(0, 60);
  const isTwin = index.allocations.some(
    ({ token: other }) => other !== token && listed.get(other)?.symbol === own.symbol,
  );
  return isTwin ? `${own.symbol} (${own.blockchain})` : own.symbol;
};

/** What the account holds or is to hold, in order of token. */
export const tokensOfLook = ({ holdings }: IndexSight, { allocations }: Index): readonly string[] =>
  [
    ...new Set([
      ...allocations.map(({ token }) => token),
      ...[...holdings].flatMap(([token, units]) => (units > 0n ? [token] : [])),
    ]),
  ].toSorted();

const assetState = (token: string, sight: IndexSight, index: Index): AssetState => ({
  ...{ token: assetOfToken(token), symbol: symbolOf(token, sight, index) },
  ...{ decimals: sight.listed.get(token)?.decimals ?? 0, units: sight.holdings.get(token) ?? 0n },
  targetBps: index.allocations.find((one) => one.token === token)?.targetBps ?? 0,
  price: listedPrice(sight.listed.get(token), {
    last: sight.lastPrices.get(token),
    nowSeconds: sight.block.seconds,
  }),
  ...{ priceAgeSecondsMax: PRICE_AGE_SECONDS_MAX, lock: 'none', allowanceUnits: null },
  ...{ lastBoughtAtSeconds: null, lastSoldAtSeconds: null },
});

/**
 * An index account as the engine sees any portfolio. An account with a leg under way has no snapshot: nobody looks at it. Pure; the same sight
 * and index give the same snapshot.
 */
export const indexSnapshot = (sight: IndexSight, index: Index): Snapshot => {
  const { block, nowSeconds, account } = sight;
  const tokens = tokensOfLook(sight, index);
  return {
    account: { kind: 'intents', chainId: NEAR_CHAIN_ID, address: account },
    ...{ blockNumber: block.height, blockHash: block.hash, nowSeconds: block.seconds, generation: 0n },
    assets: tokens.map((token) => assetState(token, sight, index)),
    ...{ openOrders: [], inFlight: [], guard: guardOf(index), buckets: BUCKETS },
    ...{ paused: false, halted: sight.halted, signerAuthorised: true },
    chainLagging: Math.abs(nowSeconds - block.seconds) > LAG_SECONDS_MAX,
    venues: { 'order-book': false, proposal: false, intents: true },
    lastRebalanceAtSeconds: sight.lastRebalanceAtSeconds,
    ...{ tradedTodayUsdE18: sight.tradedTodayUsdE18, cashFlows: [], recentVolatilityBps: null },
    ...{ costs: COSTS, asking: [] },
  };
};
