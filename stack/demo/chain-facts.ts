import { CHAIN_ID } from '../chain/rpc.ts';
import { heartbeatFor } from '../world/create-portfolio.ts';
import type { SwapMarket } from '../world/swap-market.ts';
import type { World } from '../world/world.ts';

const ETHER = 'ETH';

/**
 * CHAINS for a world with pools: what gas is worth, and by which tokens a swap may go, a chain of its own would be known by. The facts that
 * everybody knows of a local chain name neither.
 */
export const pricedFacts = (options: {
  readonly world: World;
  readonly market: SwapMarket;
  readonly rpcUrl: string;
  readonly stepSeconds: number;
}): string => {
  const { world, market, rpcUrl, stepSeconds } = options;
  const nameOf = ({ symbol, token }: World['assets'][number]): string =>
    token === world.weth ? ETHER : symbol;
  return JSON.stringify({
    chains: [
      {
        chain: {
          ...{ id: CHAIN_ID, slug: 'demo', name: 'The demo’s chain', nativeSymbol: ETHER },
          ...{ blockTimeSeconds: 1, finalityBlocks: 64, wrappedNative: world.weth },
          spotRouter: { router: market.router, quoteToken: market.dollar },
          feeds: world.assets.map((asset) => ({
            ...{ asset: nameOf(asset), address: asset.feed, heartbeatSeconds: heartbeatFor(stepSeconds) },
          })),
          tokens: world.assets.map((asset) => ({
            ...{ symbol: asset.symbol, address: asset.token, decimals: asset.decimals, feed: nameOf(asset) },
          })),
        },
        rpcUrls: [rpcUrl],
        factoryAddress: world.factory,
        factoryBlock: world.factoryBlock,
      },
    ],
  });
};
