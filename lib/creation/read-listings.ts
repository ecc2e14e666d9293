import { type Address, decodeFunctionResult, encodeFunctionData, isHex } from 'viem';
import { balancerAbi } from '../abi/balancer-abi.ts';
import type { Ask } from '../owner/ask.ts';
import { readPortfolio } from '../owner/read-portfolio.ts';
import type { Listing } from './listing.ts';

/** Portfolios that are asked for what they list. */
export const LISTING_PORTFOLIOS_MAX = 8;

/** What a portfolio lists, with its feeds. @throws what the node says */
async function listingsAt(ask: Ask, portfolio: Address): Promise<readonly Listing[]> {
  const { assets: named } = await readPortfolio(ask, portfolio);
  const data = encodeFunctionData({ abi: balancerAbi, functionName: 'assets' });
  const answer = await ask({ method: 'eth_call', params: [{ to: portfolio, data }, 'latest'] });
  if (!isHex(answer)) return [];
  const assets = decodeFunctionResult({ abi: balancerAbi, functionName: 'assets', data: answer });
  return assets.map(({ token, decimals, feed, heartbeat, navMaxAge }) => ({
    ...{ token, decimals, feed, heartbeatSeconds: heartbeat, navMaxAgeSeconds: navMaxAge },
    symbol: named.find((one) => one.token === token)?.symbol ?? token,
  }));
}

/** The tokens of several portfolios, each once. For a chain whose tokens are made up only: a stranger's feed may be made to rob whoever lists it. @throws what the node says */
export async function readListings(ask: Ask, portfolios: readonly Address[]): Promise<readonly Listing[]> {
  const asked = portfolios.slice(0, LISTING_PORTFOLIOS_MAX);
  const lists = await Promise.all(asked.map((portfolio) => listingsAt(ask, portfolio)));
  return [...new Map(lists.flat().map((listing) => [listing.token, listing])).values()];
}
