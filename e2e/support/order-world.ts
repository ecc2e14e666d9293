import {
  type Address,
  encodeFunctionData,
  type Hex,
  keccak256,
  type PublicClient,
  parseAbi,
  parseEventLogs,
  serializeSignature,
  toHex,
  zeroHash,
} from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';
import {
  createDeployer,
  type Deployer,
  deployContract,
  deployLocal,
  type LocalDeployment,
  readArtifact,
} from '../../hardhat/deploy/deploy-local.ts';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { balancerFactoryAbi } from '../../lib/abi/balancer-factory-abi.ts';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import { type OrderBody, type Signing, signOrder } from '../../lib/orders/sign-order.ts';
import { ok, type UnixSeconds } from '../../lib/result.ts';
import { receiptOf } from '../../stack/chain/local-chain.ts';

export const SIGNER_KEY: Hex = keccak256(toHex('order world: signer'));
export const TAKER_KEY: Hex = keccak256(toHex('order world: taker'));
const FEED_DECIMALS = 8;
const HEARTBEAT_SECONDS = 86_400;

const tokenAbi = parseAbi([
  'function mint(address to, uint256 amount)',
  'function approve(address spender, uint256 amount) returns (bool)',
  'function balanceOf(address) view returns (uint256)',
]);
export const boardAbi = parseAbi(['function set(address[] feeds, int256[] answers, uint256 updatedAt)']);

export type WorldAsset = {
  readonly symbol: string;
  readonly decimals: number;
  readonly token: Address;
  readonly feed: Address;
};

/** Real protocol, real portfolio: 50 % USDC, 50 % WBTC, 100,000 USD, and a taker with coins but no permission. */
export type OrderWorld = {
  readonly rpcUrl: string;
  readonly deployer: Deployer;
  readonly client: PublicClient;
  readonly contracts: LocalDeployment;
  readonly usdc: WorldAsset;
  readonly wbtc: WorldAsset;
  readonly wethFeed: Address;
  readonly portfolio: Address;
  readonly taker: Address;
  readonly sign: (digest: Hex) => Promise<Hex>;
  readonly setPrices: (usdcE8: bigint, wbtcE8: bigint) => Promise<void>;
  readonly blockTimeSeconds: () => Promise<UnixSeconds>;
  readonly generation: () => Promise<bigint>;
  readonly epoch: () => Promise<bigint>;
  readonly balanceOf: (asset: WorldAsset, account: Address) => Promise<bigint>;
};

export const SERIES = 1n;

/** Not an estimate: a second later the same prices can take a dearer way through the board. */
const GAS = 2_000_000n;

const send = async (deployer: Deployer, to: Address, call: { data?: Hex; value?: bigint }) => {
  const hash = await deployer.walletClient.sendTransaction({ to, gas: GAS, ...call });
  const receipt = await receiptOf(deployer.publicClient, hash);
  if (receipt.status !== 'success') throw new Error(`transaction ${hash} reverted`);
  return receipt;
};

export const mint = (deployer: Deployer, asset: WorldAsset, holding: { to: Address; units: bigint }) =>
  send(deployer, asset.token, {
    data: encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [holding.to, holding.units] }),
  });

export const deployAsset = async (
  deployer: Deployer,
  board: Address,
  asset: { symbol: string; decimals: number; answerE8: bigint },
): Promise<WorldAsset> => {
  const { symbol, decimals, answerE8 } = asset;
  const token = await deployContract(
    deployer,
    await readArtifact('contracts/local/TestToken.sol/TestToken'),
    {
      args: [symbol, symbol, decimals],
    },
  );
  const feed = await deployContract(deployer, await readArtifact('contracts/local/TestFeed.sol/TestFeed'), {
    args: [FEED_DECIMALS, `${symbol} / USD`, answerE8, board],
  });
  return { symbol, decimals, token, feed };
};

const assetConfig = (asset: WorldAsset) => ({
  token: asset.token,
  targetBps: 5_000,
  feed: asset.feed,
  heartbeat: HEARTBEAT_SECONDS,
  navMaxAge: HEARTBEAT_SECONDS,
  minAnswer: 0n,
  maxAnswer: 0n,
});

export type PortfolioTerms = {
  readonly assets: readonly WorldAsset[];
  readonly signer: Address;
  readonly publicBook: boolean;
  readonly salt?: Hex;
};

