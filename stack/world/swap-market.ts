import {
  type Address,
  concat,
  encodeFunctionData,
  type Hex,
  keccak256,
  maxUint256,
  parseAbi,
  parseEther,
  toHex,
} from 'viem';
import { createDeployer } from '../../hardhat/deploy/deploy-local.ts';
import { deployV2 } from '../../hardhat/deploy/deploy-v2.ts';
import { type LocalChain, type Sender, setEtherBalance } from '../chain/local-chain.ts';
import { answerOf, FEED_DECIMALS } from './feeds.ts';
import type { StackKeys } from './keys.ts';
import { type PoolPrice, type PoolReserves, tradeToPrice } from './pool-trade.ts';
import type { PriceTape, TapeRow } from './price-tape.ts';
import { type DeployedAsset, obtain, tokenAbi } from './tokens.ts';

const abi = parseAbi([
  'function addLiquidity(address a, address b, uint256 amountA, uint256 amountB, uint256 minA, uint256 minB, address to, uint256 deadline) returns (uint256, uint256, uint256)',
  'function swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, address[] path, address to, uint256 deadline) returns (uint256[])',
  'function getPair(address a, address b) view returns (address)',
  'function getReserves() view returns (uint112 reserve0, uint112 reserve1, uint32 blockTimestampLast)',
]);

/** Pools of Uniswap V2 on the stack's chain, each of an asset and the dollar that it is priced in. */
export type SwapMarket = {
  readonly router: Address;
  readonly dollar: Address;
  readonly pools: { readonly token: Address; readonly pair: Address }[];
};

/** What each side of a pool holds at first: too little for most of what the portfolios have to trade. */
const THIN_USD = 600_000n;
/** And after others have come. */
const DEEP_USD = 2_400_000n;
/** What the market maker has of everything, so that its prices never stop following. */
const INVENTORY_USD = 1_000_000_000n;

/** The stack's market maker: a wallet beside owners, bot and taker. */
const makerKey = ({ ownerSeed }: Pick<StackKeys, 'ownerSeed'>): Hex =>
  keccak256(concat([ownerSeed, toHex('market maker')]));

type MarketAssets = { readonly asset: DeployedAsset; readonly dollar: DeployedAsset };

/** Null where one of the two has no price in the row. */
const priceIn = (row: TapeRow, columns: readonly string[], of: MarketAssets): PoolPrice | null => {
  const { asset, dollar } = of;
  const [answer, dollarAnswer] = [asset, dollar].map(({ column }) => answerOf(row, columns, column));
  if (answer == null || dollarAnswer == null) return null;
  return {
    dollars: answer * 10n ** BigInt(dollar.decimals),
    assets: dollarAnswer * 10n ** BigInt(asset.decimals),
  };
};

const unitsOf = (usd: bigint, { decimals }: DeployedAsset, answer: bigint): bigint =>
  (usd * 10n ** BigInt(decimals + FEED_DECIMALS)) / answer;

/** The dollar of a world: its first stable coin. */
const dollarOf = (assets: readonly DeployedAsset[]): DeployedAsset => {
  const dollar = assets.find(({ stable }) => stable);
  if (dollar === undefined) throw new Error('no stable coin to price the pools in');
  return dollar;
};

type Pool = MarketAssets & { readonly pair: Address };

const reservesOf = async ({ client }: LocalChain, { asset, dollar, pair }: Pool): Promise<PoolReserves> => {
  const [first, second] = await client.readContract({ address: pair, abi, functionName: 'getReserves' });
  return BigInt(asset.token) < BigInt(dollar.token)
    ? { asset: first, dollar: second }
    : { asset: second, dollar: first };
};

const addTo = async (
  maker: Sender,
  router: Address,
  { asset, dollar, units }: MarketAssets & { readonly units: PoolReserves },
): Promise<void> => {
  const args = [asset.token, dollar.token, units.asset, units.dollar, 0n, 0n] as const;
  const data = encodeFunctionData({
    ...{ abi, functionName: 'addLiquidity' },
    args: [...args, maker.address, maxUint256],
  });
  await maker.send({ to: router, data });
};

