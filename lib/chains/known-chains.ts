import { type Chain, type ChainsById, chainOfRow } from './chain.ts';
import { MAIN_NETS } from './main-nets.ts';
import { TEST_NETS } from './test-nets.ts';

/** The chains that are known without a file, main nets first. */
export const KNOWN_CHAINS: readonly Chain[] = [...MAIN_NETS, ...TEST_NETS].map(chainOfRow);

export const KNOWN_BY_ID: ChainsById = new Map(KNOWN_CHAINS.map((chain) => [chain.id, chain]));

/** The known chain of this id, or what little can be said of any other. */
export const chainOfId = (id: number): Chain =>
  KNOWN_BY_ID.get(id) ?? {
    id,
    slug: `chain-${id}`,
    name: `chain ${id}`,
    testnet: false,
    nativeSymbol: 'ETH',
    wrappedNative: null,
    router: null,
    sequencerFeed: null,
    dataFeeOracle: null,
    spotRouter: null,
    coingeckoPlatform: null,
    oneinchPrices: false,
    blockTimeSeconds: 12,
    finalityBlocks: 64,
    publicRpcUrls: [],
    feeds: [],
    tokens: [],
    vaults: [],
  };