/** What the factory is called with for half of each asset; another salt makes another portfolio. */
export const creationOf = ({ assets, signer, publicBook, salt }: PortfolioTerms): Hex => {
  const guard = {
    maxSlippageBps: 200,
    lossBpsPerDay: 500,
    turnoverBpsPerDay: 100_000,
    orderTtlMax: 30 * 86_400,
    cooldown: 0,
    minDriftBps: 50,
    overshootBps: 25,
    minFillBps: 5,
    maxFeeBps: 200,
    publicBook,
  };
  const config = {
    signer,
    assets: assets.map(assetConfig),
    guard,
    routers: [],
    oneOff: { bps: 0, expiresAt: 0 },
  };
  return encodeFunctionData({
    abi: balancerFactoryAbi,
    functionName: 'create',
    args: [config, salt ?? zeroHash, []],
  });
};

export const createPortfolio = async (
  deployer: Deployer,
  factory: Address,
  terms: PortfolioTerms,
): Promise<Address> => {
  const data = creationOf(terms);
  const receipt = await send(deployer, factory, { data });
  const [created] = parseEventLogs({
    abi: balancerFactoryAbi,
    eventName: 'PortfolioCreated',
    logs: receipt.logs,
  });
  if (created === undefined) throw new Error('no portfolio was created');
  return created.args.portfolio.toLowerCase() as Address;
};

/** Builds the world on a fresh chain. With `publicBook` the portfolio accepts 1inch's FeeTaker extension. */
export const buildOrderWorld = async (
  rpcUrl: string,
  options: { publicBook: boolean; chainId?: number },
): Promise<OrderWorld> => {
  const node = options.chainId === undefined ? { rpcUrl } : { rpcUrl, chainId: options.chainId };
  const contracts = await deployLocal(node);
  const deployer = createDeployer(node);
  const client = deployer.publicClient;
  const [usdc, wbtc] = [
    await deployAsset(deployer, contracts.feedBoard, { symbol: 'USDC', decimals: 6, answerE8: 100_000_000n }),
    await deployAsset(deployer, contracts.feedBoard, {
      symbol: 'WBTC',
      decimals: 8,
      answerE8: 2_000_000_000_000n,
    }),
  ];
  const wethFeed = await deployContract(
    deployer,
    await readArtifact('contracts/local/TestFeed.sol/TestFeed'),
    {
      args: [FEED_DECIMALS, 'WETH / USD', 150_000_000_000n, contracts.feedBoard],
    },
  );
  const signer = privateKeyToAccount(SIGNER_KEY).address;
  const taker = privateKeyToAccount(TAKER_KEY).address.toLowerCase() as Address;
  const portfolio = await createPortfolio(deployer, contracts.factory, {
    assets: [usdc, wbtc],
    signer,
    ...options,
  });
  await mint(deployer, usdc, { to: portfolio, units: 50_000_000_000n });
  await mint(deployer, wbtc, { to: portfolio, units: 250_000_000n });
  await mint(deployer, usdc, { to: taker, units: 1_000_000_000_000n });
  await mint(deployer, wbtc, { to: taker, units: 10_000_000_000n });
  await send(deployer, taker, { value: 10n ** 18n });
  return {
    rpcUrl,
    deployer,
    client,
    contracts,
    usdc,
    wbtc,
    wethFeed,
    portfolio,
    taker,
    sign: async (hash) => serializeSignature(await sign({ hash, privateKey: SIGNER_KEY })),
    setPrices: async (usdcE8, wbtcE8) => {
      const args = [[usdc.feed, wbtc.feed], [usdcE8, wbtcE8], 0n] as const;
      await send(deployer, contracts.feedBoard, { data: encodeFunctionData({ abi: boardAbi, args }) });
    },
    blockTimeSeconds: async () => Number((await client.getBlock({ blockTag: 'latest' })).timestamp),
    generation: async () =>
      BigInt(await client.readContract({ address: portfolio, abi: balancerAbi, functionName: 'generation' })),
    epoch: () =>
      client.readContract({
        address: contracts.router,
        abi: limitOrderProtocolAbi,
        functionName: 'epoch',
        args: [portfolio, SERIES],
      }),
    balanceOf: (asset, account) =>
      client.readContract({
        address: asset.token,
        abi: tokenAbi,
        functionName: 'balanceOf',
        args: [account],
      }),
  };
};

type Raw = Pick<Signing, 'hashOrder'> & { readonly sign: (digest: Hex) => Promise<Hex> };

/** An order signed by a key that a test holds, be the signature good or not. */
export const signBody = async (
  unsigned: Pick<OrderBody, 'order' | 'extension'>,
  { hashOrder, sign }: Raw,
): Promise<OrderBody> => {
  const body = await signOrder(unsigned, { hashOrder, sign: async (digest) => ok(await sign(digest)) });
  if (!body.ok) throw new Error(body.error.message);
  return body.value;
};