export type BuildMarket = {
  readonly chain: LocalChain;
  readonly keys: StackKeys;
  readonly weth: Address;
  readonly assets: readonly DeployedAsset[];
  readonly tape: PriceTape;
};

/** Deploys Uniswap V2, gives the market maker its inventory, and opens a thin pool of every asset at the tape's first prices. */
export const buildSwapMarket = async (options: BuildMarket): Promise<SwapMarket> => {
  const { chain, keys, weth, assets, tape } = options;
  const deployer = createDeployer({ rpcUrl: chain.rpcUrl, deployerKey: keys.deployer });
  const { factory, router } = await deployV2(deployer, weth);
  const maker = chain.sender(makerKey(keys));
  await setEtherBalance(chain.rpcUrl, maker.address, parseEther('1000000000'));
  const first = tape.rows[0] ?? { knownAtSeconds: 0, prices: [] };
  const dollar = dollarOf(assets);
  for (const asset of assets) {
    const answer = answerOf(first, tape.columns, asset.column);
    if (answer === null) throw new Error(`${asset.symbol} has no first price`);
    await obtain(maker, asset, unitsOf(INVENTORY_USD, asset, answer));
    const approval = { abi: tokenAbi, functionName: 'approve', args: [router, maxUint256] } as const;
    await maker.send({ to: asset.token, data: encodeFunctionData(approval) });
  }
  const pools: SwapMarket['pools'][number][] = [];
  for (const asset of assets.filter(({ token }) => token !== dollar.token)) {
    const price = priceIn(first, tape.columns, { asset, dollar });
    if (price === null) throw new Error(`${asset.symbol} has no first price`);
    const dollars = THIN_USD * 10n ** BigInt(dollar.decimals);
    const units = { dollar: dollars, asset: (dollars * price.assets) / price.dollars };
    await addTo(maker, router, { asset, dollar, units });
    const args = [asset.token, dollar.token] as const;
    const pair = await chain.client.readContract({ address: factory, abi, functionName: 'getPair', args });
    pools.push({ token: asset.token, pair: pair.toLowerCase() as Address });
  }
  return { router, dollar: dollar.token, pools };
};

/** Who keeps the pools at the market's prices, and makes them deeper. */
export type MarketMaker = {
  /** Trades every pool to a row's prices, as those do who live on the difference. Pools lead: the feeds follow. */
  readonly follow: (row: TapeRow) => Promise<void>;
  /** Brings every pool to four times what it opened with, at its own price. Does nothing a second time. */
  readonly deepen: () => Promise<void>;
};

/** Takes up a market that was built. */
export const openMarketMaker = (options: {
  readonly chain: LocalChain;
  readonly keys: StackKeys;
  readonly market: SwapMarket;
  readonly assets: readonly DeployedAsset[];
  readonly tape: PriceTape;
}): MarketMaker => {
  const { chain, keys, market, assets, tape } = options;
  const maker = chain.sender(makerKey(keys));
  const dollar = dollarOf(assets);
  const pools = market.pools.flatMap(({ token, pair }): Pool[] => {
    const asset = assets.find((one) => one.token === token);
    return asset === undefined ? [] : [{ asset, dollar, pair }];
  });
  const follow = async (row: TapeRow): Promise<void> => {
    for (const pool of pools) {
      const price = priceIn(row, tape.columns, pool);
      const trade = price === null ? null : tradeToPrice(await reservesOf(chain, pool), price);
      if (trade === null) continue;
      const path =
        trade.sells === 'dollar' ? [dollar.token, pool.asset.token] : [pool.asset.token, dollar.token];
      const args = [trade.units, 0n, path, maker.address, maxUint256] as const;
      const data = encodeFunctionData({ abi, functionName: 'swapExactTokensForTokens', args });
      await maker.send({ to: market.router, data });
    }
  };
  const deepen = async (): Promise<void> => {
    for (const pool of pools) {
      const held = await reservesOf(chain, pool);
      const wanted = DEEP_USD * 10n ** BigInt(dollar.decimals) - held.dollar;
      if (held.dollar * 2n > wanted) continue;
      const units = { dollar: wanted, asset: (wanted * held.asset) / held.dollar };
      await addTo(maker, market.router, { ...pool, units });
    }
  };
  return { follow, deepen };
};
