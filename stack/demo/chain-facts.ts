import { chainOfId } from '../../lib/chains/known-chains.ts';
import { CHAIN_ID } from '../chain/rpc.ts';
import { heartbeatFor } from '../world/create-portfolio.ts';
import type { World } from '../world/world.ts';

const ETHER = 'ETH';

type Facts = { readonly world: World; readonly stepSeconds: number };

/** A chain whose portfolios swap: by which tokens a swap may go, and what each is worth, a chain of its own would be known by. */
const marketFacts = ({ world, stepSeconds }: Facts): object => {
  const nameOf = ({ symbol, token }: World['assets'][number]): string =>
    token === world.weth ? ETHER : symbol;
  return {
    ...{ id: CHAIN_ID, slug: 'demo', name: 'The demo’s chain', nativeSymbol: ETHER },
    ...{ blockTimeSeconds: 1, finalityBlocks: 64, wrappedNative: world.weth },
    spotRouter: { router: world.market.router, quoteToken: world.market.dollar },
    feeds: world.assets.map((asset) => ({
      ...{ asset: nameOf(asset), address: asset.feed, heartbeatSeconds: heartbeatFor(stepSeconds) },
    })),
    tokens: world.assets.map((asset) => ({
      ...{ symbol: asset.symbol, address: asset.token, decimals: asset.decimals, feed: nameOf(asset) },
    })),
  };
};

/** What everybody knows of a local chain, and what ether is worth: by it a swap's gas is weighed. */
const plainFacts = ({ world, stepSeconds }: Facts): object => {
  const known = chainOfId(CHAIN_ID);
  const ether = world.assets.filter(({ token }) => token === world.weth);
  const heartbeatSeconds = heartbeatFor(stepSeconds);
  return {
    ...known,
    feeds: ether.map(({ feed }) => ({ asset: known.nativeSymbol, address: feed, heartbeatSeconds })),
  };
};

/** CHAINS for a world: its contracts, those by which accounts delegate, and what is known of its chain. */
export const chainFacts = ({ rpcUrl, ...facts }: Facts & { readonly rpcUrl: string }): string => {
  const { venue, factory, factoryBlock, delegated } = facts.world;
  const { factory: delegatedFactory, fromBlock, ...framework } = delegated.contracts;
  return JSON.stringify({
    chains: [
      {
        chain: venue === 'proposal' ? marketFacts(facts) : plainFacts(facts),
        rpcUrls: [rpcUrl],
        ...{ factoryAddress: factory, factoryBlock },
        delegated: { factory: delegatedFactory, fromBlock, framework },
      },
    ],
  });
};
