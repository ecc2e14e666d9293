import type { Address } from 'viem';
import type { OrderWorld } from './order-world.ts';

/** What Pyth is told to call a bitcoin and a dollar. */
export const BTC_ID = 'b'.repeat(64);
export const USDC_ID = 'c'.repeat(64);

/** CHAINS for the world's chain, with the facts that price services go by. */
export const pricedChain = (
  world: OrderWorld,
  router: Address | null,
  privateRpcUrl: string | null = null,
): string =>
  JSON.stringify({
    chains: [
      {
        chain: {
          ...{ id: 31_337, slug: 'priced', name: 'A priced chain', nativeSymbol: 'ETH' },
          ...{ blockTimeSeconds: 1, finalityBlocks: 64, coingeckoPlatform: 'ethereum', oneinchPrices: true },
          spotRouter: router === null ? null : { router, quoteToken: world.usdc.token },
          feeds: [
            { asset: 'ETH', address: world.wethFeed, heartbeatSeconds: 86_400 },
            { asset: 'USDC', address: world.usdc.feed, heartbeatSeconds: 86_400, pythId: USDC_ID },
            { asset: 'BTC', address: world.wbtc.feed, heartbeatSeconds: 86_400, pythId: BTC_ID },
          ],
          tokens: [
            { symbol: 'USDC', address: world.usdc.token, decimals: 6, feed: 'USDC' },
            { symbol: 'WBTC', address: world.wbtc.token, decimals: 8, feed: 'BTC' },
          ],
        },
        rpcUrls: [world.rpcUrl],
        privateRpcUrl,
        factoryAddress: world.contracts.factory,
        factoryBlock: 1,
      },
    ],
  });
