import { type Abi, type Address, encodeDeployData, encodeFunctionData, type Hex, parseAbi } from 'viem';
import { artifact, type Sender } from '../chain/local-chain.ts';
import type { StackAsset } from './assets.ts';
import { answerOf, FEED_DECIMALS } from './feeds.ts';
import type { PriceTape } from './price-tape.ts';

/** An asset of the stack once it is on the chain. */
export type DeployedAsset = StackAsset & { readonly token: Address; readonly feed: Address };

export const tokenAbi = parseAbi([
  'function mint(address to, uint256 amount)',
  'function approve(address spender, uint256 amount) returns (bool)',
  'function deposit() payable',
  'function balanceOf(address) view returns (uint256)',
]);

const deploy = async (
  sender: Sender,
  contract: { readonly abi: Abi; readonly bytecode: Hex },
  args: readonly unknown[],
): Promise<Address> => {
  const receipt = await sender.send({ to: null, data: encodeDeployData({ ...contract, args: [...args] }) });
  if (!receipt.contractAddress) throw new Error('a contract was not created');
  return receipt.contractAddress.toLowerCase() as Address;
};

/** Deploys the tokens but for wrapped ether, which the chain brings along. */
export const deployTokens = async (options: {
  readonly root: string;
  readonly deployer: Sender;
  readonly assets: readonly StackAsset[];
  readonly weth: Address;
}): Promise<ReadonlyMap<string, Address>> => {
  const contract = artifact(options.root, 'local/TestToken.sol', 'TestToken');
  const tokens = new Map<string, Address>();
  for (const { symbol, name, decimals } of options.assets) {
    const token =
      symbol === 'WETH' ? options.weth : await deploy(options.deployer, contract, [name, symbol, decimals]);
    tokens.set(symbol, token);
  }
  return tokens;
};

/** Deploys one feed for each asset, answering the tape's first row; `board` moves them together. */
export const deployFeeds = async (options: {
  readonly root: string;
  readonly deployer: Sender;
  readonly tape: PriceTape;
  readonly assets: readonly StackAsset[];
  readonly tokens: ReadonlyMap<string, Address>;
  readonly board: Address;
}): Promise<readonly DeployedAsset[]> => {
  const { root, deployer, tape, board } = options;
  const contract = artifact(root, 'local/TestFeed.sol', 'TestFeed');
  const first = tape.rows[0] ?? { knownAtSeconds: 0, prices: [] };
  const assets: DeployedAsset[] = [];
  for (const asset of options.assets) {
    const answer = answerOf(first, tape.columns, asset.column);
    const token = options.tokens.get(asset.symbol);
    if (answer === null || token === undefined)
      throw new Error(`${asset.symbol} has no first price or no token`);
    const feed = await deploy(deployer, contract, [FEED_DECIMALS, `${asset.symbol} / USD`, answer, board]);
    assets.push({ ...asset, token, feed });
  }
  return assets;
};

/** Puts `units` of an asset into the sender's own account: minted, or ether wrapped. */
export const obtain = async (sender: Sender, asset: DeployedAsset, units: bigint): Promise<void> => {
  const data =
    asset.symbol === 'WETH'
      ? encodeFunctionData({ abi: tokenAbi, functionName: 'deposit' })
      : encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [sender.address, units] });
  await sender.send({ to: asset.token, data, value: asset.symbol === 'WETH' ? units : 0n });
};
