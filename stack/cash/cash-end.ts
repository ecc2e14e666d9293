import { type Address, erc20Abi, type Hex, parseAbi } from 'viem';
import { deployCash, deployVault, type LocalCash } from '../../hardhat/deploy/deploy-cash.ts';
import { deployCctp, type LocalCctp } from '../../hardhat/deploy/deploy-cctp.ts';
import {
  createDeployer,
  type Deployer,
  deployContract,
  deployLocal,
  type LocalDeployment,
  readArtifact,
} from '../../hardhat/deploy/deploy-local.ts';
import type { OwnerCall } from '../../lib/owner/owner-call.ts';
import { receiptOf } from '../chain/local-chain.ts';

/** A vault of a local chain, which anybody may set a rate of. */
export type LocalVault = { readonly name: string; readonly address: Address };

type Feeds = { readonly usdc: Address; readonly ether: Address };

/** One local chain with Circle's contracts, vaults, and what makes portfolios of both kinds. Addresses lower-cased. */
export type CashEnd = {
  readonly chainId: number;
  readonly rpcUrl: string;
  readonly name: string;
  readonly deployer: Deployer;
  readonly balancer: LocalDeployment;
  readonly cctp: LocalCctp;
  readonly cash: LocalCash;
  readonly feeds: Feeds;
  readonly vaults: readonly LocalVault[];
};

export type EndPlan = {
  readonly chainId: number;
  readonly rpcUrl: string;
  readonly name: string;
  readonly domain: number;
  readonly deployerKey?: Hex;
  readonly attesters: readonly Address[];
  readonly threshold: number;
  /** Simple rates a year in 18 decimals, and USDC units that others have put in. */
  readonly vaults: readonly { readonly name: string; readonly rateE18: bigint; readonly units: bigint }[];
};

const FEED_DECIMALS = 8;
const ANSWERS_E8 = { usdc: 100_000_000n, ether: 300_000_000_000n } as const;

const localAbi = parseAbi([
  'function setRate(uint256 rateE18)',
  'function lose(uint256 bps)',
  'function mint(address to, uint256 amount) returns (bool)',
  'function set(address[] feeds, int256[] answers, uint256 updatedAt)',
]);

const deployFeeds = async (deployer: Deployer, board: Address): Promise<Feeds> => {
  const artifact = await readArtifact('contracts/local/TestFeed.sol/TestFeed');
  const of = (pair: string, answerE8: bigint) =>
    deployContract(deployer, artifact, { args: [FEED_DECIMALS, pair, answerE8, board] });
  return { usdc: await of('USDC / USD', ANSWERS_E8.usdc), ether: await of('ETH / USD', ANSWERS_E8.ether) };
};

/** Puts everything on an empty chain. */
export const deployCashEnd = async (plan: EndPlan): Promise<CashEnd> => {
  const { chainId, rpcUrl, name, domain, attesters, threshold } = plan;
  const key = plan.deployerKey === undefined ? {} : { deployerKey: plan.deployerKey };
  const deployer = createDeployer({ rpcUrl, chainId, ...key });
  const balancer = await deployLocal({ rpcUrl, chainId, ...key });
  const cctp = await deployCctp(deployer, { domain, attesters, threshold });
  const cash = await deployCash(deployer, cctp);
  const feeds = await deployFeeds(deployer, balancer.feedBoard);
  const vaults: LocalVault[] = [];
  for (const vault of plan.vaults) {
    const address = await deployVault(deployer, { usdc: cctp.usdc, ...vault });
    vaults.push({ name: vault.name, address });
  }
  return { chainId, rpcUrl, name, deployer, balancer, cctp, cash, feeds, vaults };
};

/** Sends what a wallet calls, and waits for it. @throws with the contract's reason where it would be refused */
export const sendAs = async (wallet: Deployer, { to, data, valueWei }: OwnerCall) => {
  const hash = await wallet.walletClient.sendTransaction({ to, data, value: valueWei });
  const receipt = await receiptOf(wallet.publicClient, hash);
  if (receipt.status !== 'success') throw new Error(`transaction ${hash} reverted`);
  return receipt;
};

const write = async (
  { deployer }: CashEnd,
  address: Address,
  call: Omit<Parameters<typeof deployer.walletClient.writeContract>[0], 'address' | 'abi'>,
): Promise<void> => {
  const hash = await deployer.walletClient.writeContract({ address, abi: localAbi, ...call } as never);
  const { status } = await receiptOf(deployer.publicClient, hash);
  if (status !== 'success') throw new Error(`${call.functionName} of ${address} failed`);
};

/** From now on the vault's shares grow by that much a year. */
export const setVaultRate = (end: CashEnd, vault: Address, rateE18: bigint): Promise<void> =>
  write(end, vault, { functionName: 'setRate', args: [rateE18] });

/** All that the vault holds is worth so many basis points less from now on. */
export const loseOfVault = (end: CashEnd, vault: Address, bps: bigint): Promise<void> =>
  write(end, vault, { functionName: 'lose', args: [bps] });

/** USDC from nowhere. */
export const mintUsdc = (end: CashEnd, to: Address, units: bigint): Promise<void> =>
  write(end, end.cctp.usdc, { functionName: 'mint', args: [to, units] });

/** Feeds answer the same prices anew, as of the present block. */
export const refreshFeeds = (end: CashEnd): Promise<void> =>
  write(end, end.balancer.feedBoard, {
    functionName: 'set',
    args: [[end.feeds.usdc, end.feeds.ether], [ANSWERS_E8.usdc, ANSWERS_E8.ether], 0n],
  });

export const usdcOf = ({ deployer, cctp }: CashEnd, holder: Address): Promise<bigint> =>
  deployer.publicClient.readContract({
    ...{ address: cctp.usdc, abi: erc20Abi, functionName: 'balanceOf' },
    args: [holder],
  });
