import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Address, parseEther } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { deployLocal } from '../../hardhat/deploy/deploy-local.ts';
import { openPolicyRegistry } from '../../services/wire/operation/database.ts';
import { type LocalChain, setEtherBalance } from '../chain/local-chain.ts';
import { CHAIN_ID, latestBlock, rpc } from '../chain/rpc.ts';
import {
  buildDelegatedAccount,
  delegatedAccountSchema,
  deployDelegation,
} from '../delegated/delegated-account.ts';
import { DEMO_VENUES, type DemoVenue } from '../demo/options.mjs';
import type { StackPaths } from '../process/paths.ts';
import type { AssetChoice, StackAsset } from './assets.ts';
import { createPortfolio } from './create-portfolio.ts';
import { delegatingKey, ownerKey, type StackKeys } from './keys.ts';
import type { PortfolioSpec } from './portfolio-specs.ts';
import type { PriceTape } from './price-tape.ts';
import { buildSwapMarket, type SwapMarket } from './swap-market.ts';
import { type DeployedAsset, deployFeeds, deployTokens, obtain } from './tokens.ts';

const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/)
  .transform((text) => text as Address);
const bps = z.int();

const bandSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absolute'), bandBps: bps }),
  z.object({ kind: z.literal('relative'), bandBps: bps }),
  z.object({ kind: z.literal('hybrid'), relativeBps: bps, floorBps: bps }),
]);

const portfolioSchema = z.object({
  address,
  owner: address,
  name: z.string(),
  holdings: z.array(z.object({ symbol: z.string(), targetBps: bps })),
  band: bandSchema,
});

const swapMarketSchema = z.object({
  router: address,
  dollar: address,
  pools: z.array(z.object({ token: address, pair: address })),
}) satisfies z.ZodType<SwapMarket>;

const worldSchema = z.object({
  version: z.literal(2),
  /** What it was made from: a world is resumed only by a run that asks for the same. */
  recipe: z.string(),
  venue: z.enum(DEMO_VENUES),
  chainGenesisSeconds: z.int(),
  factoryBlock: z.int(),
  factory: address,
  lens: address,
  router: address,
  feeTaker: address,
  weth: address,
  board: address,
  /** The bot's key: it signs orders, and sends proposals. */
  signer: address,
  taker: address,
  takerWeiAtStart: z.string(),
  assets: z.array(
    z.object({
      symbol: z.string(),
      name: z.string(),
      decimals: z.int(),
      column: z.string().nullable(),
      stable: z.boolean(),
      token: address,
      feed: address,
    }),
  ),
  portfolios: z.array(portfolioSchema),
  /** Beside them: an account that keeps its own tokens, and the portfolio that it is. */
  delegated: delegatedAccountSchema.extend({ portfolio: portfolioSchema }),
  /** Where proposals are carried out. */
  market: swapMarketSchema,
});

/** Everything the stack put on its chain. */
export type World = z.infer<typeof worldSchema>;
export type WorldPortfolio = World['portfolios'][number];

