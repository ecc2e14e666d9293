import { type Address, encodeFunctionData, maxUint256, parseAbi } from 'viem';
import type { Deployer } from '../../hardhat/deploy/deploy-local.ts';
import { deployV2 } from '../../hardhat/deploy/deploy-v2.ts';
import { receiptOf } from '../../stack/chain/local-chain.ts';
import { mint, type WorldAsset } from './order-world.ts';

const abi = parseAbi([
  'function approve(address spender, uint256 amount) returns (bool)',
  'function addLiquidity(address a, address b, uint256 amountA, uint256 amountB, uint256 minA, uint256 minB, address to, uint256 deadline) returns (uint256, uint256, uint256)',
  'function swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, address[] path, address to, uint256 deadline) returns (uint256[])',
]);

/** So many units of an asset. */
export type Side = { readonly asset: WorldAsset; readonly units: bigint };

/** Uniswap V2's own factory and router, from the builds that it publishes, with pools of the deployer's. */
export type SpotPools = {
  readonly router: Address;
  readonly add: (one: Side, other: Side) => Promise<void>;
  /** Sells into a pool, which moves its price. */
  readonly sell: (from: Side, into: WorldAsset) => Promise<void>;
};

export const deploySpotPools = async (deployer: Deployer, weth: Address): Promise<SpotPools> => {
  const owner = deployer.account.address;
  const { router } = await deployV2(deployer, weth);
  const send = async (to: Address, data: `0x${string}`): Promise<void> => {
    const hash = await deployer.walletClient.sendTransaction({ to, data, gas: 5_000_000n });
    const { status } = await receiptOf(deployer.publicClient, hash);
    if (status !== 'success') throw new Error(`transaction ${hash} reverted`);
  };
  const fund = async ({ asset, units }: Side): Promise<void> => {
    await mint(deployer, asset, { to: owner, units });
    await send(asset.token, encodeFunctionData({ abi, functionName: 'approve', args: [router, maxUint256] }));
  };
  return {
    router,
    add: async (one, other) => {
      await fund(one);
      await fund(other);
      const args = [
        one.asset.token,
        other.asset.token,
        one.units,
        other.units,
        0n,
        0n,
        owner,
        maxUint256,
      ] as const;
      await send(router, encodeFunctionData({ abi, functionName: 'addLiquidity', args }));
    },
    sell: async (from, into) => {
      await fund(from);
      const args = [from.units, 0n, [from.asset.token, into.token], owner, maxUint256] as const;
      await send(router, encodeFunctionData({ abi, functionName: 'swapExactTokensForTokens', args }));
    },
  };
};
