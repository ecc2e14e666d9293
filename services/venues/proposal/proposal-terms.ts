import type { Block } from '../../../lib/ledger/chain-facts.ts';
import type { Tradable, VenueTerms } from '../../../lib/ledger/venue.ts';
import { mulDivUp } from '../../../lib/money/fixed-point.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { POOL_GAS, proposalGas, type SwapChain } from './prepare-proposals.ts';
import { type Pool, pairCostBy, type Valued } from './v2-pools.ts';

/** What else a proposal's costs depend on. */
export type SwapCosts = {
  /** What one proposal of a Balancer costs in gas now, USD in 18 decimals. */
  readonly gasUsdE18: (block: Block) => Promise<Result<bigint>>;
};

const NO_ROUTER = fail('venue-unavailable', 'The owner allows no router that a proposal could go through.');

const valuedOf = ({ assets }: Tradable): readonly Valued[] =>
  assets.flatMap(({ token, decimals, usdE18 }) => (usdE18 === null ? [] : [{ token, decimals, usdE18 }]));

const termsOf = (
  account: Tradable,
  { pools, gasUsdE18 }: { readonly pools: readonly Pool[]; readonly gasUsdE18: bigint },
  { middles }: Pick<SwapChain, 'middles'>,
): VenueTerms => {
  const routers = account.swapping?.routers ?? [];
  const own = pools.filter(({ router }) => routers.includes(router));
  const valued = valuedOf(account);
  const pairs = valued.flatMap((sell) =>
    valued
      .filter(({ token }) => token !== sell.token)
      .map((buy) => ({
        sellToken: sell.token,
        buyToken: buy.token,
        ...pairCostBy(own, { sell, buy }, middles),
      })),
  );
  const gasPerLegUsdE18 = mulDivUp(gasUsdE18, proposalGas(account.kind), POOL_GAS);
  const pair = { spreadBps: 0, feeBps: 0, impactBpsPer10kUsd: 0 };
  return { costs: { gasPerLegUsdE18, pair, pairs } };
};

/** What each account's trades cost by the pools of the routers that its owner allows, all at one block. */
export const termsOfPools = async (
  accounts: readonly Tradable[],
  block: Block,
  chain: SwapChain & SwapCosts,
): Promise<Result<readonly Result<VenueTerms>[]>> => {
  const able = accounts.filter(({ swapping }) => swapping !== null && swapping.routers.length > 0);
  if (able.length === 0) return ok(accounts.map(() => NO_ROUTER));
  const routers = [...new Set(able.flatMap(({ swapping }) => swapping?.routers ?? []))];
  const tokens = new Set(able.flatMap(({ assets }) => assets.map(({ token }) => token)));
  const [pools, gas] = await Promise.all([
    chain.pools({ routers, tokens: [...tokens, ...chain.middles] }, block),
    chain.gasUsdE18(block),
  ]);
  if (!pools.ok) return pools;
  if (!gas.ok) return gas;
  const known = { pools: pools.value, gasUsdE18: gas.value };
  return ok(
    accounts.map((account) => (able.includes(account) ? ok(termsOf(account, known, chain)) : NO_ROUTER)),
  );
};