/** The world written at `path`, or null when there is none that can be read. */
export const readWorld = (path: string): World | null => {
  try {
    return worldSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
};

/** Written last and at once: a world that is there is whole. */
export const writeWorld = (path: string, world: World): void => {
  writeFileSync(`${path}.new`, `${JSON.stringify(world, null, 2)}\n`);
  renameSync(`${path}.new`, path);
};

const NAV_USD = 1_000_000n;
const TAKER_NAV_USD = 50_000_000n;

const usedAssets = (specs: readonly PortfolioSpec[]): readonly StackAsset[] => [
  ...new Map(
    specs.flatMap(({ holdings }) => holdings.map(({ asset }) => [asset.symbol, asset] as const)),
  ).values(),
];

/** Ether's price values gas for the taker, whether or not a portfolio holds it. */
const withEther = (assets: readonly StackAsset[], choice: AssetChoice): readonly StackAsset[] => {
  if (assets.some(({ symbol }) => symbol === 'WETH')) return assets;
  const ether = choice.risky.find(({ symbol }) => symbol === 'WETH');
  return [
    ...assets,
    ether ?? { symbol: 'WETH', name: 'Wrapped Ether', decimals: 18, column: null, stable: false },
  ];
};

/** A big inventory of everything, so that no fill fails for want of it. */
const stockTaker = async (options: {
  readonly chain: LocalChain;
  readonly keys: StackKeys;
  readonly assets: readonly DeployedAsset[];
  readonly tape: PriceTape;
}): Promise<{ readonly taker: Address; readonly weiAtStart: bigint }> => {
  const { chain, keys, assets, tape } = options;
  const taker = chain.sender(keys.taker);
  await setEtherBalance(chain.rpcUrl, taker.address, parseEther('10000000'));
  for (const asset of assets) {
    const priceE18 =
      asset.column === null ? 10n ** 18n : (tape.rows[0]?.prices[tape.columns.indexOf(asset.column)] ?? null);
    if (priceE18 === null) throw new Error(`${asset.symbol} has no first price`);
    await obtain(taker, asset, (TAKER_NAV_USD * 10n ** BigInt(18 + asset.decimals)) / priceE18);
  }
  await setEtherBalance(chain.rpcUrl, taker.address, parseEther('1000'));
  return { taker: taker.address, weiAtStart: parseEther('1000') };
};

export type BuildWorld = {
  readonly chain: LocalChain;
  readonly paths: StackPaths;
  readonly keys: StackKeys;
  readonly tape: PriceTape;
  readonly choice: AssetChoice;
  readonly specs: readonly PortfolioSpec[];
  readonly delegatedSpec: PortfolioSpec;
  readonly recipe: string;
  readonly venue: DemoVenue;
};

const fundAccounts = async ({ chain, keys, specs }: BuildWorld): Promise<void> => {
  const keysOfOwners = [...specs.map((_, index) => ownerKey(keys, index)), delegatingKey(keys)];
  const owners = keysOfOwners.map((key) => privateKeyToAccount(key).address);
  const addresses = [
    privateKeyToAccount(keys.deployer).address,
    privateKeyToAccount(keys.bot).address,
    ...owners,
  ];
  for (const each of addresses) await setEtherBalance(chain.rpcUrl, each, parseEther('1000000'));
};

const heldBy = ({ holdings }: PortfolioSpec, assets: readonly DeployedAsset[]): readonly DeployedAsset[] =>
  assets.filter(({ symbol }) => holdings.some(({ asset }) => asset.symbol === symbol));

const portfolioOf = (
  { name, holdings, band }: PortfolioSpec,
  at: Pick<WorldPortfolio, 'address' | 'owner'>,
): WorldPortfolio => ({
  ...{ ...at, name, band },
  holdings: holdings.map(({ asset, targetBps }) => ({ symbol: asset.symbol, targetBps })),
});

/**
 * Deploys router, wrapped ether, factory, tokens and feeds, creates and funds the portfolios exactly on target at the
 * tape's first closes, in blocks of the instant at which these became known, and gives the taker its inventory. Beside them stand an
 * account that keeps its own tokens, and pools for it.
 */
export const buildWorld = async (options: BuildWorld): Promise<World> => {
  const { chain, paths, keys, tape, choice, specs, delegatedSpec, recipe, venue } = options;
  await fundAccounts(options);
  const contracts = await deployLocal({ rpcUrl: chain.rpcUrl, deployerKey: keys.deployer });
  const factoryBlock = Number((await latestBlock(chain.rpcUrl)).number);
  const deployer = chain.sender(keys.deployer);
  const { root } = paths;
  const { weth, feedBoard: board } = contracts;
  const delegation = await deployDelegation(chain, keys, contracts);
  const wanted = withEther(usedAssets([...specs, delegatedSpec]), choice);
  const tokens = await deployTokens({ root, deployer, assets: wanted, weth });
  await rpc(chain.rpcUrl, 'evm_setNextBlockTimestamp', { params: [tape.rows[0]?.knownAtSeconds ?? 0] });
  const assets = await deployFeeds({ root, deployer, tape, assets: wanted, tokens, board });
  const pooled = venue === 'proposal' ? assets : heldBy(delegatedSpec, assets);
  const market = await buildSwapMarket({ chain, keys, weth, assets: pooled, tape });
  const signer = privateKeyToAccount(keys.bot).address.toLowerCase() as Address;
  const portfolios: WorldPortfolio[] = [];
  for (const [index, spec] of specs.entries()) {
    const owner = chain.sender(ownerKey(keys, index));
    const routers = venue === 'proposal' ? [market.router] : [];
    const { factory } = contracts;
    const created = { factory, signer, owner, spec, index, assets, tape, navUsd: NAV_USD, venue, routers };
    portfolios.push(portfolioOf(spec, { address: await createPortfolio(created), owner: owner.address }));
  }
  const account = await buildDelegatedAccount({
    ...{ chain, keys, contracts: delegation, signer, spec: delegatedSpec, assets, tape },
    router: market.router,
  });
  const { taker, weiAtStart } = await stockTaker({ chain, keys, assets, tape });
  return {
    version: 2,
    recipe,
    venue,
    chainGenesisSeconds: tape.startSeconds,
    factoryBlock,
    factory: contracts.factory,
    lens: contracts.lens,
    router: contracts.router,
    feeTaker: contracts.feeTaker,
    weth,
    board,
    signer,
    taker,
    takerWeiAtStart: weiAtStart.toString(),
    assets: [...assets],
    portfolios,
    delegated: {
      ...account,
      portfolio: portfolioOf(delegatedSpec, { address: account.clone, owner: account.account }),
    },
    market,
  };
};

/**
 * Registers the policy of every portfolio: shared, so that the pages show it to anybody, but for the account that is somebody's own; marked
 * as simulated.
 */
export const registerPolicies = async (
  botUrl: string,
  world: World,
  { specs, delegatedSpec }: Pick<BuildWorld, 'specs' | 'delegatedSpec'>,
): Promise<void> => {
  const registry = openPolicyRegistry(botUrl);
  const all = [...specs, delegatedSpec];
  try {
    for (const [index, { address, name }] of [...world.portfolios, world.delegated.portfolio].entries()) {
      const policy = all[index]?.policy;
      if (policy === undefined) throw new Error(`portfolio ${index} has no policy`);
      const shared = address !== world.delegated.clone;
      const terms = { chainId: CHAIN_ID, address, policy, name, shared, simulated: true };
      const registered = await registry.registerPolicy(terms);
      if (!registered.ok) throw new Error(registered.error.message);
    }
  } finally {
    await registry.close();
  }
};
