import type { Address } from 'viem';
import { PYTH_IDS } from './pyth-ids.ts';

/** A Chainlink feed of US dollars per whole unit of an asset, with 8 decimals. */
export type UsdFeed = {
  /** What it prices: "ETH", "BTC". Not a token: several tokens may go by one feed. */
  readonly asset: string;
  /** Lower-cased. */
  readonly address: Address;
  /** Longest time between two rounds as published; what arrives is some ten seconds later. Null where it isn't known. */
  readonly heartbeatSeconds: number | null;
  /** What Pyth calls the same price: 64 hex digits, lower-cased, without 0x. Null where it isn't known. */
  readonly pythId: string | null;
};

/** A router of Uniswap V2's form, and the token of the chain that its prices are counted in: a dollar with a feed of its own. */
export type SpotRouter = { readonly router: Address; readonly quoteToken: Address };

/** A token that portfolios commonly hold. Its address names it; several tokens of a chain may share a symbol. */
export type ChainToken = {
  readonly symbol: string;
  /** Lower-cased. */
  readonly address: Address;
  readonly decimals: number;
  /** The `asset` of the feed that prices it. */
  readonly feed: string;
};

/** A vault of the form of ERC-4626 that holds USDC, and where others tell of its rate. */
export type ListedVault = {
  readonly name: string;
  /** Who wrote it: "Aave v3", "Morpho". */
  readonly protocol: string;
  /** Lower-cased. */
  readonly address: Address;
  /** Of its shares. */
  readonly decimals: number;
  /** What DefiLlama calls the pool that its USDC lies in: a UUID in lower case. Null where none is known. */
  readonly llamaPool: string | null;
};

/** All that is known of a chain before anybody asks it. Facts that nobody could confirm are null, never guessed. */
export type Chain = {
  readonly id: number;
  /** Short word for files and commands: "base", "arbitrum-sepolia". */
  readonly slug: string;
  readonly name: string;
  readonly testnet: boolean;
  readonly nativeSymbol: string;
  /** ERC-20 of the native coin, lower-cased. */
  readonly wrappedNative: Address | null;
  /** 1inch's aggregation router v6, which is the Limit Order Protocol v4, lower-cased. */
  readonly router: Address | null;
  /** Chainlink's feed of whether the chain's sequencer is up, lower-cased; null on a chain without one. */
  readonly sequencerFeed: Address | null;
  /** Who tells what a transaction's data costs beside its gas, lower-cased; null where gas is all that is paid. */
  readonly dataFeeOracle: Address | null;
  /** Whose pools ROUTER reads; addresses lower-cased. */
  readonly spotRouter: SpotRouter | null;
  /** What CoinGecko calls the chain, in its list of asset platforms. */
  readonly coingeckoPlatform: string | null;
  /** Whether 1inch's spot price service answers for it. */
  readonly oneinchPrices: boolean;
  /** Usual time between two blocks; below one on fast chains. */
  readonly blockTimeSeconds: number;
  /** Blocks after which none is taken back any more, by what is usual: a page then stops watching a transaction. */
  readonly finalityBlocks: number;
  /** Open to everybody. Offered to a wallet that doesn't know the chain; never asked by us. */
  readonly publicRpcUrls: readonly string[];
  readonly feeds: readonly UsdFeed[];
  readonly tokens: readonly ChainToken[];
  /** Whose rates are followed. */
  readonly vaults: readonly ListedVault[];
};

/** What the chain's vaults hold; null where it isn't known. */
export const usdcOf = ({ tokens }: Pick<Chain, 'tokens'>): ChainToken | null =>
  tokens.find(({ symbol, decimals }) => symbol === 'USDC' && decimals === 6) ?? null;

/** A feed as it stands in a table: asset, address, heartbeat in seconds. */
export type FeedRow = readonly [asset: string, address: Address, heartbeatSeconds: number | null];
/** A token as it stands in a table: symbol, address, decimals, asset of its feed. */
export type TokenRow = readonly [symbol: string, address: Address, decimals: number, feed: string];

/** A vault as it stands in a table: name, protocol, address, decimals of its shares, DefiLlama's pool. */
export type VaultRow = readonly [
  name: string,
  protocol: string,
  address: Address,
  decimals: number,
  llamaPool: string | null,
];

/** A chain as it stands in a table: addresses with their checksum (EIP-55), lists as rows. */
export type ChainRow = Omit<Chain, 'feeds' | 'tokens' | 'vaults'> & {
  readonly feeds: readonly FeedRow[];
  readonly tokens: readonly TokenRow[];
  /** Left out: none is known. */
  readonly vaults?: readonly VaultRow[];
};

const lower = <A extends Address | null>(address: A): A => (address?.toLowerCase() ?? null) as A;

/** Chains by their id. */
export type ChainsById = ReadonlyMap<number, Chain>;

export const chainOfRow = ({ feeds, tokens, vaults = [], ...row }: ChainRow): Chain => ({
  ...row,
  wrappedNative: lower(row.wrappedNative),
  router: lower(row.router),
  sequencerFeed: lower(row.sequencerFeed),
  dataFeeOracle: lower(row.dataFeeOracle),
  spotRouter: row.spotRouter && {
    router: lower(row.spotRouter.router),
    quoteToken: lower(row.spotRouter.quoteToken),
  },
  feeds: feeds.map(([asset, address, heartbeatSeconds]) => ({
    ...{ asset, address: lower(address), heartbeatSeconds, pythId: PYTH_IDS.get(asset) ?? null },
  })),
  tokens: tokens.map(([symbol, address, decimals, feed]) => ({
    ...{ symbol, address: lower(address), decimals, feed },
  })),
  vaults: vaults.map(([name, protocol, address, decimals, llamaPool]) => ({
    ...{ name, protocol, address: lower(address), decimals, llamaPool },
  })),
});
